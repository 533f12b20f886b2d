"""The log of changes: each stands in the store of what was changed, written with the change."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table, select

from pactwire.edges.store.alert_tables import audit_log
from pactwire.edges.store.delivery_tables import endpoint_audit
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.ingest_tables import feed_audit
from pactwire.edges.store.store_url import Owner
from pactwire.edges.store.upsert import insert_rows

LOGS: Mapping[Owner, Table] = {
    "alert": audit_log,
    "deliver": endpoint_audit,
    "ingest": feed_audit,
}
"""The log in the store of each service."""


BY_COMMAND, BY_FILE = "command", "file"
"""Stand where the id of a key stands otherwise: changed by command, or in a watch file."""


@dataclass(frozen=True)
class AuditEntry:
    """A change, who made it (a watch file by its name), and with which key."""

    at: datetime
    owner: str
    key_id: str
    action: str
    subject: str


def write_audit(tx: Transaction, entry: AuditEntry, kept_by: Owner = "alert") -> None:
    """Log a change in the transaction that makes it, in the store of that service."""
    insert_rows(tx, LOGS[kept_by], [vars(entry)])


def list_audit(tx: Transaction, limit: int, kept_by: Owner = "alert") -> list[AuditEntry]:
    """The last changes of what that service keeps, newest first."""
    log = LOGS[kept_by]
    statement = select(log).order_by(log.c.entry_id.desc()).limit(limit)
    return [
        AuditEntry(row.at, row.owner, row.key_id, row.action, row.subject)
        for row in tx.execute(statement)
    ]
