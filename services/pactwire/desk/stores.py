"""The stores that the desk looks into: one of each service, each as its service left it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from pactwire.edges.store import Store, Transaction, prepare_store, read_transaction
from pactwire.edges.store.audits import LOGS, AuditEntry, list_audit


class DeskStores(NamedTuple):
    """Open stores, by service."""

    ingest: Store
    alert: Store
    deliver: Store

    def dispose(self) -> None:
        """Close all of them."""
        for store in self:
            store.dispose()


class Records(NamedTuple):
    """What alert and deliver know at one moment."""

    alert: Transaction
    deliver: Transaction


def list_changes(stores: DeskStores, limit: int) -> list[AuditEntry]:
    """The last changes of what any service keeps, newest first."""
    found: list[AuditEntry] = []
    for kept_by in LOGS:
        with read_transaction(getattr(stores, kept_by)) as tx:
            found += list_audit(tx, limit, kept_by)
    return sorted(found, key=lambda one: one.at, reverse=True)[:limit]


@contextmanager
def open_desk_stores(url: str) -> Iterator[DeskStores]:
    """The stores that belong to the URL of the settings, until the block ends.

    Raises:
        Misconfigured: the URL is none, or a newer release has been here.
        Retryable: the store is away.
    """
    stores = DeskStores(
        prepare_store(url, "ingest"), prepare_store(url, "alert"), prepare_store(url, "deliver")
    )
    try:
        yield stores
    finally:
        stores.dispose()


@contextmanager
def read_records(stores: DeskStores) -> Iterator[Records]:
    """Reading transactions on what alert and deliver know."""
    with read_transaction(stores.alert) as alert, read_transaction(stores.deliver) as deliver:
        yield Records(alert, deliver)
