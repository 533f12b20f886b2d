"""What the fault runs share: short sessions with the broker, and a store of each kind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from broker_choice import TestBroker
from pactwire.settings import BrokerSettings
from postgres_server import NoPostgres, PostgresServer, run_postgres


@pytest.fixture
def brief(broker: TestBroker, fresh: BrokerSettings) -> BrokerSettings:
    """Settings by which a process that is gone is missed after six seconds."""
    if not broker.is_kafka:
        pytest.skip("faults want a real Kafka")
    return fresh.model_copy(update={"session_timeout": 6.0})


@pytest.fixture
def postgres_server() -> Iterator[PostgresServer]:
    """A PostgreSQL of this run's own, which may be killed."""
    try:
        with run_postgres() as server:
            yield server
    except NoPostgres as why:
        pytest.skip(str(why))


@pytest.fixture(params=["sqlite", "postgresql"])
def store_env(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """The variable that names an empty store of each kind."""
    url = f"sqlite:///{tmp_path}/store.db"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_server").url
    return {"PACTWIRE_STORE__URL": url}
