"""Puts the alert service together: three steps over one store, and the watches they go by."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pactwire import logs
from pactwire.alert.ledger import LedgerStage
from pactwire.alert.matching import Matching
from pactwire.alert.notify import Notify
from pactwire.alert.watch_cache import EnsureTopics, Watches
from pactwire.alert.watch_files import Folder
from pactwire.edges.health_checks import Health
from pactwire.edges.http.health import serve_probes
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.kafka.worker import Stage, StageDependencies, run_stages
from pactwire.edges.store import Store, writable
from pactwire.errors import Retryable
from pactwire.metrics import Metrics
from pactwire.settings import AlertSettings, BrokerSettings
from pactwire_schemas import CLAIMS, DEVELOPMENTS, ENRICHED, MATCHES

SERVICE = "alert"
BATCH = 100
"""Events a transaction takes at most, of those that have already arrived."""

log = logs.get(__name__)


@dataclass(frozen=True)
class Dependencies:
    """What the service works with."""

    store: Store
    producer: EventProducer
    metrics: Metrics
    now: Callable[[], datetime]
    ensure_topics: EnsureTopics
    counted: frozenset[str]
    """Bodies whose list of members is complete."""
    folder: Folder | None = None


async def serve(
    settings: AlertSettings, broker: BrokerSettings, around: Dependencies, stop: asyncio.Event
) -> None:
    """Judge, match and notify until `stop` is set.

    Raises:
        Misconfigured: a watch file has mistakes.
        PactwireError: a stage can't go on.
        OSError: the port of the probes is taken.
    """
    health = Health("broker", "store", "watches")
    watches = Watches(around.store, around.ensure_topics, around.metrics)
    if around.folder:
        await asyncio.to_thread(around.folder.load)
    await asyncio.to_thread(watches.refresh)
    health.set("watches", ok=True, why="in force")
    probes = await serve_probes(settings.probes, around.metrics, health)
    follower = asyncio.create_task(follow(settings.reload_interval, around, watches, health))
    try:
        runtime = StageDependencies(SERVICE, broker, around.producer, around.metrics, health)
        await run_stages(stages(around, watches), runtime, stop)
    finally:
        follower.cancel()
        await asyncio.gather(follower, return_exceptions=True)
        await probes.cleanup()


def stages(around: Dependencies, watches: Watches) -> list[Stage[Any]]:
    """The service's stages, each with a consumer group of its own."""
    ledger = LedgerStage(around.store, around.metrics, around.now, around.counted)
    matching = Matching(around.store, watches, around.metrics, around.now)
    notify = Notify(around.store, around.metrics, around.now)
    return [
        Stage("alert.ledger", CLAIMS, ledger.handle, BATCH, blocking=True),
        Stage("alert.match", ENRICHED, matching.stories, BATCH, blocking=True),
        Stage("alert.match.changes", DEVELOPMENTS, matching.changes, BATCH, blocking=True),
        Stage("alert.notify", MATCHES, notify.handle, BATCH, blocking=True,
              on_confirmed=notify.observe_confirmed),
    ]  # fmt: skip


def in_force(around: Dependencies) -> str:
    """What /ready says of the watches; a refused file is told and counted, and stops nothing."""
    refused = around.folder.refused if around.folder else {}
    around.metrics.watch_files_refused.set(len(refused))
    return "; ".join(["in force", *(f"refused: {why}" for why in refused.values())])


async def follow(interval: float, around: Dependencies, watches: Watches, health: Health) -> None:
    """Bring changes of watches into force, and look whether the store takes writes."""
    while True:
        await asyncio.sleep(interval)
        why = await asyncio.to_thread(writable, around.store)
        health.set("store", ok=why is None, why=why or "writable")
        try:
            if around.folder:
                await asyncio.to_thread(around.folder.follow)
            await asyncio.to_thread(watches.refresh)
            health.set("watches", ok=True, why=in_force(around))
        except Retryable as error:
            log.warning("watches.behind", why=str(error))
            health.set("watches", ok=False, why=str(error))
