"""Assembles the ingest service: the API, the feed poller, and the probes on one port."""

import asyncio
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

from aiohttp import web

from pactwire import logs
from pactwire.edges.clock import now
from pactwire.edges.health_checks import Health
from pactwire.edges.http.guarded_session import open_session
from pactwire.edges.http.health import probe_routes
from pactwire.edges.http.server import BoundedRunner, ServerLimits
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.store import Store, check_writable
from pactwire.edges.store.retention import INGEST_RULES, Pruner
from pactwire.ingest.accept import ArticleIntake
from pactwire.ingest.http import ArticlesApi, routes
from pactwire.ingest.poller import FeedLimits, Poller
from pactwire.metrics import Metrics
from pactwire.settings import IngestSettings, RetentionSettings

log = logs.get_logger(__name__)

MAX_CONNECTIONS_PER_HOST = 2
"""Connections to one feed host at a time."""
HEALTH_CHECK_INTERVAL = 2.0
"""Seconds between checks of broker and store."""


@dataclass(frozen=True)
class IngestDependencies:
    """The dependencies of the service."""

    store: Store
    producer: EventProducer
    metrics: Metrics
    health: Health
    retention: RetentionSettings = field(default_factory=RetentionSettings)


async def serve(settings: IngestSettings, deps: IngestDependencies, stop: asyncio.Event) -> None:
    """Serve until `stop` is set; requests under way are answered first."""
    intake = ArticleIntake(deps.store, deps.producer, deps.metrics, now)
    async with AsyncExitStack() as stack:
        runner = await _start_api(settings, intake, deps.metrics, deps.health)
        stack.push_async_callback(runner.cleanup)
        session = await stack.enter_async_context(
            open_session(
                allow_private=settings.allow_private_feeds,
                connect_timeout=settings.feed_timeout,
                total_timeout=settings.feed_timeout,
                per_host=MAX_CONNECTIONS_PER_HOST,
            )
        )
        limits = FeedLimits(settings.feed_max_bytes, settings.max_text)
        poller = Poller(session, deps.store, intake, deps.metrics, limits)
        pruner = Pruner(deps.store, INGEST_RULES, deps.retention, now, deps.metrics)
        async with asyncio.TaskGroup() as group:
            group.create_task(_monitor_health(deps, stop))
            group.create_task(poller.run(settings.feeds, stop))
            group.create_task(pruner.run(stop))


async def _start_api(
    settings: IngestSettings, intake: ArticleIntake, metrics: Metrics, health: Health
) -> web.AppRunner:
    api = ArticlesApi(intake, metrics, max_body=settings.max_body, max_text=settings.max_text)
    app = web.Application()
    app.add_routes([*routes(api), *probe_routes(metrics, health)])
    limits = ServerLimits(settings.max_connections, settings.client_timeout)
    runner = BoundedRunner(app, limits, metrics)
    await runner.setup()
    site = web.TCPSite(runner, settings.host, settings.port)
    await site.start()
    log.info("ingest.listening", addresses=[f"{host[0]}:{host[1]}" for host in runner.addresses])
    return runner


async def _monitor_health(deps: IngestDependencies, stop: asyncio.Event) -> None:
    """Update the health checks of store and broker until `stop`."""
    health = deps.health
    while not stop.is_set():
        problem = await asyncio.to_thread(check_writable, deps.store)
        health.set("store", ok=problem is None, why=problem or "takes writes")
        problem = await asyncio.to_thread(deps.producer.find_broker_error)
        health.set("broker", ok=problem is None, why=problem or "answers")
        health.record_heartbeat()
        try:
            await asyncio.wait_for(stop.wait(), HEALTH_CHECK_INTERVAL)
        except TimeoutError:
            continue
