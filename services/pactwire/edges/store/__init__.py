"""The relational stores, SQLite or PostgreSQL: one a service, with its tables; decides nothing."""

from pactwire.edges.store.engine import (
    Store,
    Transaction,
    open_store,
    read_transaction,
    write_transaction,
)
from pactwire.edges.store.migrating import migrate
from pactwire.edges.store.owned import prepare_store
from pactwire.edges.store.probes import check_writable

__all__ = [
    "Store",
    "Transaction",
    "check_writable",
    "migrate",
    "open_store",
    "prepare_store",
    "read_transaction",
    "write_transaction",
]
