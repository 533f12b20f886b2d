"""The transactional outbox of attempts: committed, then published, then marked as published."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from pydantic import ValidationError

from pactwire import logs
from pactwire.edges.clock import wait_until_set
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.store import Store, read_transaction, write_transaction
from pactwire.edges.store.deliveries import (
    StoredAttempt,
    list_unpublished_attempts,
    mark_attempts_published,
)
from pactwire.errors import InvalidEvent, PactwireError, Retryable
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
            await wait_until_set(stop, POLL_INTERVAL)
    with suppress(PactwireError):
        await publish_batch(store, producer)


async def publish_batch(store: Store, producer: EventProducer) -> int:
    """Publish attempts not published yet; returns how many the broker confirmed.

    One that can never be published is logged and left out for good; it stays in the table.

    Raises:
        Retryable: broker or store are away.
        PactwireError: the broker refuses us.
    """
    attempts = await asyncio.to_thread(_load_unpublished, store)
    outcomes = await asyncio.gather(*(_publish(producer, one) for one in attempts))
    done = [one for one, error in zip(attempts, outcomes, strict=True)
            if error is None or isinstance(error, InvalidEvent)]  # fmt: skip
    if done:
        await asyncio.to_thread(_mark_published, store, done)
    for error in outcomes:
        if error is not None and not isinstance(error, InvalidEvent):
            raise error
    return outcomes.count(None)


async def _publish(producer: EventProducer, stored: StoredAttempt) -> PactwireError | None:
    """None when the broker has it, else why not."""
    try:
        attempt = DeliveryAttempt.model_validate_json(stored.body)
        await asyncio.wrap_future(producer.publish(DELIVERIES, attempt))
    except (ValidationError, InvalidEvent) as error:
        reason = type(error).__name__
        log.error("attempt.left_out", delivery_id=stored.delivery_id, attempt=stored.attempt,
                  error=reason)  # fmt: skip
        return InvalidEvent(reason)
    except PactwireError as error:
        return error
    return None


def _load_unpublished(store: Store) -> list[StoredAttempt]:
    with read_transaction(store) as tx:
        return list_unpublished_attempts(tx, BATCH_SIZE)


def _mark_published(store: Store, attempts: Sequence[StoredAttempt]) -> None:
    with write_transaction(store) as tx:
        mark_attempts_published(tx, attempts)
