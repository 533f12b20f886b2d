"""From settings to the running enrich service."""

import asyncio
from functools import partial

from pactwire import __version__, logs
from pactwire.cli.effective_reference import load_effective_reference
from pactwire.domain.extraction.enrich import enrich
from pactwire.edges.kafka import topics
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.reader import load_reader
from pactwire.enrich import app
from pactwire.metrics import Metrics
from pactwire.settings import Settings

log = logs.get_logger(__name__)


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Load the reference data, make sure of the topics, and serve.

    Raises:
        Misconfigured: no reference data, or the broker refuses us.
        Retryable: no broker answers.
    """
    reference = await asyncio.to_thread(load_effective_reference, settings)
    installed = await asyncio.to_thread(load_reader)
    if installed is None:
        log.warning("reader.absent", consequence="nothing in running prose is firm")
    await asyncio.to_thread(topics.ensure_topics, settings.broker)
    metrics = Metrics(app.SERVICE, __version__)
    producer = EventProducer(settings.broker, app.SERVICE, metrics)
    try:
        deps = app.EnrichDependencies(
            partial(enrich, reference=reference, installed=installed), producer, metrics
        )
        await app.serve(settings.enrich, settings.broker, deps, stop)
    finally:
        await asyncio.to_thread(producer.close)
