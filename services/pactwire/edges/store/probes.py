"""Whether the store takes what the services write, found out by writing."""

from sqlalchemy import Column, String, Table, Text, delete, insert, inspect

from pactwire.edges import clock
from pactwire.edges.store.columns import metadata
from pactwire.edges.store.engine import Store, read_transaction, write_transaction
from pactwire.errors import PactwireError

PROBE_BYTES = 16 * 1024
"""Of a row that is written and removed: more than a page, so that a full disk shows."""

probes = Table(
    "probes",
    metadata,
    Column("probe_id", String(64), primary_key=True),
    Column("body", Text, nullable=False),
)
"""Rows that live for one transaction; each process writes its own, so none waits for another."""


def check_writable(store: Store) -> str | None:
    """None when the store takes and keeps writes, else why not; for readiness."""
    probe_id = clock.secret_bytes(16).hex()
    body = clock.secret_bytes(PROBE_BYTES // 2).hex()
    try:
        with write_transaction(store) as tx:
            tx.execute(insert(probes).values(probe_id=probe_id, body=body))
            tx.execute(delete(probes).where(probes.c.probe_id == probe_id))
    except PactwireError as why:
        return str(why)
    return None


def has_tables(store: Store) -> bool:
    """Whether this release's migrations have been here.

    Raises:
        Retryable: the store is away.
    """
    with read_transaction(store) as tx:
        return inspect(tx).has_table(probes.name)
