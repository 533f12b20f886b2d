"""Settings for commands beside a running system: variables, else what `pactwire up` wrote."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from pactwire.cli.preflight import check_broker
from pactwire.desk.stores import DeskStores, open_desk_stores
from pactwire.domain.delivery.ssrf import LOOPBACK
from pactwire.edges.local import runfile
from pactwire.edges.local.runfile import RunInfo
from pactwire.edges.store import Store, prepare_store
from pactwire.edges.store.store_url import Owner
from pactwire.setting_sources import load_origins
from pactwire.settings import Settings, load


def load_effective_settings() -> Settings:
    """The settings, with the addresses of the system that runs from the state folder.

    The environment comes first, then the running system, then file and defaults.

    Raises:
        Misconfigured: as `load`, or a file that is needed to reach the broker is not there.
    """
    settings = load()
    check_broker(settings)
    running = runfile.read(settings.state)
    return with_run_info(settings, running) if running else settings


def with_run_info(settings: Settings, running: RunInfo) -> Settings:
    """The settings with the addresses of what runs, except those that variables set."""
    origins = load_origins()
    changes: dict[str, Any] = {}
    if not origins.is_variable(("broker", "bootstrap")):
        address = running.broker.model_dump(exclude={"kind", "pid"})
        changes["broker"] = settings.broker.model_copy(update=address)
    if running.store and not origins.is_variable(("store", "url")):
        changes["store"] = settings.store.model_copy(update={"url": SecretStr(running.store)})
    if "allow_private_targets" not in settings.deliver.model_fields_set:
        changes["deliver"] = settings.deliver.model_copy(update={"allow_private_targets": LOOPBACK})
    if not origins.is_variable(("ingest", "port")):
        api = urlsplit(running.api)
        changes["ingest"] = settings.ingest.model_copy(
            update={"host": api.hostname, "port": api.port}
        )
    return settings.model_copy(update=changes)


@contextmanager
def open_migrated_store(settings: Settings, owner: Owner) -> Iterator[Store]:
    """A service's store, with its tables, until the block ends.

    Raises:
        Misconfigured: the store's URL is none.
        Retryable: the store is away.
    """
    store = prepare_store(settings.store.url.get_secret_value(), owner)
    try:
        yield store
    finally:
        store.dispose()


@contextmanager
def open_stores(settings: Settings) -> Iterator[DeskStores]:
    """The stores of all services, until the block ends; raises as `open_migrated_store` does."""
    with open_desk_stores(settings.store.url.get_secret_value()) as stores:
        yield stores


def get_api_url(settings: Settings) -> str:
    """Address of the ingest API."""
    return f"http://{settings.ingest.host}:{settings.ingest.port}"
