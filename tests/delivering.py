"""Alerts, endpoints and a running dispatcher, for tests of delivery without a broker."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from pactwire.deliver.app import open_webhook_session
from pactwire.deliver.attempt import OpenSecret, attempt_delivery
from pactwire.deliver.dispatch import Dispatcher
from pactwire.deliver.enqueue import EnqueueStage
from pactwire.domain.delivery.signature import encode_secret
from pactwire.edges.store import Store, read_transaction, write_transaction
from pactwire.edges.store.deliveries import count_by_state, list_unpublished_attempts
from pactwire.edges.store.endpoints import add_endpoint
from pactwire.metrics import Metrics
from pactwire.settings import DeliverSettings
from pactwire_schemas import ALERTS, Alert, DeliveryAttempt

EXAMPLE = Path(__file__).parents[1] / "schemas" / "examples" / "news.alerts.v1.json"
SECRET = encode_secret(bytes(range(32)))
LOOPBACK = {"allow_private_targets": True, "poll_interval": 0.05, "total_timeout": 5}


def alert(number: int, *endpoints: str) -> Alert:
    """An alert of its own for each number, for these endpoints."""
    example = ALERTS.decode(EXAMPLE.read_bytes())
    assert example.development
    development = example.development.model_copy(update={"development_id": f"d{number}"})
    fields = {"alert_id": f"a{number}", "endpoints": endpoints, "development": development}
    return example.model_copy(update={**fields, "alerted_at": datetime.now(UTC)})


def enqueue(store: Store, *alerts: Alert) -> None:
    """Queue alerts as the stage does."""
    EnqueueStage(store, lambda: datetime.now(UTC), lambda: None).handle(alerts)


def add(store: Store, *urls: str) -> None:
    """An endpoint for each address, named by the last part of its path."""
    with write_transaction(store) as tx:
        for url in urls:
            add_endpoint(tx, url.rsplit("/", 1)[1], url, SECRET, datetime.now(UTC))


def states(store: Store, name: str) -> dict[str, int]:
    """How many deliveries of an endpoint are in which state."""
    with read_transaction(store) as tx:
        return count_by_state(tx, name)


def attempts_made(store: Store) -> list[DeliveryAttempt]:
    """Every attempt so far."""
    with read_transaction(store) as tx:
        bodies = [one.body for one in list_unpublished_attempts(tx, 10_000)]
    return [DeliveryAttempt.model_validate_json(body) for body in bodies]


def last_attempts(store: Store) -> dict[str, DeliveryAttempt]:
    """One attempt of each endpoint, the last of the table."""
    return {one.endpoint_id: one for one in attempts_made(store)}


async def until(held: Callable[[], bool], within: float = 60) -> None:
    """Wait until it holds."""
    async with asyncio.timeout(within):
        while not held():  # noqa: ASYNC110  what is watched is no task of ours
            await asyncio.sleep(0.02)


@asynccontextmanager
async def dispatching(
    store: Store, resolver: Any = None, open_secret: OpenSecret = str, **given: Any
) -> AsyncIterator[asyncio.Task[None]]:
    """A dispatcher at work, as the service has it."""
    settings = DeliverSettings(**{**LOOPBACK, **given})
    stop = asyncio.Event()
    async with open_webhook_session(settings, resolver) as session:
        send = partial(attempt_delivery, session, open_secret)
        dispatcher = Dispatcher(store, send, settings, Metrics("deliver", "test"))
        running = asyncio.create_task(dispatcher.run(stop))
        try:
            yield running
        finally:
            stop.set()
            await asyncio.wait([running], timeout=30)
