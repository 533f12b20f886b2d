"""Assembles the deliver service: alerts into the delivery table, from there to webhooks."""

import asyncio
from contextlib import AbstractAsyncContextManager, AsyncExitStack, suppress
from dataclasses import dataclass, field
from functools import partial

from aiohttp import ClientSession
from aiohttp.abc import AbstractResolver

from pactwire.deliver.attempt import OpenSecret, attempt_delivery
from pactwire.deliver.attempt_outbox import publish_attempts
from pactwire.deliver.dispatch import Dispatcher
from pactwire.deliver.enqueue import COALESCE_DELAY, EnqueueStage
from pactwire.edges.background import open_background
from pactwire.edges.clock import now, steady_now
from pactwire.edges.health_checks import Health
from pactwire.edges.http.guarded_session import Egress, SessionLimits, open_session
from pactwire.edges.http.health import serve_probes
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.kafka.worker import Stage, StageDependencies, run_stages
from pactwire.edges.readiness import keep_checked
from pactwire.edges.store import Store, check_writable, read_transaction
from pactwire.edges.store.deliveries import measure_backlog
from pactwire.edges.store.retention import DELIVER_RULES, Pruner
from pactwire.errors import Retryable
from pactwire.metrics import Metrics
from pactwire.settings import BrokerSettings, DeliverSettings, RetentionSettings
from pactwire_schemas import ALERTS

SERVICE = "deliver"
BATCH_SIZE = 100


@dataclass(frozen=True)
class DeliverDependencies:
    """The dependencies of the service."""

    store: Store
    producer: EventProducer
    metrics: Metrics
    open_secret: OpenSecret = str
    """How stored secrets are opened; as they are when nothing encrypts them."""
    retention: RetentionSettings = field(default_factory=RetentionSettings)


async def serve(
    settings: DeliverSettings,
    broker: BrokerSettings,
    deps: DeliverDependencies,
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
        probes = await serve_probes(settings.probes, deps.metrics, health)
        stack.push_async_callback(probes.cleanup)
        session = await stack.enter_async_context(open_webhook_session(settings))
        send = partial(attempt_delivery, session, deps.open_secret)
        dispatcher = Dispatcher(deps.store, send, settings, deps.metrics)
        enqueue = build_enqueue_stage(deps.store, dispatcher)
        stage = Stage(SERVICE, ALERTS, enqueue.handle, batch=BATCH_SIZE, blocking=True)
        pruner = Pruner(deps.store, DELIVER_RULES, deps.retention, now, deps.metrics)
        async with open_background(stop) as background:
            background.start("dispatcher", dispatcher.run(ending))
            background.start("outbox", publish_attempts(deps.store, deps.producer, ending))
            checking = partial(check_store, deps.store, deps.metrics)
            background.start("store check", keep_checked("store", checking, health, ending))
            background.start("pruning", pruner.run(ending))
            try:
                runtime = StageDependencies(SERVICE, broker, deps.producer, deps.metrics, health)
                await run_stages([stage], runtime, background.stop)
            finally:
                ending.set()


def open_webhook_session(
    settings: DeliverSettings, resolver: AbstractResolver | None = None
) -> AbstractAsyncContextManager[ClientSession]:
    """The HTTP session that sends all webhooks; the dispatcher bounds its connections."""
    limits = SessionLimits(settings.connect_timeout, settings.total_timeout, connections=0)
    proxy = settings.proxy.get_secret_value() if settings.proxy else None
    egress = Egress(settings.allow_private_targets, proxy)
    return open_session(limits, egress, decompress=False, resolver=resolver)


def build_enqueue_stage(store: Store, dispatcher: Dispatcher) -> EnqueueStage:
    """The stage that queues deliveries; it wakes the dispatcher when they are due."""
    loop = asyncio.get_running_loop()
    delay = COALESCE_DELAY.total_seconds() * 1.2

    def wake() -> None:
        loop.call_soon_threadsafe(loop.call_later, delay, dispatcher.wake)

    return EnqueueStage(store, steady_now, wake)


def check_store(store: Store, metrics: Metrics) -> str | None:
    """Why the store takes no writes, None when it does; also updates the backlog metrics."""
    problem = check_writable(store)
    with suppress(Retryable):
        report_backlog(store, metrics)
    return problem


def report_backlog(store: Store, metrics: Metrics) -> None:
    """Set the metrics of pending deliveries: their number, and the age of the oldest."""
    with read_transaction(store) as tx:
        pending = measure_backlog(tx)
    metrics.pending.set(pending.pending)
    metrics.oldest_pending.set(
        (steady_now() - pending.oldest).total_seconds() if pending.oldest else 0.0
    )
