"""Which services run where, from settings."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from pactwire.edges.local.brokers import Broker
from pactwire.errors import Misconfigured
from pactwire.settings import (
    AlertSettings,
    BrokerSettings,
    IngestSettings,
    ProbeSettings,
    Settings,
    StoreSettings,
)
from pactwire.up import plan

BROKER = Broker(
    "embedded", BrokerSettings(bootstrap="127.0.0.1:1", fetch_wait=0.01, idempotent=False)
)


def occupied(*ports: int) -> plan.PortChooser:
    def free(wanted: int, taken: frozenset[int]) -> int:
        return wanted if wanted not in {*ports, *taken} else 50_000 + len(taken)

    return free


def test_default_ports_are_taken_when_free() -> None:
    assert plan.choose_ports(Settings(), occupied()) == {
        "ingest": 8080, "enrich": 8081, "alert": 8082, "deliver": 8083, "desk": 8084,
        "desk-probes": 8085,
    }  # fmt: skip


def test_a_taken_default_makes_way() -> None:
    at = plan.choose_ports(Settings(), occupied(8080, 8082))
    assert (at["enrich"], at["deliver"]) == (8081, 8083)
    assert at["ingest"] >= 50_000
    assert at["alert"] >= 50_000


def test_a_port_that_was_set_for_one_is_not_given_to_another() -> None:
    settings = Settings(alert=AlertSettings(probes=ProbeSettings(port=8080)))
    at = plan.choose_ports(settings, occupied())
    assert at["alert"] == 8080
    assert len(set(at.values())) == len(at)


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("0.0.0.0", "http://127.0.0.1:8080"),
        ("::", "http://[::1]:8080"),
        ("::1", "http://[::1]:8080"),
    ],
)
def test_a_service_is_asked_where_it_listens(host: str, url: str, tmp_path: Path) -> None:
    settings = Settings(ingest=IngestSettings(host=host))
    at = plan.choose_ports(settings, occupied())
    service = plan.plan_services(settings, tmp_path, BROKER, at)[0]
    assert service.url == url
    assert service.environment["PACTWIRE_INGEST__HOST"] == host


def test_a_taken_port_that_was_set_is_a_mistake() -> None:
    settings = Settings(ingest=IngestSettings(port=8080))
    with pytest.raises(Misconfigured, match="port 8080 for ingest is taken"):
        plan.choose_ports(settings, occupied(8080))


def test_services_are_given_broker_store_state_and_port(tmp_path: Path) -> None:
    at = plan.choose_ports(Settings(), occupied())
    environments = {
        service.name: service.environment
        for service in plan.plan_services(Settings(), tmp_path, BROKER, at)
    }
    assert set(environments) == set(plan.SERVICES)
    for environment in environments.values():
        assert environment["PACTWIRE_STATE"] == str(tmp_path)
        assert environment["PACTWIRE_STORE__URL"] == f"sqlite:///{tmp_path}/pactwire.db"
        assert environment["PACTWIRE_BROKER__BOOTSTRAP"] == "127.0.0.1:1"
        assert environment["PACTWIRE_BROKER__IDEMPOTENT"] == "false"
        assert environment["PACTWIRE_BROKER__FETCH_WAIT"] == "0.01"
    assert environments["ingest"]["PACTWIRE_INGEST__PORT"] == "8080"
    assert environments["alert"]["PACTWIRE_ALERT__PROBES__PORT"] == "8082"
    assert environments["desk"]["PACTWIRE_DESK__PORT"] == "8084"
    assert environments["desk"]["PACTWIRE_DESK__PROBES__PORT"] == "8085"


def test_what_a_service_is_given_are_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = plan.choose_ports(Settings(), occupied())
    for service in plan.plan_services(Settings(), tmp_path, BROKER, at):
        with monkeypatch.context() as patch:
            for name, value in service.environment.items():
                patch.setenv(name, value)
            settings = Settings()
        assert settings.broker.fetch_wait == 0.01
        probes = plan.PROBED_AT.get(service.name, service.name)
        assert plan.get_configured_port(settings, probes) == (service.port, True)


def test_a_store_that_was_set_stays(tmp_path: Path) -> None:
    settings = Settings(store=StoreSettings(url=SecretStr("postgresql+psycopg://u:p@h/d")))
    assert plan.find_store_url(settings, tmp_path) == "postgresql+psycopg://u:p@h/d"
