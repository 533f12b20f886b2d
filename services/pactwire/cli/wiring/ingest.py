"""From settings to the running ingest service."""

import asyncio
from functools import partial

from pactwire import __version__
from pactwire.domain.access import ApiKey
from pactwire.edges.health_checks import Health
from pactwire.edges.kafka import topics
from pactwire.edges.kafka.permissions import PermissionChecker, list_needed
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.store import Store, api_keys, prepare_store, read_transaction
from pactwire.ingest import app
from pactwire.metrics import Metrics
from pactwire.settings import Settings


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Open the store, make sure of the topics, and serve.

    Raises:
        Misconfigured: the store's URL is none, or the broker refuses us.
        Retryable: no broker answers, or the store is away.
    """
    url = settings.store.url.get_secret_value()
    store = await asyncio.to_thread(prepare_store, url, "ingest")
    key_store = await asyncio.to_thread(prepare_store, url, "alert")
    await asyncio.to_thread(topics.ensure_topics, settings.broker)
    metrics = Metrics("ingest", __version__)
    producer = EventProducer(settings.broker, "ingest", metrics)
    permissions = PermissionChecker(settings.broker, "ingest", lambda: list_needed("ingest"))
    await asyncio.to_thread(permissions.require)
    health = Health("broker", "store", "permissions")
    deps = app.IngestDependencies(
        store, producer, metrics, health, permissions, settings.retention,
        partial(read_keys, key_store),
    )  # fmt: skip
    try:
        await app.serve(settings.ingest, deps, stop)
    finally:
        await asyncio.to_thread(producer.close)
        store.dispose()
        key_store.dispose()


def read_keys(store: Store) -> list[ApiKey]:
    """The keys of the API; raises Retryable while the store is away."""
    with read_transaction(store) as tx:
        return api_keys.list_keys(tx)
