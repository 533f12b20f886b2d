"""A store for each service, so that none waits for another's writes.

The alert service has the store that `store.url` names; ingest and deliver have theirs beside it:
a file of its own on SQLite, a schema of its own on PostgreSQL. Once all tables were in one store:
a service that finds its tables there moves them, with their rows.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from sqlalchemy import Connection, Table, inspect, text
from sqlalchemy.engine import make_url

from pactwire.edges.store import alert_tables, delivery_tables, ingest_tables
from pactwire.edges.store.engine import (
    Store,
    Transaction,
    open_store,
    read_transaction,
    write_transaction,
)
from pactwire.edges.store.failures import translated_errors
from pactwire.edges.store.migrating import list_standing, lock_migrations, read_versions, upgrade
from pactwire.edges.store.store_url import FIRST_OWNER, SCHEMA_PREFIX, Owner, locate_store
from pactwire.edges.transaction_guard import mark_transaction

SHARED = ("0002_feeds", "0002_retention", "0002_sequences", "0002_delivery")
"""The last revisions of the time when all tables were in one store."""
ATTACHED = "shared"
"""What SQLite calls the file that was everybody's, while its tables are read."""


def list_tables(module: ModuleType) -> tuple[Table, ...]:
    """The tables that a module declares."""
    return tuple(one for one in vars(module).values() if isinstance(one, Table))


TABLES: dict[Owner, Sequence[Table]] = {
    "ingest": list_tables(ingest_tables),
    "alert": list_tables(alert_tables),
    "deliver": list_tables(delivery_tables),
}


def prepare_store(url: str, owner: Owner) -> Store:
    """A service's store with the tables of this release; `url` is that of the settings.

    Raises:
        Misconfigured: the URL is none, or a newer release has been here.
        Retryable: the store is away.
    """
    store = open_store(locate_store(url, owner))
    try:
        if owner == FIRST_OWNER:
            with write_transaction(store) as tx:
                _bring_up(tx, owner)
        else:
            _prepare_beside(store, url, owner)
    except BaseException:
        store.dispose()
        raise
    return store


def _prepare_beside(store: Store, url: str, owner: Owner) -> None:
    """Make the tables of a store beside the first one, and move there what lies in that."""
    shared = _open_existing(url)
    try:
        place = _find_shared_place(shared, owner) if shared else None
        if shared is None or place is None:
            with write_transaction(store) as tx:
                _bring_up(tx, owner)
            return
        with write_transaction(shared) as tx:
            lock_migrations(tx)
            upgrade(tx, SHARED)
        with _attached_transaction(store, url) as tx:
            if _bring_up(tx, owner):
                _copy_rows(tx, owner, place)
        _drop_tables(shared, owner)
    finally:
        if shared:
            shared.dispose()


def _open_existing(url: str) -> Store | None:
    """The store that the settings name; None when it is a file that is not there."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").exists():
        return None
    return open_store(url)


def _find_shared_place(shared: Store, owner: Owner) -> str | None:
    """Under which name the service's tables are found in the first store; None: not there."""
    with read_transaction(shared) as tx:
        found = inspect(tx)
        if not any(found.has_table(table.name) for table in TABLES[owner]):
            return None
        return ATTACHED if tx.dialect.name == "sqlite" else found.default_schema_name


@contextmanager
def _attached_transaction(store: Store, url: str) -> Iterator[Transaction]:
    """A writing transaction that also has the first store's file, locked, on SQLite."""
    with (
        mark_transaction(),
        translated_errors(),
        store.connect() as connection,
        _attached(connection, url),
    ):
        writer = connection.execution_options(write=True)
        with writer.begin():
            yield writer


@contextmanager
def _attached(connection: Connection, url: str) -> Iterator[None]:
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.driver_connection
    assert raw is not None  # noqa: S101  a connection that is open has one
    raw.execute(f"ATTACH DATABASE ? AS {ATTACHED}", (make_url(url).database,))
    try:
        yield
    finally:
        raw.execute(f"DETACH DATABASE {ATTACHED}")


def _bring_up(tx: Transaction, owner: Owner) -> bool:
    """Apply what is missing; True when nothing was there: then only its own tables are made."""
    lock_migrations(tx)
    _make_schema(tx)
    is_fresh = not inspect(tx).has_table("alembic_version")
    if not is_fresh and read_versions(tx) == list_standing(SHARED, f"0001_{owner}"):
        return False  # Alembic costs a fifth of a second and 11 MB
    upgrade(tx, SHARED)
    if is_fresh:
        for other in TABLES.keys() - {owner}:
            for table in TABLES[other]:
                tx.execute(text(f"DROP TABLE IF EXISTS {table.name}"))
    upgrade(tx, (f"0001_{owner}@head",))
    return is_fresh


def _make_schema(tx: Transaction) -> None:
    """The schema that the store's connections look in first, on PostgreSQL."""
    if tx.dialect.name != "postgresql":
        return
    first = tx.execute(text("SELECT current_setting('search_path')")).scalar_one()
    if first.startswith(SCHEMA_PREFIX):
        tx.execute(text(f"CREATE SCHEMA IF NOT EXISTS {first}"))


def _copy_rows(tx: Transaction, owner: Owner, place: str) -> None:
    """Copy all rows of the service's tables."""
    found = inspect(tx)
    for table in TABLES[owner]:
        if not found.has_table(table.name, schema=place):
            continue
        names = ", ".join(column["name"] for column in found.get_columns(table.name, schema=place))
        tx.execute(
            text(
                f"INSERT INTO {table.name} ({names})"  # noqa: S608  names of our own tables
                f" SELECT {names} FROM {place}.{table.name}"
            )
        )


def _drop_tables(shared: Store, owner: Owner) -> None:
    """Remove what was copied, so that it is in one place; what was secret is overwritten."""
    with write_transaction(shared) as tx:
        if tx.dialect.name == "sqlite":
            tx.exec_driver_sql("PRAGMA secure_delete=ON")
        for table in TABLES[owner]:
            tx.execute(text(f"DROP TABLE IF EXISTS {table.name}"))
