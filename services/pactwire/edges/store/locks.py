"""Locks on what may have no row yet, so that a read and the write it leads to are one step.

`SELECT ... FOR UPDATE` locks rows that are there; two writers of a new one would both read nothing.
"""

import hashlib
from collections.abc import Iterable

from sqlalchemy import text

from pactwire.edges.store.engine import Transaction


def lock_keys(tx: Transaction, kind: str, names: Iterable[str]) -> None:
    """Wait for every other transaction that holds one of these, and hold them until the end.

    In one order for all, so that two transactions never wait for each other: lock everything a
    transaction will need at its begin. A reading transaction locks nothing, and SQLite's writing
    ones are alone anyway.
    """
    if tx.dialect.name != "postgresql" or not tx.get_execution_options().get("write"):
        return
    numbers = sorted({key_number(kind, name) for name in names})
    if numbers:
        statement = "SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key"
        tx.execute(text(statement), {"keys": numbers})


def key_number(kind: str, name: str) -> int:
    """The 64 bits by which PostgreSQL knows a lock."""
    digest = hashlib.sha256(f"{kind} {name}".encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
