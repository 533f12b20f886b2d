"""Assembles the alert service: its stages over one store, and the cache of watches."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from pactwire import logs
from pactwire.alert.feedback_counts import count_labels
from pactwire.alert.ledger import LedgerStage
from pactwire.alert.matching import MatchStage
from pactwire.alert.notify import NotifyStage
from pactwire.alert.release import Releaser
from pactwire.alert.watch_cache import EnsureTopics, WatchCache
from pactwire.alert.watch_files import WatchFolder
from pactwire.edges.background import open_background
from pactwire.edges.clock import wait_until_set
from pactwire.edges.health_checks import Health
from pactwire.edges.http.health import serve_probes
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.kafka.worker import Stage, StageDependencies, run_stages
from pactwire.edges.readiness import CHECK_LIFETIME, keep_checked
from pactwire.edges.store import Store, check_writable
from pactwire.edges.store.retention import ALERT_RULES, Pruner
from pactwire.errors import Retryable
from pactwire.metrics import Metrics
from pactwire.settings import AlertSettings, BrokerSettings, RetentionSettings
from pactwire_schemas import CLAIMS, DEVELOPMENTS, ENRICHED, MATCHES

SERVICE = "alert"
BATCH_SIZE = 100
"""Events in one transaction at most, of those that have already arrived."""
LEDGER_BATCH_SIZE = 250
"""Claims in one: a claim is soon judged, and each transaction waits for the disk once."""

log = logs.get_logger(__name__)


@dataclass(frozen=True)
class AlertDependencies:
    """The dependencies of the service."""

    store: Store
    producer: EventProducer
    metrics: Metrics
    now: Callable[[], datetime]
    ensure_topics: EnsureTopics
    complete_bodies: frozenset[str]
    """Bodies whose list of members is complete."""
    folder: WatchFolder | None = None
    retention: RetentionSettings = field(default_factory=RetentionSettings)


async def serve(
    settings: AlertSettings, broker: BrokerSettings, deps: AlertDependencies, stop: asyncio.Event
) -> None:
    """Judge, match and notify until `stop` is set.

    Raises:
        Misconfigured: a watch file has mistakes.
        PactwireError: a stage can't go on.
        OSError: the port of the probes is taken.
    """
    health = Health("broker", "store", "watches")
    watches = WatchCache(deps.store, deps.ensure_topics, deps.metrics)
    if deps.folder:
        await asyncio.to_thread(deps.folder.load)
    await asyncio.to_thread(watches.refresh)
    await asyncio.to_thread(watches.compile_phrases)
    health.set("watches", ok=True, why="in force")
    probes = await serve_probes(settings.probes, deps.metrics, health)
    runtime = StageDependencies(
        SERVICE, broker, deps.producer, deps.metrics, health, watches.list_topics
    )
    try:
        async with open_background(stop) as background:
            following = follow_changes(
                settings.reload_interval, deps, watches, health, background.stop
            )
            background.start("watches", following)
            checking = keep_checked(
                "store", partial(check_writable, deps.store), health, background.stop
            )
            background.start("store check", checking)
            releaser = Releaser(deps.store, deps.producer, deps.now)
            background.start("releasing", releaser.run(background.stop))
            counting = count_labels(deps.store, deps.metrics, background.stop)
            background.start("feedback", counting)
            pruner = Pruner(deps.store, ALERT_RULES, deps.retention, deps.now, deps.metrics)
            background.start("pruning", pruner.run(background.stop))
            await run_stages(build_stages(deps, watches), runtime, background.stop)
    finally:
        await probes.cleanup()


def build_stages(deps: AlertDependencies, watches: WatchCache) -> list[Stage[Any]]:
    """The service's stages, each with a consumer group of its own."""
    ledger = LedgerStage(deps.store, deps.metrics, deps.now, deps.complete_bodies)
    matching = MatchStage(deps.store, watches, deps.metrics, deps.now)
    notify = NotifyStage(deps.store, deps.metrics, deps.now)
    return [
        Stage("alert.ledger", CLAIMS, ledger.handle, LEDGER_BATCH_SIZE, blocking=True),
        Stage("alert.match", ENRICHED, matching.handle_articles, BATCH_SIZE, blocking=True),
        Stage("alert.match.changes", DEVELOPMENTS, matching.handle_developments, BATCH_SIZE,
              blocking=True),
        Stage("alert.notify", MATCHES, notify.handle, BATCH_SIZE, blocking=True,
              on_confirmed=notify.observe_confirmed),
    ]  # fmt: skip


def describe_watches(deps: AlertDependencies, watches: WatchCache) -> str:
    """The text of /ready about the watches; what was refused is listed, no failure."""
    refused = deps.folder.refused if deps.folder else {}
    deps.metrics.watch_files_refused.set(len(refused))
    reasons = (*refused.values(), *watches.refused.values())
    return "; ".join(["in force", *(f"refused: {why}" for why in reasons)])


async def follow_changes(
    interval: float,
    deps: AlertDependencies,
    watches: WatchCache,
    health: Health,
    stop: asyncio.Event,
) -> None:
    """Apply changes of watches every `interval` seconds until `stop`."""
    lasts = CHECK_LIFETIME + interval
    while not stop.is_set():
        await wait_until_set(stop, interval)
        try:
            if deps.folder:
                await asyncio.to_thread(deps.folder.follow)
            await asyncio.to_thread(watches.refresh, retry_refused=True)
            await asyncio.to_thread(watches.compile_phrases)
            health.set("watches", ok=True, why=describe_watches(deps, watches), lasts=lasts)
        except Retryable as error:
            log.warning("watches.behind", why=str(error))
            health.set("watches", ok=False, why=str(error), lasts=lasts)
