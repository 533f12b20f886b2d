"""Stores for tests: SQLite always, PostgreSQL where one can be started; a secured Kafka."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from broker_choice import has_java_and_maven, with_jars
from pactwire.edges.store import Store, migrate, open_store
from postgres_server import NoPostgres, postgres
from secured_kafka import SecuredKafka, secured_kafka


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of this run; skips with the reason where there is none."""
    try:
        with postgres() as url:
            yield url
    except NoPostgres as why:
        pytest.skip(str(why))


@pytest.fixture(scope="session")
def secured(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SecuredKafka]:
    """A Kafka of this run with TLS, passwords and access lists; skips where there is no Java."""
    if not has_java_and_maven():
        pytest.skip("a secured Kafka needs Java and Maven")
    folder = tmp_path_factory.mktemp("secured")
    state = with_jars(folder, Path(request.config.cache.mkdir("kafka")))  # type: ignore[union-attr]
    (libs,) = (state / "kafka").glob("libs-*")
    with secured_kafka(folder / "broker", libs) as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty store of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'folder' / 'store.db'}"
    import psycopg

    server: str = request.getfixturevalue("postgres_url")
    name = f"test_{abs(hash(str(tmp_path)))}"
    with psycopg.connect(server.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
    return server.replace("/postgres?", f"/{name}?")


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """A store with its tables, of each kind."""
    with open_migrated(store_url) as opened:
        yield opened


@pytest.fixture
def sqlite_store(tmp_path: Path) -> Iterator[Store]:
    """A store with its tables, on SQLite alone: for what does not depend on the kind."""
    with open_migrated(f"sqlite:///{tmp_path / 'store.db'}") as opened:
        yield opened


@contextmanager
def open_migrated(url: str) -> Iterator[Store]:
    """The store of a URL with all tables, until the block ends."""
    opened = open_store(url)
    migrate(opened)
    yield opened
    opened.dispose()
