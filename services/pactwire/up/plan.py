"""Which services run, on which ports, with which environment: settings in, values out."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from pactwire.domain.delivery.ssrf import LOOPBACK
from pactwire.edges.local.brokers import Broker
from pactwire.errors import Misconfigured
from pactwire.settings import BrokerSettings, Settings

SERVICES = ("ingest", "enrich", "alert", "deliver")

PortChooser = Callable[[int, frozenset[int]], int]
"""Gives the preferred port if it is free and not taken, else another."""


@dataclass(frozen=True)
class Service:
    """One process to run."""

    name: str
    port: int
    environment: dict[str, str]

    @property
    def url(self) -> str:
        """Where its /metrics, /live and /ready are."""
        return f"http://127.0.0.1:{self.port}"


def choose_ports(settings: Settings, choose: PortChooser) -> dict[str, int]:
    """A port for each service: as set, or near the default when that is taken.

    Raises:
        Misconfigured: a port that was set is taken.
    """
    chosen: dict[str, int] = {}
    for name in SERVICES:
        wanted, was_set = get_configured_port(settings, name)
        port = choose(wanted, frozenset(chosen.values()))
        if was_set and wanted and port != wanted:
            raise Misconfigured(f"port {wanted} for {name} is taken; free it or set another")
        chosen[name] = port
    return chosen


def get_configured_port(settings: Settings, name: str) -> tuple[int, bool]:
    """The port in the settings, and whether somebody set it."""
    if name == "ingest":
        return settings.ingest.port, "port" in settings.ingest.model_fields_set
    section = getattr(settings, name)
    was_set = "probes" in section.model_fields_set and "port" in section.probes.model_fields_set
    return section.probes.port, was_set


def plan_services(
    settings: Settings, state: Path, broker: Broker, port_of: dict[str, int]
) -> tuple[Service, ...]:
    """The services with their environments; `state` is absolute."""
    shared = {
        "PACTWIRE_STATE": str(state),
        "PACTWIRE_STORE__URL": find_store_url(settings, state),
        **dump_broker_environment(broker),
    }
    own = {
        "ingest": {"PACTWIRE_INGEST__HOST": "127.0.0.1"},
        "alert": watch_folder_environment(settings),
        "deliver": private_targets_environment(settings),
    }
    return tuple(
        Service(
            name,
            port_of[name],
            {**shared, **own.get(name, {}), get_port_variable(name): str(port_of[name])},
        )
        for name in SERVICES
    )


def get_port_variable(name: str) -> str:
    """The variable that sets a service's port."""
    section = f"PACTWIRE_{name.upper()}__"
    return f"{section}PORT" if name == "ingest" else f"{section}PROBES__PORT"


def watch_folder_environment(settings: Settings) -> dict[str, str]:
    """The folder of watch files, if there is one."""
    folder = settings.alert.watches
    return {"PACTWIRE_ALERT__WATCHES": str(folder.resolve())} if folder else {}


def private_targets_environment(settings: Settings) -> dict[str, str]:
    """On one's own machine the first receiver is on one's own machine, unless that was set."""
    allowed = settings.deliver.allow_private_targets
    if "allow_private_targets" not in settings.deliver.model_fields_set:
        allowed = LOOPBACK
    return {"PACTWIRE_DELIVER__ALLOW_PRIVATE_TARGETS": ",".join(map(str, allowed))}


def find_store_url(settings: Settings, state: Path) -> str:
    """The store as set, otherwise a SQLite file in the state folder."""
    if "url" in settings.store.model_fields_set:
        return settings.store.url.get_secret_value()
    return f"sqlite:///{state / 'pactwire.db'}"


def dump_broker_environment(broker: Broker) -> dict[str, str]:
    """Variables for the broker; passwords come from the service's own environment or file."""
    fields = ("bootstrap", "security", "replication", "fetch_wait", "session_timeout", "idempotent")
    return {
        f"PACTWIRE_BROKER__{name.upper()}": format_setting(broker.settings, name) for name in fields
    }


def format_setting(settings: BrokerSettings, name: str) -> str:
    """A setting's value as an environment variable."""
    value = getattr(settings, name)
    return str(value).lower() if isinstance(value, bool) else str(value)
