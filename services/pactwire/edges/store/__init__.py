"""The one relational store: SQLite or PostgreSQL. Each room owns its tables; no decisions here."""

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
