"""Puts attempts on `news.deliveries.v1`: committed first, then published, then marked as such."""

import asyncio
from contextlib import suppress

from pactwire import logs
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.store import Store, reading, writing
from pactwire.edges.store.deliveries import mark_published, unpublished
from pactwire.errors import PactwireError, Retryable
from pactwire_schemas import DELIVERIES, DeliveryAttempt

log = logs.get(__name__)

BATCH = 500
PAUSE = 0.5
"""Seconds between looks at the table."""


async def report(store: Store, producer: EventProducer, stop: asyncio.Event) -> None:
    """Publish attempts until `stop`; what the broker did not confirm is published again."""
    while not stop.is_set():
        try:
            published = await publish_batch(store, producer)
        except Retryable as error:
            published = 0
            log.warning("attempts.not_reported", reason=str(error))
        if published < BATCH:
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), PAUSE)
    with suppress(PactwireError):
        await publish_batch(store, producer)


async def publish_batch(store: Store, producer: EventProducer) -> int:
    """Publish what is not on the topic yet; tells how many the broker confirmed.

    Raises:
        Retryable: broker or store are away.
    """
    attempts = await asyncio.to_thread(_read, store)
    if attempts:
        futures = [asyncio.wrap_future(producer.publish(DELIVERIES, one)) for one in attempts]
        await asyncio.gather(*futures)
        await asyncio.to_thread(_mark, store, attempts)
    return len(attempts)


def _read(store: Store) -> list[DeliveryAttempt]:
    with reading(store) as tx:
        return unpublished(tx, BATCH)


def _mark(store: Store, attempts: list[DeliveryAttempt]) -> None:
    with writing(store) as tx:
        mark_published(tx, attempts)
