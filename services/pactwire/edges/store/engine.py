"""Opens a store, and hands out its transactions.

What goes wrong outside becomes `Retryable`; an operator's mistake becomes `Misconfigured`.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from pactwire.edges.store.failures import translated_errors
from pactwire.edges.store.group_commit import GroupWriter
from pactwire.edges.store.private_file import keep_private
from pactwire.edges.store.sqlite_file import SqliteFile
from pactwire.edges.transaction_guard import mark_transaction
from pactwire.errors import Misconfigured

BUSY_SECONDS = 10
WAL_ATTEMPTS = 50

Store = Engine
"""An open store; services pass it to the functions of this package."""

Transaction = Connection
"""What the services' functions on the store are given; it ends with the `with` that made it."""

SQLITE_WRITERS: WeakKeyDictionary[Engine, GroupWriter] = WeakKeyDictionary()
"""What lets the writers of each open SQLite store take turns."""

NO_SUCH_STORE = (
    "store.url must look like sqlite:///path/to/file or postgresql+psycopg://user@host/name"
)


def open_store(url: str) -> Engine:
    """The store behind a SQLAlchemy URL; the folder of a SQLite file is made.

    Raises:
        Misconfigured: the URL is none, or its driver isn't installed.
    """
    address = _parse_url(url)
    if address.get_backend_name() == "sqlite":
        return _open_sqlite(address)
    if address.get_backend_name() != "postgresql":
        raise Misconfigured(NO_SUCH_STORE)
    try:
        return create_engine(
            address, isolation_level="READ COMMITTED", pool_pre_ping=True, max_overflow=10
        )
    except ModuleNotFoundError as missing:
        raise Misconfigured(
            f"store.url needs the package {missing.name}: install pactwire[postgresql]"
        ) from None


@contextmanager
def write_transaction(engine: Engine) -> Iterator[Transaction]:
    """A transaction that writes: committed at the end of the block, rolled back by an exception.

    On SQLite it takes the write lock at once, so two writers queue up instead of failing, and the
    writers of one process share a commit.

    Raises:
        InvalidEvent: the store can't hold a value.
        Retryable: the store is away, refuses, is locked for too long, or two writers collided.
    """
    if writer := SQLITE_WRITERS.get(engine):
        with mark_transaction(), translated_errors(), writer.transaction(engine) as connection:
            yield connection
        return
    with mark_transaction(), translated_errors(), engine.connect() as connection:
        writing = connection.execution_options(write=True)
        with writing.begin():
            yield writing


@contextmanager
def read_transaction(engine: Engine) -> Iterator[Transaction]:
    """A transaction that only reads.

    Raises:
        Retryable: the store is away.
    """
    with (
        mark_transaction(),
        translated_errors(),
        engine.connect() as connection,
        connection.begin(),
    ):
        yield connection


def _parse_url(url: str) -> URL:
    try:
        address = make_url(url)
        address.get_dialect()
    except (ArgumentError, NoSuchModuleError):
        raise Misconfigured(NO_SUCH_STORE) from None
    return address


def _open_sqlite(address: URL) -> Engine:
    if not address.database or address.database == ":memory:":
        raise Misconfigured("store.url must name a file: services can't share a store in memory")
    folder = Path(address.database).parent
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise Misconfigured(
            f"store.url: can't make the folder {folder}: {error.strerror}"
        ) from None
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _configure_sqlite)
    event.listen(engine, "begin", _begin_transaction)
    SqliteFile(engine, Path(address.database))
    keep_private(engine, Path(address.database))
    SQLITE_WRITERS[engine] = GroupWriter(BUSY_SECONDS)
    return engine


def _configure_sqlite(raw: Any, record: Any) -> None:
    del record
    raw.isolation_level = None  # transactions are begun below, not by the driver
    raw.execute(f"PRAGMA busy_timeout={BUSY_SECONDS * 1000}")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("PRAGMA synchronous=FULL")  # a commit outlives the power
    _enable_wal(raw)


def _enable_wal(raw: Any) -> None:
    """Switch to WAL; SQLite doesn't wait for a lock here, so several first openers take turns."""
    for _ in range(WAL_ATTEMPTS):
        if raw.execute("PRAGMA journal_mode").fetchone()[0] == "wal":
            return
        try:
            raw.execute("PRAGMA journal_mode=WAL")
        except raw.OperationalError:
            time.sleep(0.05)


def _begin_transaction(connection: Connection) -> None:
    writer = connection.get_execution_options().get("write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writer else "BEGIN")
