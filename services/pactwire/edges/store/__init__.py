"""The one relational store, SQLite or PostgreSQL. Each service owns its tables; decides nothing."""

from pactwire.edges.store.engine import (
    Store,
    Transaction,
    migrate,
    open_store,
    reading,
    writable,
    writing,
)

__all__ = ["Store", "Transaction", "migrate", "open_store", "reading", "writable", "writing"]
