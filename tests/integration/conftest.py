"""Stores for tests: SQLite always, PostgreSQL where one can be started."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pactwire.edges.store import Store, migrate, open_store
from postgres_server import NoPostgres, postgres


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of this run; skips with the reason where there is none."""
    try:
        with postgres() as url:
            yield url
    except NoPostgres as why:
        pytest.skip(str(why))


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
    """A store with its tables."""
    opened = open_store(store_url)
    migrate(opened)
    yield opened
    opened.dispose()
