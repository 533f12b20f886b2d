"""Which services run, on which ports, with which environment: settings in, values out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pactwire.domain.delivery.ssrf import LOOPBACK
from pactwire.edges.local.brokers import Broker
from pactwire.errors import Misconfigured
from pactwire.settings import (
    BrokerSettings,
    DeskSettings,
    IngestSettings,
    ProbeSettings,
    Settings,
)

LOCALHOST = "127.0.0.1"
ANY_ADDRESS = {"0.0.0.0": LOCALHOST, "": LOCALHOST, "::": "::1"}  # noqa: S104  what stands for all, and one of them
SERVICES = ("ingest", "enrich", "alert", "deliver", "desk")
ADDRESSES: Mapping[str, tuple[str, ...]] = {
    "ingest": ("ingest",),
    "enrich": ("enrich", "probes"),
    "alert": ("alert", "probes"),
    "deliver": ("deliver", "probes"),
    "desk": ("desk",),
    "desk-probes": ("desk", "probes"),
}
"""Where the settings have the addresses on which services listen, by the name of the option."""
PROBED_AT = {"desk": "desk-probes"}
"""Services whose /metrics, /live and /ready are apart from what has their name."""

ListenSection = IngestSettings | DeskSettings | ProbeSettings

PortChooser = Callable[[int, frozenset[int]], int]
"""Gives the preferred port if it is free and not taken, else another."""


@dataclass(frozen=True)
class Service:
    """One process to run; `host` and `port` are those of its probes."""

    name: str
    port: int
    environment: dict[str, str]
    host: str = LOCALHOST

    @property
    def url(self) -> str:
        """Where its /metrics, /live and /ready are."""
        return format_address(self.host, self.port)


def format_address(host: str, port: int) -> str:
    """Where this machine reaches what listens there."""
    reached = ANY_ADDRESS.get(host, host)
    return f"http://{f'[{reached}]' if ':' in reached else reached}:{port}"


def choose_ports(settings: Settings, choose: PortChooser) -> dict[str, int]:
    """A port for each address: as set, or near the default when that is taken.

    Raises:
        Misconfigured: a port that was set is taken.
    """
    wanted = {name: get_configured_port(settings, name) for name in ADDRESSES}
    reserved = frozenset(port for port, was_set in wanted.values() if was_set and port)
    chosen: dict[str, int] = {}
    for name, (preferred, was_set) in wanted.items():
        taken = frozenset(chosen.values())
        port = choose(preferred, taken if was_set else taken | reserved)
        if was_set and preferred and port != preferred:
            raise Misconfigured(f"port {preferred} for {name} is taken; free it or set another")
        chosen[name] = port
    return chosen


def get_listen_section(settings: Settings, name: str) -> ListenSection:
    """The settings of an address."""
    section: Any = settings
    for part in ADDRESSES[name]:
        section = getattr(section, part)
    found: ListenSection = section
    return found


def get_configured_port(settings: Settings, name: str) -> tuple[int, bool]:
    """The port in the settings, and whether somebody set it."""
    section = get_listen_section(settings, name)
    return section.port, "port" in section.model_fields_set and was_given(settings, name)


def was_given(settings: Settings, name: str) -> bool:
    """Whether the section was set: defaults have fields of their own."""
    outer, *inner = ADDRESSES[name]
    return not inner or set(inner) <= getattr(settings, outer).model_fields_set


def get_host(settings: Settings, name: str) -> str:
    """The host on which a service listens."""
    return get_listen_section(settings, name).host


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
        "alert": alert_environment(settings),
        "deliver": private_targets_environment(settings),
        "desk": private_targets_environment(settings),
    }
    return tuple(
        Service(
            name,
            port_of[PROBED_AT.get(name, name)],
            {**shared, **own.get(name, {}), **listen_environment(settings, name, port_of)},
            get_host(settings, PROBED_AT.get(name, name)),
        )
        for name in SERVICES
    )


def listen_environment(settings: Settings, name: str, port_of: Mapping[str, int]) -> dict[str, str]:
    """Where a service listens: what `up` asks must be where it is."""
    variables: dict[str, str] = {}
    for address in dict.fromkeys((name, PROBED_AT.get(name, name))):
        section = "__".join(ADDRESSES[address]).upper()
        variables[f"PACTWIRE_{section}__HOST"] = get_host(settings, address)
        variables[f"PACTWIRE_{section}__PORT"] = str(port_of[address])
    return variables


def alert_environment(settings: Settings) -> dict[str, str]:
    """The folder of watch files and the ledger's opening day, if they were chosen."""
    folder, day = settings.alert.watches, settings.alert.ledger_opens
    chosen = {
        "PACTWIRE_ALERT__WATCHES": str(folder.resolve()) if folder else None,
        "PACTWIRE_ALERT__LEDGER_OPENS": day.isoformat() if day else None,
    }
    return {name: value for name, value in chosen.items() if value}


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
