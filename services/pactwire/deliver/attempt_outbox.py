"""The transactional outbox of attempts: committed, then published, then marked as published."""

import asyncio
from contextlib import suppress

from pactwire import logs
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.store import Store, read_transaction, write_transaction
from pactwire.edges.store.deliveries import list_unpublished_attempts, mark_attempts_published
from pactwire.errors import PactwireError, Retryable
from pactwire_schemas import DELIVERIES, DeliveryAttempt

log = logs.get_logger(__name__)

BATCH_SIZE = 500
POLL_INTERVAL = 0.5
"""Seconds between two reads of the table."""


async def publish_attempts(store: Store, producer: EventProducer, stop: asyncio.Event) -> None:
    """Publish attempts until `stop`; what the broker did not confirm is published again."""
    while not stop.is_set():
        try:
            published = await publish_batch(store, producer)
        except Retryable as error:
            published = 0
            log.warning("attempts.not_published", reason=str(error))
        if published < BATCH_SIZE:
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), POLL_INTERVAL)
    with suppress(PactwireError):
        await publish_batch(store, producer)


async def publish_batch(store: Store, producer: EventProducer) -> int:
    """Publish attempts not published yet; returns how many the broker confirmed.

    Raises:
        Retryable: broker or store are away.
    """
    attempts = await asyncio.to_thread(_load_unpublished, store)
    if attempts:
        futures = [asyncio.wrap_future(producer.publish(DELIVERIES, one)) for one in attempts]
        await asyncio.gather(*futures)
        await asyncio.to_thread(_mark_published, store, attempts)
    return len(attempts)


def _load_unpublished(store: Store) -> list[DeliveryAttempt]:
    with read_transaction(store) as tx:
        return list_unpublished_attempts(tx, BATCH_SIZE)


def _mark_published(store: Store, attempts: list[DeliveryAttempt]) -> None:
    with write_transaction(store) as tx:
        mark_attempts_published(tx, attempts)
