"""The desk's API over a real store: keys of several owners, and a client of its routes."""

import asyncio
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

import httpx
import uvicorn

from alert_steps import AlertSteps
from ingest_service import find_free_port
from pactwire.desk.api.app import build_api
from pactwire.desk.api.deps import DeskDependencies
from pactwire.desk.app import ApiServer
from pactwire.desk.stores import DeskStores
from pactwire.domain.access import ApiKey, Scope, format_token, hash_secret, watch_origin
from pactwire.domain.reference import ReferenceData
from pactwire.domain.watches import build_resolver
from pactwire.edges.reference import load_reference
from pactwire.edges.store import Store, api_keys, stored_watches, write_transaction
from pactwire.edges.store.secret_box import SecretBox
from pactwire.settings import BrokerSettings, FeedSettings
from pactwire_schemas import Watch
from sample_events import later

NOBODY = BrokerSettings(bootstrap="127.0.0.1:1")
SECRET = "s" * 43
KEY = "k" * 43 + "="
FEEDS = (FeedSettings.model_validate({"url": "https://paper.example/rss", "name": "The Paper"}),)
"""Those of the settings."""


@dataclass
class DeskApi:
    """The API, asked by whoever has a key."""

    store: Store
    client: httpx.Client
    deps: DeskDependencies
    clock: list[datetime]
    seconds: list[float]
    tokens: dict[tuple[str, ...], str] = field(default_factory=dict)

    def make_key(self, owner: str, *scopes: Scope, **given: object) -> str:
        """The token of a new key."""
        key_id = f"{len(self.tokens):012x}"
        made = ApiKey(
            key_id, hash_secret(SECRET), owner, frozenset(scopes),
            **({"per_minute": 10_000, "created_at": later()} | given),  # type: ignore[arg-type]
        )  # fmt: skip
        with write_transaction(self.store) as tx:
            api_keys.add_key(tx, made)
        self.tokens[(owner, *scopes, key_id)] = token = format_token(key_id, SECRET)
        return token

    def ask(self, token: str | None, method: str, path: str, **given: object):
        """The answer to a request of whoever has the token."""
        headers = dict(given.pop("headers", {}))  # type: ignore[call-overload]
        if token:
            headers["Authorization"] = f"Bearer {token}"
        return self.client.request(method, path, headers=headers, **given)  # type: ignore[arg-type]

    def keep_watch(self, owner: str, document: dict) -> Watch:
        """A watch of an owner's."""
        watch = Watch.model_validate(document)
        with write_transaction(self.store) as tx:
            stored_watches.save_watch(tx, watch, watch_origin(owner), later())
        return watch

    def pass_time(self, **passed: float) -> None:
        """Move the clocks on."""
        self.clock[0] += timedelta(**passed)
        self.seconds[0] += timedelta(**passed).total_seconds()


@contextmanager
def open_desk_api(store: Store, broker: BrokerSettings = NOBODY) -> Iterator[DeskApi]:
    """The API over one store for all services; no broker answers unless one is given."""
    reference = read_reference()
    clock, seconds = [later(hours=1)], [0.0]
    deps = DeskDependencies(
        DeskStores(store, store, store), broker, reference, build_resolver(reference),
        lambda: clock[0], lambda: seconds[0], SecretBox(KEY, "the tests"), FEEDS,
    )  # fmt: skip
    with serve(deps) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield DeskApi(store, client, deps, clock, seconds)


@contextmanager
def serve(deps: DeskDependencies) -> Iterator[str]:
    """The API over real HTTP, in a thread; its address."""
    config = uvicorn.Config(
        build_api(deps), "127.0.0.1", find_free_port(), log_config=None, timeout_graceful_shutdown=2
    )
    server = ApiServer(config)
    thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
    thread.start()
    try:
        deadline = time.monotonic() + 20
        while not server.started and time.monotonic() < deadline:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{config.port}"
    finally:
        deps.stopping.set()
        server.should_exit = True
        thread.join(15)


@cache
def read_reference() -> ReferenceData:
    """The reference data, read once."""
    return load_reference()


def hear_reports(store: Store, *events) -> list:
    """Alerts that the stages made of claims and stories."""
    return AlertSteps(store, clock=later(minutes=30)).hear(*events)
