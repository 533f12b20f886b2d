"""Puts the deliver service together: alerts into the table, the table to the receivers."""

import asyncio
from contextlib import AsyncExitStack, suppress

from aiohttp import ClientSession

from pactwire.deliver.attempt_outbox import report
from pactwire.deliver.dispatch import Dispatcher
from pactwire.deliver.enqueue import GRACE, Queueing
from pactwire.edges.clock import now
from pactwire.edges.health_checks import Health
from pactwire.edges.http.guarded_session import open_session
from pactwire.edges.http.health import serve_probes
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.kafka.worker import Stage, StageDependencies, run_stages
from pactwire.edges.store import Store, reading, writable
from pactwire.edges.store.deliveries import backlog
from pactwire.errors import Retryable
from pactwire.metrics import Metrics
from pactwire.settings import BrokerSettings, DeliverSettings
from pactwire_schemas import ALERTS

SERVICE = "deliver"
BATCH = 100
LOOK = 2.0
"""Seconds between looks at the store."""


async def serve(
    settings: DeliverSettings,
    broker: BrokerSettings,
    store: Store,
    producer: EventProducer,
    metrics: Metrics,
    stop: asyncio.Event,
) -> None:
    """Deliver until `stop` is set.

    Raises:
        PactwireError: the stage can't go on.
        OSError: the port of the probes is taken.
    """
    health = Health("broker", "store")
    ending = asyncio.Event()
    async with AsyncExitStack() as stack:
        probes = await serve_probes(settings.probes, metrics, health)
        stack.push_async_callback(probes.cleanup)
        session = await stack.enter_async_context(guarded_session(settings))
        dispatcher = Dispatcher(store, session, settings, metrics)
        stage = Stage(
            SERVICE, ALERTS, queueing(store, dispatcher).handle, batch=BATCH, blocking=True
        )
        async with asyncio.TaskGroup() as group:
            group.create_task(dispatcher.run(ending))
            group.create_task(report(store, producer, ending))
            group.create_task(watch_store(store, health, metrics, ending))
            try:
                runtime = StageDependencies(SERVICE, broker, producer, metrics, health)
                await run_stages([stage], runtime, stop)
            finally:
                ending.set()


def guarded_session(settings: DeliverSettings) -> ClientSession:
    """The session of all webhooks."""
    return open_session(
        allow_private=settings.allow_private_targets,
        connect_timeout=settings.connect_timeout,
        total_timeout=settings.total_timeout,
        connections=settings.concurrency,
    )


def queueing(store: Store, dispatcher: Dispatcher) -> Queueing:
    """The stage's handler; it wakes the dispatcher when what it queued is due."""
    loop = asyncio.get_running_loop()
    later = GRACE.total_seconds() * 1.2

    def wake() -> None:
        loop.call_soon_threadsafe(loop.call_later, later, dispatcher.wake)

    return Queueing(store, now, wake)


async def watch_store(store: Store, health: Health, metrics: Metrics, stop: asyncio.Event) -> None:
    """Keep readiness true about the store, and count what waits in it."""
    while not stop.is_set():
        trouble = await asyncio.to_thread(writable, store)
        health.set("store", trouble is None, trouble or "takes writes")
        with suppress(Retryable):
            await asyncio.to_thread(count_backlog, store, metrics)
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), LOOK)


def count_backlog(store: Store, metrics: Metrics) -> None:
    """How many deliveries wait, and how long the oldest has."""
    with reading(store) as tx:
        waits = backlog(tx)
    metrics.pending.set(waits.pending)
    metrics.oldest_pending.set((now() - waits.oldest).total_seconds() if waits.oldest else 0.0)
