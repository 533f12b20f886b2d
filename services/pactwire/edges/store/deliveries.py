"""Deliveries in the store: queued once, changed by each attempt, finished for good."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, insert, select, update

from pactwire.domain.delivery.retry import NextStep
from pactwire.edges.store.delivery_tables import attempts, deliveries
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.upsert import insert_ignoring
from pactwire_schemas import DeliveryAttempt


@dataclass(frozen=True)
class PendingDelivery:
    """A delivery to be made."""

    delivery_id: str
    endpoint_id: str
    alert_id: str
    development: str
    """Sent to an endpoint only once: a development and kind of message, or an article's alert."""
    watch_id: str
    body: str
    """The alert as JSON."""
    alerted_at: datetime


@dataclass(frozen=True)
class StoredAttempt:
    """An attempt as it lies in the table; `body` is its event as JSON."""

    delivery_id: str
    attempt: int
    body: str


@dataclass(frozen=True)
class DeliveryBacklog:
    """How many deliveries are pending, and when the oldest of them was created."""

    pending: int
    oldest: datetime | None


def enqueue_delivery(
    tx: Transaction, delivery: PendingDelivery, now: datetime, due_at: datetime
) -> bool:
    """Queue a delivery; False when the endpoint has or had it already.

    The same development for another watch is no second delivery: while the first has not been
    tried, the watch is named in it.
    """
    known = tx.execute(
        select(deliveries).where(
            deliveries.c.endpoint_id == delivery.endpoint_id,
            deliveries.c.development == delivery.development,
        )
    ).first()
    if known is not None:
        _add_watch(tx, known, delivery)
        return False
    row = {
        "delivery_id": delivery.delivery_id,
        "endpoint_id": delivery.endpoint_id,
        "alert_id": delivery.alert_id,
        "development": delivery.development,
        "also": "[]",
        "body": delivery.body,
        "state": "pending",
        "because": "not tried yet",
        "attempts": 0,
        "due_at": due_at,
        "alerted_at": delivery.alerted_at,
        "created_at": now,
    }
    tx.execute(insert(deliveries).values(row))
    return True


def _add_watch(tx: Transaction, known: Row[Any], delivery: PendingDelivery) -> None:
    named = json.loads(known.also)
    fresh = known.alert_id != delivery.alert_id and delivery.watch_id not in named
    if not fresh or known.attempts or known.leased_by:
        return
    also = json.dumps([*named, delivery.watch_id])
    tx.execute(
        update(deliveries).where(deliveries.c.delivery_id == known.delivery_id).values(also=also)
    )


def record_attempt(
    tx: Transaction, attempt: DeliveryAttempt, step: NextStep, worker_id: str
) -> bool:
    """Insert an attempt and change its delivery; False when the lease was another's by then.

    Only what was delivered counts even so: the receiver has it.
    """
    row = attempt.model_dump(
        include={
            "delivery_id", "attempt", "endpoint_id", "outcome", "status_code",
            "duration_seconds", "error", "attempted_at",
        }
    )  # fmt: skip
    is_ours = deliveries.c.leased_by == worker_id
    if step.state == "delivered":
        is_ours = deliveries.c.state == "pending"
    values = {
        "state": step.state,
        "because": step.because,
        "attempts": attempt.attempt,
        "due_at": step.due_at,
        "leased_by": None,
        "finished_at": None if step.state == "pending" else attempt.attempted_at,
    }
    changed = tx.execute(
        update(deliveries)
        .where(deliveries.c.delivery_id == attempt.delivery_id, is_ours)
        .values(values)
    )
    if changed.rowcount:
        insert_ignoring(tx, attempts, row | {"published": False, "body": attempt.model_dump_json()})
    return bool(changed.rowcount)


def list_unpublished_attempts(tx: Transaction, limit: int) -> list[StoredAttempt]:
    """Attempts that are not on their topic yet, at most `limit`."""
    columns = attempts.c.delivery_id, attempts.c.attempt, attempts.c.body
    found = select(*columns).where(~attempts.c.published).limit(limit)
    return [StoredAttempt(**row._mapping) for row in tx.execute(found)]


def mark_attempts_published(tx: Transaction, published: Sequence[StoredAttempt]) -> None:
    """Mark attempts that the broker has confirmed."""
    for one in published:
        tx.execute(
            update(attempts)
            .where(attempts.c.delivery_id == one.delivery_id, attempts.c.attempt == one.attempt)
            .values(published=True)
        )


def measure_backlog(tx: Transaction) -> DeliveryBacklog:
    """How many deliveries are pending, and since when."""
    row = tx.execute(
        select(func.count(), func.min(deliveries.c.created_at)).where(
            deliveries.c.state == "pending"
        )
    ).one()
    return DeliveryBacklog(int(row[0]), row[1])


def find_next_attempt(tx: Transaction, endpoint_id: str) -> datetime | None:
    """When the next delivery of an endpoint is due; None when nothing waits."""
    waiting = deliveries.c.state == "pending", deliveries.c.endpoint_id == endpoint_id
    found = tx.execute(select(func.min(deliveries.c.due_at).label("due")).where(*waiting)).one()
    due: datetime | None = found.due
    return due


def bring_forward(tx: Transaction, endpoint_id: str) -> int:
    """Make what waits for an endpoint due at once, by any clock; gives how many that are."""
    waiting = deliveries.c.state == "pending", deliveries.c.endpoint_id == endpoint_id
    changed = tx.execute(update(deliveries).where(*waiting).values(due_at=deliveries.c.created_at))
    return int(changed.rowcount)


def count_by_state(tx: Transaction, endpoint_id: str) -> dict[str, int]:
    """How many deliveries of an endpoint are in which state."""
    found = (
        select(deliveries.c.state, func.count())
        .where(deliveries.c.endpoint_id == endpoint_id)
        .group_by(deliveries.c.state)
    )
    return {row[0]: row[1] for row in tx.execute(found)}
