"""Enqueues alerts: one row of the delivery table for each endpoint and development."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from pactwire.domain.alerting.matches import notified_of
from pactwire.domain.identity import delivery_id
from pactwire.edges.kafka.stage import Output
from pactwire.edges.store import Store, write_transaction
from pactwire.edges.store.deliveries import PendingDelivery, enqueue_deliveries
from pactwire_schemas import Alert

COALESCE_DELAY = timedelta(milliseconds=50)
"""How long a delivery waits for other matching watches of the same endpoint to join it."""


class EnqueueStage:
    """The handler of the stage that reads `news.alerts.v1`."""

    def __init__(
        self, store: Store, now: Callable[[], datetime], wake: Callable[[], object]
    ) -> None:
        """Write to `store`; call `wake` when something was queued."""
        self._store = store
        self._now = now
        self._wake = wake

    def handle(self, alerts: Sequence[Alert]) -> list[list[Output]]:
        """Queue a batch in one transaction. Nothing is published; a repeat queues nothing."""
        now = self._now()
        offered = [one for alert in alerts for one in build_deliveries(alert)]
        with write_transaction(self._store) as tx:
            fresh = enqueue_deliveries(tx, offered, now, now + COALESCE_DELAY)
        if fresh:
            self._wake()
        return [[] for _ in alerts]


def build_deliveries(alert: Alert) -> list[PendingDelivery]:
    """One delivery for each endpoint the watch names."""
    return [
        PendingDelivery(
            delivery_id=delivery_id(alert.alert_id, endpoint),
            endpoint_id=endpoint,
            alert_id=alert.alert_id,
            development=notified_of(alert),
            watch_id=alert.watch.watch_id,
            body=alert.model_dump_json(exclude_none=True),
            alerted_at=alert.alerted_at,
        )
        for endpoint in dict.fromkeys(alert.endpoints)
    ]
