"""From settings to the running alert service."""

import asyncio
from functools import partial

from pactwire import __version__, logs
from pactwire.alert import app
from pactwire.alert.ledger_seed import choose_opening_day, read_opening_day, seed_ledger
from pactwire.alert.watch_files import WatchFolder
from pactwire.cli.effective_reference import load_effective_reference
from pactwire.domain.reference import ReferenceData
from pactwire.domain.watches import build_resolver
from pactwire.edges import clock
from pactwire.edges.kafka import topics
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.store import Store, prepare_store
from pactwire.metrics import Metrics
from pactwire.settings import Settings

log = logs.get_logger(__name__)


async def serve(settings: Settings, stop: asyncio.Event) -> None:
    """Open store and ledger, make sure of the topics, and serve.

    Raises:
        Misconfigured: a watch file has mistakes, the store's URL is none, no reference data.
        Retryable: no broker answers, or the store is away.
    """
    reference = await asyncio.to_thread(load_effective_reference, settings)
    store = await asyncio.to_thread(prepared_store, settings, reference)
    day = await asyncio.to_thread(read_opening_day, store)
    log.info("ledger.opened", day=str(day), memberships=reference.version)
    await asyncio.to_thread(topics.ensure_topics, settings.broker)
    metrics = Metrics(app.SERVICE, __version__)
    producer = EventProducer(settings.broker, app.SERVICE, metrics)
    deps = app.AlertDependencies(
        store=store,
        producer=producer,
        metrics=metrics,
        now=clock.now,
        ensure_topics=partial(topics.ensure_topics, settings.broker),
        complete_bodies=reference.complete_bodies,
        folder=watch_folder(settings, store, reference),
        retention=settings.retention,
    )
    try:
        await app.serve(settings.alert, settings.broker, deps, stop)
    finally:
        await asyncio.to_thread(producer.close)
        store.dispose()


def prepared_store(settings: Settings, reference: ReferenceData) -> Store:
    """The store with its tables and with the ledger's opening balance.

    Raises:
        Misconfigured: the store's URL is none.
        Retryable: the store is away.
    """
    store = prepare_store(settings.store.url.get_secret_value(), "alert")
    day = choose_opening_day(store, settings.alert.ledger_opens)
    seed_ledger(store, reference, day)
    return store


def watch_folder(settings: Settings, store: Store, reference: ReferenceData) -> WatchFolder | None:
    """The folder of watch files, when there is one."""
    if settings.alert.watches is None:
        return None
    return WatchFolder(settings.alert.watches, store, build_resolver(reference), clock.now)
