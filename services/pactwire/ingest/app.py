"""Puts the ingest service together: the API, the feeds, and the probes on one port."""

import asyncio
from contextlib import AsyncExitStack

from aiohttp import web

from pactwire import logs
from pactwire.edges.clock import now
from pactwire.edges.health_checks import Health
from pactwire.edges.http.guarded_session import open_session
from pactwire.edges.http.health import probe_routes
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.store import Store, writable
from pactwire.ingest.accept import Admissions
from pactwire.ingest.http import ArticlesApi, routes
from pactwire.ingest.poller import Poller
from pactwire.metrics import Metrics
from pactwire.settings import IngestSettings

log = logs.get(__name__)

FEEDS_A_HOST = 2
"""Connections to one newspaper at a time."""
LOOK = 2.0
"""Seconds between looks at broker and store."""


async def serve(
    settings: IngestSettings,
    store: Store,
    producer: EventProducer,
    metrics: Metrics,
    health: Health,
    stop: asyncio.Event,
) -> None:
    """Serve until `stop` is set; requests under way are answered first."""
    admissions = Admissions(store, producer, metrics, now)
    async with AsyncExitStack() as stack:
        runner = await _start_api(settings, admissions, metrics, health)
        stack.push_async_callback(runner.cleanup)
        session = await stack.enter_async_context(
            open_session(
                allow_private=settings.allow_private_feeds,
                connect_timeout=settings.feed_timeout,
                total_timeout=settings.feed_timeout,
                per_host=FEEDS_A_HOST,
            )
        )
        poller = Poller(
            session, store, admissions, metrics,
            max_bytes=settings.feed_max_bytes, max_text=settings.max_text,
        )  # fmt: skip
        async with asyncio.TaskGroup() as group:
            group.create_task(_watch(store, producer, health, stop))
            group.create_task(poller.run(settings.feeds, stop))


async def _start_api(
    settings: IngestSettings, admissions: Admissions, metrics: Metrics, health: Health
) -> web.AppRunner:
    api = ArticlesApi(admissions, metrics, max_body=settings.max_body, max_text=settings.max_text)
    app = web.Application(client_max_size=settings.max_body)
    app.add_routes([*routes(api), *probe_routes(metrics, health)])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=5)
    await runner.setup()
    site = web.TCPSite(runner, settings.host, settings.port)
    await site.start()
    log.info("ingest.listening", addresses=[f"{host[0]}:{host[1]}" for host in runner.addresses])
    return runner


async def _watch(
    store: Store, producer: EventProducer, health: Health, stop: asyncio.Event
) -> None:
    """Keep readiness true: it tells what was seen last, not what was hoped for."""
    while not stop.is_set():
        trouble = await asyncio.to_thread(writable, store)
        health.set("store", trouble is None, trouble or "takes writes")
        broker = await asyncio.to_thread(producer.find_broker_error)
        health.set("broker", broker is None, broker or "answers")
        health.beat()
        try:
            await asyncio.wait_for(stop.wait(), LOOK)
        except TimeoutError:
            continue
