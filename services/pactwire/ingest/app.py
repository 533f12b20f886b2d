"""Assembles the ingest service: the API, the feed poller, and the probes on one port."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from functools import partial

from aiohttp import web

from pactwire import logs
from pactwire.domain.access import ApiKey
from pactwire.edges.background import open_background
from pactwire.edges.clock import monotonic, now
from pactwire.edges.health_checks import Health
from pactwire.edges.http.guarded_session import Egress, SessionLimits, open_session
from pactwire.edges.http.health import probe_routes
from pactwire.edges.http.server import BoundedRunner, ServerLimits
from pactwire.edges.kafka.permissions import PermissionChecker
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.readiness import FindProblem, keep_checked
from pactwire.edges.store import Store, check_writable
from pactwire.edges.store.retention import INGEST_RULES, Pruner
from pactwire.ingest.accept import ArticleIntake
from pactwire.ingest.doorkeeper import Doorkeeper
from pactwire.ingest.http import ArticlesApi, routes
from pactwire.ingest.poller import FeedLimits, Poller
from pactwire.metrics import Metrics
from pactwire.settings import IngestSettings, RetentionSettings

log = logs.get_logger(__name__)

MAX_CONNECTIONS_PER_HOST = 2
"""Connections to one feed host at a time."""


@dataclass(frozen=True)
class IngestDependencies:
    """The dependencies of the service."""

    store: Store
    producer: EventProducer
    metrics: Metrics
    health: Health
    permissions: PermissionChecker | None = None
    """None asks the broker for no permissions."""
    retention: RetentionSettings = field(default_factory=RetentionSettings)
    load_keys: Callable[[], Iterable[ApiKey]] = tuple
    """The keys that the API knows; articles are taken from everybody where none is for ingest."""


async def serve(settings: IngestSettings, deps: IngestDependencies, stop: asyncio.Event) -> None:
    """Serve until `stop` is set; requests under way are answered first.

    Raises:
        PactwireError: something that runs in the background has died.
    """
    intake = ArticleIntake(deps.store, deps.producer, deps.metrics, now)
    async with AsyncExitStack() as stack:
        runner = await _start_api(settings, intake, deps)
        stack.push_async_callback(intake.close)
        stack.push_async_callback(runner.cleanup)
        session = await stack.enter_async_context(
            open_session(feed_limits(settings), feed_egress(settings))
        )
        limits = FeedLimits(settings.feed_max_bytes, settings.max_text)
        poller = Poller(session, deps.store, intake, deps.metrics, limits)
        async with open_background(stop) as background:
            background.start("publisher", deps.producer.run(background.stop))
            for name, find_problem in list_checks(deps).items():
                checking = keep_checked(name, find_problem, deps.health, background.stop)
                background.start(f"{name} check", checking)
            pruner = Pruner(deps.store, INGEST_RULES, deps.retention, now, deps.metrics)
            background.start("pruning", pruner.run(background.stop))
            background.start("feeds", poller.run(settings.feeds, background.stop))
            await background.stop.wait()


def list_checks(deps: IngestDependencies) -> dict[str, FindProblem]:
    """What must go well for the service to be ready, each performed."""
    checks: dict[str, FindProblem] = {
        "store": partial(check_writable, deps.store),
        "broker": deps.producer.find_broker_error,
    }
    if deps.permissions:
        checks["permissions"] = deps.permissions.find_problem
    return checks


def feed_limits(settings: IngestSettings) -> SessionLimits:
    """What fetching feeds may take."""
    timeout = settings.feed_timeout
    return SessionLimits(timeout, timeout, per_host=MAX_CONNECTIONS_PER_HOST)


def feed_egress(settings: IngestSettings) -> Egress:
    """Where feeds may be, and by which way they are fetched."""
    proxy = settings.feed_proxy.get_secret_value() if settings.feed_proxy else None
    return Egress(settings.allow_private_feeds, proxy)


async def _start_api(
    settings: IngestSettings, intake: ArticleIntake, deps: IngestDependencies
) -> web.AppRunner:
    doorkeeper = Doorkeeper(deps.load_keys, now, monotonic)
    limits = {"max_body": settings.max_body, "max_text": settings.max_text}
    api = ArticlesApi(intake, deps.metrics, doorkeeper, **limits)
    app = web.Application()
    app.add_routes([*routes(api), *probe_routes(deps.metrics, deps.health)])
    runner = BoundedRunner(
        app, ServerLimits(settings.max_connections, settings.client_timeout), deps.metrics
    )
    await runner.setup()
    site = web.TCPSite(runner, settings.host, settings.port)
    await site.start()
    log.info("ingest.listening", addresses=[f"{host[0]}:{host[1]}" for host in runner.addresses])
    return runner
