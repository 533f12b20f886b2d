"""Keeps the metrics of what people thought of alerts as the store has it."""

import asyncio

from pactwire import logs
from pactwire.edges.clock import wait_until_set
from pactwire.edges.store import Store, feedback, read_transaction
from pactwire.errors import Retryable
from pactwire.metrics import Metrics

INTERVAL = 30.0
"""Seconds between two counts."""

log = logs.get_logger(__name__)


async def count_labels(store: Store, metrics: Metrics, stop: asyncio.Event) -> None:
    """Count until `stop`; while the store is away the last counts stand."""
    while not stop.is_set():
        try:
            await asyncio.to_thread(update_counts, store, metrics)
        except Retryable as error:
            log.warning("feedback.not_counted", why=str(error))
        await wait_until_set(stop, INTERVAL)


def update_counts(store: Store, metrics: Metrics) -> None:
    """Set the metrics to what the store has."""
    with read_transaction(store) as tx:
        counted = feedback.count_labels(tx)
    metrics.feedback.clear()
    for labels, count in counted.items():
        metrics.feedback.labels(*labels).set(count)
