"""Settings that can be judged alone, judged before anything starts: files, folders, addresses.

Each mistake is one sentence that names where it was set. What only a broker or a database can say
is not asked here.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from pactwire.edges.local.certificates import find_certificate_problem
from pactwire.edges.local.ports import find_listen_problem
from pactwire.errors import Misconfigured
from pactwire.setting_origins import SettingOrigins, SettingPath
from pactwire.setting_sources import load_origins
from pactwire.settings import Settings
from pactwire.up.plan import ADDRESSES, SERVICES, get_configured_port, get_host

Mistake = tuple[SettingPath, str]
"""The setting that is wrong, and why."""


def check_service(settings: Settings, service: str) -> None:
    """Judge what one service needs.

    Raises:
        Misconfigured: the first mistake.
    """
    refuse_first(
        load_origins(),
        find_shared_mistakes(settings, [service]),
        find_address_mistakes(settings, [service]),
    )


def check_up(settings: Settings, options: Mapping[SettingPath, str] | None = None) -> None:
    """Judge what all services need, on ports that were set; `up` takes others for the rest.

    `options` are those that set settings.

    Raises:
        Misconfigured: the first mistake.
    """
    refuse_first(
        replace(load_origins(), options=options or {}),
        find_shared_mistakes(settings, SERVICES),
        find_shared_ports(settings),
        (
            mistake
            for address in ADDRESSES
            for mistake in find_address_mistakes(settings, [address])
            if mistake[0][-1] == "host" or is_port_set(settings, address)
        ),
    )


def check_broker(settings: Settings) -> None:
    """Judge what every command needs that speaks to the broker.

    Raises:
        Misconfigured: the first mistake.
    """
    refuse_first(load_origins(), find_broker_mistakes(settings))


def refuse_first(origins: SettingOrigins, *checks: Iterator[Mistake]) -> None:
    """Raise Misconfigured for the first mistake of the checks."""
    for check in checks:
        for path, why in check:
            raise Misconfigured(f"{origins.describe(path)}: {why}")


def is_port_set(settings: Settings, service: str) -> bool:
    """Whether somebody set the port of a service."""
    return get_configured_port(settings, service)[1]


def find_shared_mistakes(settings: Settings, services: Sequence[str]) -> Iterator[Mistake]:
    """Mistakes of broker, store and watches, as far as these services use them."""
    yield from find_broker_mistakes(settings)
    if set(services) - {"enrich"}:
        yield from find_store_mistakes(settings)
    if "alert" in services:
        yield from find_watch_mistakes(settings.alert.watches)


def find_broker_mistakes(settings: Settings) -> Iterator[Mistake]:
    """Mistakes in how to speak to the broker."""
    broker = settings.broker
    if broker.ca_file and (problem := find_certificate_problem(broker.ca_file)):
        yield ("broker", "ca_file"), problem
    if broker.security.startswith("SASL"):
        for name in ("username", "password"):
            if getattr(broker, name) is None:
                yield ("broker", name), f"broker.security is {broker.security}, which needs it"


def find_store_mistakes(settings: Settings) -> Iterator[Mistake]:
    """Mistakes in where the store is."""
    from pactwire.edges.store.store_url import find_url_problem  # enrich needs no store

    url = settings.store.url.get_secret_value()
    path = ("store", "url") if "url" in settings.store.model_fields_set else ("state",)
    if problem := find_url_problem(url):
        yield path, problem.removeprefix("store.url ")


def find_watch_mistakes(folder: Path | None) -> Iterator[Mistake]:
    """Mistakes in the folder of watch files."""
    if folder is None:
        return
    if not folder.is_dir():
        what = "is no folder" if folder.exists() else "is not there"
        yield ("alert", "watches"), f"{folder} {what}; make it, or name another"
    elif not os.access(folder, os.R_OK | os.X_OK):
        yield ("alert", "watches"), f"{folder} does not let us read it"


def find_address_mistakes(settings: Settings, services: Sequence[str]) -> Iterator[Mistake]:
    """Addresses that a service can't listen on now."""
    for service in services:
        host, port = get_host(settings, service), get_port(settings, service)
        if problem := find_listen_problem(host, port):
            yield (*ADDRESSES[service], problem.part), problem.why


def get_port(settings: Settings, service: str) -> int:
    """The port of a service; 0 picks one."""
    return get_configured_port(settings, service)[0]


def find_shared_ports(settings: Settings) -> Iterator[Mistake]:
    """Ports that were set for two services."""
    owners: dict[tuple[str, int], str] = {}
    for service in ADDRESSES:
        port = get_port(settings, service)
        if not port or not is_port_set(settings, service):
            continue
        owner = owners.setdefault((get_host(settings, service), port), service)
        if owner != service:
            yield (*ADDRESSES[service], "port"), f"{port} is the port of {owner} already"
