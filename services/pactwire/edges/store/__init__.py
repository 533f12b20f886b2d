"""The one relational store, SQLite or PostgreSQL. Each service owns its tables; decides nothing."""

from pactwire.edges.store.engine import (
    Store,
    Transaction,
    migrate,
    open_store,
    read_transaction,
    write_transaction,
)
from pactwire.edges.store.probes import check_writable

__all__ = [
    "Store",
    "Transaction",
    "check_writable",
    "migrate",
    "open_store",
    "read_transaction",
    "write_transaction",
]
