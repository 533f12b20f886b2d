"""Deliveries in the store: queued once, leased while attempted, finished for good."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, insert, or_, select, update

from pactwire.edges.store.delivery_tables import attempts, deliveries, endpoints
from pactwire.edges.store.engine import Transaction
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
class DeliveryLease:
    """A delivery that this process may attempt until its lease ends."""

    delivery_id: str
    endpoint_id: str
    alert_id: str
    body: str
    also: tuple[str, ...]
    attempts: int
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
    if not fresh or known.attempts or known.leased_until:
        return
    also = json.dumps([*named, delivery.watch_id])
    tx.execute(
        update(deliveries).where(deliveries.c.delivery_id == known.delivery_id).values(also=also)
    )


def list_due_endpoints(tx: Transaction, now: datetime) -> list[str]:
    """Enabled endpoints that have something due."""
    found = (
        select(deliveries.c.endpoint_id)
        .join(endpoints, endpoints.c.endpoint_id == deliveries.c.endpoint_id)
        .where(_is_due(now), endpoints.c.enabled)
        .distinct()
    )
    return [row.endpoint_id for row in tx.execute(found)]


def lease_deliveries(
    tx: Transaction, endpoint_id: str, now: datetime, until: datetime, limit: int
) -> list[DeliveryLease]:
    """Take up to `limit` due deliveries of an endpoint; no other process gets them until then."""
    due = (
        select(deliveries)
        .where(_is_due(now), deliveries.c.endpoint_id == endpoint_id)
        .order_by(deliveries.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    taken = [_leased_delivery(row) for row in tx.execute(due)]
    ids = [one.delivery_id for one in taken]
    tx.execute(
        update(deliveries).where(deliveries.c.delivery_id.in_(ids)).values(leased_until=until)
    )
    return taken


def record_attempt(
    tx: Transaction, attempt: DeliveryAttempt, state: str, because: str, now: datetime
) -> None:
    """Insert an attempt, and update the state of its delivery."""
    row = attempt.model_dump(
        include={
            "delivery_id", "attempt", "endpoint_id", "outcome", "status_code",
            "duration_seconds", "error", "attempted_at",
        }
    )  # fmt: skip
    tx.execute(insert(attempts).values(**row, published=False, body=attempt.model_dump_json()))
    values = {
        "state": state,
        "because": because,
        "attempts": attempt.attempt,
        "due_at": attempt.next_attempt_at,
        "leased_until": None,
        "finished_at": None if state == "pending" else now,
    }
    tx.execute(
        update(deliveries).where(deliveries.c.delivery_id == attempt.delivery_id).values(values)
    )


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


def count_by_state(tx: Transaction, endpoint_id: str) -> dict[str, int]:
    """How many deliveries of an endpoint are in which state."""
    found = (
        select(deliveries.c.state, func.count())
        .where(deliveries.c.endpoint_id == endpoint_id)
        .group_by(deliveries.c.state)
    )
    return {row[0]: row[1] for row in tx.execute(found)}


def _is_due(now: datetime) -> ColumnElement[bool]:
    free = or_(deliveries.c.leased_until.is_(None), deliveries.c.leased_until < now)
    return and_(deliveries.c.state == "pending", deliveries.c.due_at <= now, free)


def lease_duration(total_timeout: float) -> timedelta:
    """A little longer than an attempt can take: after a crash the rest wait no longer than this."""
    return timedelta(seconds=total_timeout + 5)


def _leased_delivery(row: Row[Any]) -> DeliveryLease:
    return DeliveryLease(
        delivery_id=row.delivery_id,
        endpoint_id=row.endpoint_id,
        alert_id=row.alert_id,
        body=row.body,
        also=tuple(json.loads(row.also)),
        attempts=row.attempts,
        alerted_at=row.alerted_at,
    )
