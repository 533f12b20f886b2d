"""An outage of the store is nobody's fault among the events; a value that can't be stored is."""

import gc
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, event, insert, select

from pactwire.alert.ledger import LedgerStage
from pactwire.edges.store import (
    Store,
    check_writable,
    migrate,
    open_store,
    read_transaction,
    write_transaction,
)
from pactwire.edges.store.alert_tables import claims as claims_table
from pactwire.edges.store.alert_tables import counters
from pactwire.errors import InvalidEvent, Retryable
from pactwire.metrics import Metrics
from sample_events import claim, later

TABLES = ("ledger", "claims", "counters")


def judge(store: Store) -> None:
    stage = LedgerStage(store, Metrics("alert", "test"), later, frozenset())
    stage.handle([claim()])


def database(url: str) -> str:
    return url.replace("+psycopg", "")


@pytest.fixture
def postgres_store(store_url: str) -> str:
    if not store_url.startswith("postgresql"):
        pytest.skip("for PostgreSQL")
    opened = open_store(store_url)
    migrate(opened)
    opened.dispose()
    return store_url


def without_space(url: str) -> None:
    """A role that may connect, and for which every table is full: a quota of no temporary files."""
    with psycopg.connect(database(url), autocommit=True) as tx:
        tx.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE 'could not extend file' USING ERRCODE = '53100'; END $$"
        )
        for table in TABLES:
            tx.execute(
                f"CREATE TRIGGER full_disk BEFORE INSERT OR UPDATE ON {table}"  # type: ignore[arg-type]
                " EXECUTE FUNCTION full_disk()"
            )


def read_only(url: str) -> None:
    with psycopg.connect(database(url), autocommit=True) as tx:
        name = tx.info.dbname
        tx.execute(f"ALTER DATABASE {name} SET default_transaction_read_only = on")  # type: ignore[arg-type]


def without_table(url: str) -> None:
    with psycopg.connect(database(url), autocommit=True) as tx:
        tx.execute("DROP TABLE claims")


def without_column(url: str) -> None:
    with psycopg.connect(database(url), autocommit=True) as tx:
        tx.execute("ALTER TABLE claims DROP COLUMN explanation")


def damaged_index(url: str) -> None:
    """A page of the table as a bad disk gives it back."""
    with psycopg.connect(database(url), autocommit=True) as tx:
        tx.execute(
            "CREATE FUNCTION damaged() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE 'invalid page in block 0' USING ERRCODE = 'XX001'; END $$"
        )
        tx.execute("CREATE TRIGGER damaged BEFORE INSERT ON claims EXECUTE FUNCTION damaged()")


@pytest.mark.parametrize(
    "break_store", [read_only, without_table, without_column, without_space, damaged_index]
)
def test_what_postgresql_refuses_by_itself_is_an_outage(
    postgres_store: str, break_store: Callable[[str], None]
) -> None:
    break_store(postgres_store)
    store = open_store(postgres_store)
    with pytest.raises(Retryable, match="the store is away"):
        judge(store)
    store.dispose()


@pytest.mark.fault("outages")
def test_a_missing_grant_is_an_outage(postgres_store: str) -> None:
    with psycopg.connect(database(postgres_store), autocommit=True) as tx:
        tx.execute("DROP ROLE IF EXISTS reader")
        tx.execute("CREATE ROLE reader LOGIN")
        tx.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
    store = open_store(postgres_store.replace("pactwire@", "reader@"))
    with pytest.raises(Retryable, match="permission denied"):
        judge(store)
    assert "permission denied" in (check_writable(store) or "")
    store.dispose()
    with psycopg.connect(database(postgres_store), autocommit=True) as tx:
        tx.execute("DROP OWNED BY reader")


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_backend_that_is_ended_is_an_outage_and_the_next_try_goes_on(postgres_store: str) -> None:
    store = open_store(postgres_store)
    with pytest.raises(Retryable), write_transaction(store) as tx:  # noqa: PT012
        tx.execute(select(counters)).all()
        with psycopg.connect(database(postgres_store), autocommit=True) as other:
            other.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        tx.execute(select(counters)).all()
    gc.collect()  # the driver complains of the connection that was ended
    judge(store)
    store.dispose()


@pytest.fixture
def sqlite_file(tmp_path: Path) -> Path:
    path = tmp_path / "store.db"
    store = open_store(f"sqlite:///{path}")
    migrate(store)
    store.dispose()
    return path


def overwritten(path: Path) -> None:
    with path.open("r+b") as file:
        size = path.stat().st_size
        file.seek(4096)
        file.write(os.urandom(size - 4096))


def no_database(path: Path) -> None:
    path.write_bytes(b"This is a text and no database. " * 1000)


def dropped(path: Path) -> None:
    with sqlite3.connect(path) as file:
        file.execute("DROP TABLE claims")


def query_only(path: Path) -> None:
    """A file that lets nobody write; root may write everywhere, so SQLite is asked to refuse."""
    with sqlite3.connect(path) as file:
        file.execute(
            "CREATE TRIGGER closed BEFORE INSERT ON claims"
            " BEGIN SELECT RAISE(ABORT, 'closed') FROM no_such_table; END"
        )


@pytest.mark.parametrize("break_file", [overwritten, no_database, dropped, query_only])
@pytest.mark.fault("outages")
def test_a_damaged_sqlite_is_an_outage(
    sqlite_file: Path, break_file: Callable[[Path], None]
) -> None:
    break_file(sqlite_file)
    store = open_store(f"sqlite:///{sqlite_file}")
    with pytest.raises(Retryable, match="the store is away"):
        judge(store)
    store.dispose()


def fill(store: Store) -> None:
    for _ in range(200):
        with write_transaction(store) as tx:
            tx.execute(insert(counters).values(name=os.urandom(3000).hex(), value=1, note=""))


def test_a_full_disk_is_an_outage_and_the_store_is_not_ready(sqlite_file: Path) -> None:
    store = open_store(f"sqlite:///{sqlite_file}")
    pages = sqlite_file.stat().st_size // 4096
    event.listen(store, "connect", lambda raw, _: raw.execute(f"PRAGMA max_page_count={pages}"))
    with pytest.raises(Retryable, match="full"):
        fill(store)
    assert "full" in (check_writable(store) or "")
    store.dispose()


def test_a_read_only_sqlite_is_an_outage_and_not_ready(sqlite_file: Path) -> None:
    store = open_store(f"sqlite:///{sqlite_file}")
    event.listen(store, "connect", lambda raw, _: raw.execute("PRAGMA query_only=ON"))
    with pytest.raises(Retryable, match="readonly"):
        judge(store)
    assert "readonly" in (check_writable(store) or "")
    store.dispose()


def test_a_pool_without_a_free_connection_is_an_outage(store_url: str) -> None:
    opened = open_store(store_url)
    migrate(opened)
    small = create_engine(opened.url, pool_size=1, max_overflow=0, pool_timeout=0.05)
    with small.connect(), pytest.raises(Retryable, match="the store is away"):
        judge(small)
    small.dispose()
    opened.dispose()


UNSTORABLE = {
    "a NUL": {"name": "a\x00b", "value": 1},
    "half a surrogate pair": {"name": "\ud83d", "value": 1},
    "a number that is too large": {"name": "n", "value": 10**20},
    "a number larger than the column": {"name": "n", "value": 2**40},
    "nothing where something must be": {"name": "n", "value": None},
    "a name too long for an index": {"name": os.urandom(30_000).hex(), "value": 1},
    "an object": {"name": object(), "value": 1},
}


@pytest.mark.parametrize("values", UNSTORABLE.values(), ids=UNSTORABLE.keys())
def test_a_value_that_cannot_be_stored_is_the_events_fault_alone(
    store: Store, values: dict[str, object]
) -> None:
    if values["value"] == 1:
        values = {**values, "note": ""}
    try:
        with write_transaction(store) as tx:
            tx.execute(insert(counters).values(**values))
    except Retryable as outage:
        pytest.fail(f"an outage: {outage}")
    except InvalidEvent as invalid:
        assert "the store can't hold" in str(invalid)  # noqa: PT017  SQLite takes some of these
    with read_transaction(store) as tx:
        tx.execute(select(counters))


def test_a_file_that_was_deleted_takes_no_writes_until_it_is_back(sqlite_file: Path) -> None:
    store = open_store(f"sqlite:///{sqlite_file}")
    assert check_writable(store) is None
    kept = sqlite_file.rename(sqlite_file.with_name("kept.db"))
    with pytest.raises(Retryable, match=r"its file .* is gone"):
        judge(store)
    assert "is gone" in (check_writable(store) or "")
    assert not sqlite_file.exists(), "no empty store takes its place"
    kept.rename(sqlite_file)
    assert check_writable(store) is None
    judge(store)
    store.dispose()


def test_a_file_that_was_put_in_its_place_is_the_store_from_then_on(sqlite_file: Path) -> None:
    copy = sqlite_file.with_name("copy.db")
    copy.write_bytes(sqlite_file.read_bytes())
    store = open_store(f"sqlite:///{sqlite_file}")
    judge(store)
    for name in ("store.db", "store.db-wal", "store.db-shm"):
        sqlite_file.with_name(name).unlink(missing_ok=True)
    copy.rename(sqlite_file)
    assert check_writable(store) is None
    with read_transaction(store) as tx:
        assert list(tx.execute(select(claims_table))) == []
    store.dispose()


def test_a_store_without_its_tables_is_not_ready(store_url: str) -> None:
    store = open_store(store_url)
    assert "probes" in (check_writable(store) or "")
    migrate(store)
    assert check_writable(store) is None
    store.dispose()
