"""The one relational store, SQLite or PostgreSQL. Each service owns its tables; decides nothing."""

from pactwire.edges.store.engine import (
    Store,
    Transaction,
    check_writable,
    migrate,
    open_store,
    read_transaction,
    write_transaction,
)

__all__ = [
    "Store",
    "Transaction",
    "check_writable",
    "migrate",
    "open_store",
    "read_transaction",
    "write_transaction",
]
