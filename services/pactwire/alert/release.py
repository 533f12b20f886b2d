"""Sends held alerts when they are due: one as itself, several of a watch as one digest.

What is released is committed first, published then, and marked as sent once the broker has it; a
crash between publishes the same message again, under the same id.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pactwire import logs
from pactwire.alert.notify import build_outputs
from pactwire.domain.alerting.calm import CalmDecision
from pactwire.domain.alerting.calm_records import CalmRecords
from pactwire.domain.alerting.digests import build_digest
from pactwire.domain.alerting.releasing import decide_due
from pactwire.edges.clock import wait_until_set
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.store import (
    Store,
    Transaction,
    alerting,
    held_alerts,
    read_transaction,
    stored_watches,
    write_transaction,
)
from pactwire.edges.store.calm_records import load_calm_records
from pactwire.edges.store.held_alerts import AlertState
from pactwire.errors import Retryable
from pactwire_schemas import Alert, Watch

INTERVAL = 0.5
"""Seconds between two looks at what is due."""
MAX_WATCHES = 200
MAX_MESSAGES = 500
OUT_OF_FORCE = "the watch is no longer in force"

log = logs.get_logger(__name__)


@dataclass(frozen=True)
class Releaser:
    """The background task of the alert service that sends what was held."""

    store: Store
    producer: EventProducer
    now: Callable[[], datetime]

    async def run(self, stop: asyncio.Event) -> None:
        """Release until `stop`; while broker or store are away everything stays as it is."""
        while not stop.is_set():
            try:
                await asyncio.to_thread(self.release_due)
                await self.publish_released()
            except Retryable as error:
                log.warning("alerts.not_released", why=str(error))
            await wait_until_set(stop, INTERVAL)

    def release_due(self) -> None:
        """Decide anew on everything that is due, in one transaction."""
        at = self.now()
        with read_transaction(self.store) as tx:
            due = held_alerts.list_due_watches(tx, at, MAX_WATCHES)
        if not due:
            return
        with write_transaction(self.store) as tx:
            alerting.lock_watches(tx, due)
            self._release(tx, due, at)

    async def publish_released(self) -> None:
        """Publish what was released and mark what the broker confirms."""
        released = await asyncio.to_thread(self._list_released)
        if not released:
            return
        outputs = [output for alert in released for output in build_outputs(alert)]
        await asyncio.gather(
            *(
                asyncio.wrap_future(self.producer.publish(output.topic, output.event))
                for output in outputs
            )
        )
        await asyncio.to_thread(self._mark_sent, released)

    def _release(self, tx: Transaction, due: Sequence[str], at: datetime) -> None:
        held = held_alerts.list_held(tx, due)
        stored = stored_watches.find_watches(tx, held.keys())
        watches = {one.watch.id: one.watch for one in stored.values() if one.watch.enabled}
        articles = {alert.article.article_id for group in held.values() for alert in group}
        calm = load_calm_records(tx, watches, articles, at)
        changed: list[AlertState] = []
        for watch_id, group in held.items():
            changed += release_group(tx, calm, group, watches.get(watch_id), at)
        held_alerts.change_states(tx, changed)

    def _list_released(self) -> list[Alert]:
        with read_transaction(self.store) as tx:
            return held_alerts.list_releasing(tx, MAX_MESSAGES)

    def _mark_sent(self, released: Sequence[Alert]) -> None:
        at = self.now()
        with write_transaction(self.store) as tx:
            sent = [AlertState(alert, "sent", sent_at=at) for alert in released]
            held_alerts.change_states(tx, sent)


def release_group(
    tx: Transaction, calm: CalmRecords, group: Sequence[Alert], watch: Watch | None, at: datetime
) -> Iterator[AlertState]:
    """Where the held alerts of one watch stand now; a digest of several is written."""
    if watch is None:
        yield from (suppress(alert, OUT_OF_FORCE) for alert in group)
        return
    due = decide_due(group, watch, calm, at)
    yield from (suppress(alert, alert.suppressed_because or "") for alert in due.dropped)
    yield from (rest(alert, decision) for alert, decision in due.resting)
    yield from release_ready(tx, due.ready, at)


def release_ready(tx: Transaction, ready: Sequence[Alert], at: datetime) -> list[AlertState]:
    """One alert is released as itself; a digest of several is written."""
    if not ready:
        return []
    if len(ready) == 1:
        return [AlertState(ready[0], "releasing", sent_at=at)]
    digest = build_digest(ready, at)
    alerting.save_digest(tx, digest, at)
    because = f"sent in the digest {digest.alert_id}"
    return [AlertState(alert, "digested", because) for alert in ready]


def rest(alert: Alert, calm: CalmDecision) -> AlertState:
    """An alert that is not sent now: held on, or suppressed."""
    if calm.outcome == "suppress":
        return suppress(alert, calm.because)
    return AlertState(alert, "held", calm.because, calm.due_at)


def suppress(alert: Alert, because: str) -> AlertState:
    """An alert that nobody is sent, with the reason on record."""
    marked = alert.model_copy(update={"suppressed_because": because})
    return AlertState(marked, "suppressed", because)
