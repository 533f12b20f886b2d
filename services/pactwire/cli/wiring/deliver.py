"""From settings to the running deliver service."""

import asyncio

from pactwire import __version__
from pactwire.cli.wiring.secrets import prepare_secrets
from pactwire.deliver import app
from pactwire.edges.kafka import topics
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.store import prepare_store
from pactwire.metrics import Metrics
from pactwire.settings import Settings


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Open the store, make sure of the topics, and serve.

    Raises:
        Misconfigured: the store's URL is none, its secrets have another key, or the broker
            refuses us.
        Retryable: no broker answers, or the store is away.
    """
    url = settings.store.url.get_secret_value()
    store = await asyncio.to_thread(prepare_store, url, "deliver")
    box = await asyncio.to_thread(prepare_secrets, store, settings)
    await asyncio.to_thread(topics.ensure_topics, settings.broker)
    metrics = Metrics(app.SERVICE, __version__)
    producer = EventProducer(settings.broker, app.SERVICE, metrics)
    try:
        deps = app.DeliverDependencies(store, producer, metrics, box.open, settings.retention)
        await app.serve(settings.deliver, settings.broker, deps, stop)
    finally:
        await asyncio.to_thread(producer.close)
        store.dispose()
