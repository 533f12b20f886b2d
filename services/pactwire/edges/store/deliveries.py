"""Deliveries in the store: queued once, changed by each attempt, finished for good."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update

from pactwire.domain.delivery.retry import NextStep
from pactwire.edges.store.delivery_tables import attempts, deliveries
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.given_rows import TEXT, given_rows, select_given
from pactwire.edges.store.upsert import insert_missing, insert_rows
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

    @property
    def key(self) -> tuple[str, str]:
        """What an endpoint has one delivery for."""
        return self.endpoint_id, self.development


@dataclass(frozen=True)
class QueuedDelivery:
    """A delivery that an endpoint has already, with the further watches it is for."""

    delivery_id: str
    alert_id: str
    also: tuple[str, ...]
    is_open: bool
    """Not tried yet, so that a watch can still be named in it."""

    def lacks(self, offered: PendingDelivery) -> bool:
        """Whether the watch of the same development for it is to be named."""
        is_other = self.alert_id != offered.alert_id and offered.watch_id not in self.also
        return is_other and self.is_open

    def naming(self, watch_id: str) -> "QueuedDelivery":
        """The delivery with one more watch."""
        return replace(self, also=(*self.also, watch_id))


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


_IDS = given_rows("ids", id=TEXT)
_KEYS = given_rows("keys", endpoint_id=TEXT, development=TEXT)
_KNOWN = (
    select(
        deliveries.c.delivery_id, deliveries.c.endpoint_id, deliveries.c.development,
        deliveries.c.alert_id, deliveries.c.also, deliveries.c.attempts, deliveries.c.leased_by,
    )
    .select_from(_KEYS)
    .join(
        deliveries,
        (deliveries.c.endpoint_id == _KEYS.c.endpoint_id)
        & (deliveries.c.development == _KEYS.c.development),
    )
    .with_for_update(of=deliveries)
)  # fmt: skip
_NAME_WATCHES = (
    update(deliveries)
    .where(deliveries.c.delivery_id == bindparam("known"))
    .values(also=bindparam("named"))
)
_LEASED = (
    select(deliveries.c.delivery_id, deliveries.c.state, deliveries.c.leased_by)
    .select_from(_IDS)
    .join(deliveries, deliveries.c.delivery_id == _IDS.c.id)
    .with_for_update(of=deliveries)
)
_END_ATTEMPTS = (
    update(deliveries)
    .where(deliveries.c.delivery_id == bindparam("known"))
    .values(
        state=bindparam("new_state"), because=bindparam("why"), attempts=bindparam("number"),
        due_at=bindparam("due"), leased_by=None, finished_at=bindparam("finished"),
    )
)  # fmt: skip
_MARK_PUBLISHED = (
    update(attempts)
    .where(attempts.c.delivery_id == bindparam("known"), attempts.c.attempt == bindparam("number"))
    .values(published=True)
)


def enqueue_deliveries(
    tx: Transaction, offered: Sequence[PendingDelivery], now: datetime, due_at: datetime
) -> int:
    """Queue deliveries, except those that their endpoint has or had already; gives how many.

    The same development for another watch is no second delivery: while the first has not been
    tried, the watch is named in it.
    """
    found = select_given(tx, _KNOWN, keys=[one.key for one in offered])
    known = {(row.endpoint_id, row.development): _queued(row) for row in found}
    fresh: list[PendingDelivery] = []
    renamed: dict[str, QueuedDelivery] = {}
    for one in offered:
        queued = known.get(one.key)
        if queued is None:
            known[one.key] = QueuedDelivery(one.delivery_id, one.alert_id, (), is_open=True)
            fresh.append(one)
        elif queued.lacks(one):
            known[one.key] = renamed[queued.delivery_id] = queued.naming(one.watch_id)
    also = {one.delivery_id: json.dumps(one.also) for one in renamed.values()}
    insert_rows(
        tx,
        deliveries,
        [_delivery_row(one, also.pop(one.delivery_id, "[]"), now, due_at) for one in fresh],
    )
    if also:
        tx.execute(_NAME_WATCHES, [{"known": key, "named": value} for key, value in also.items()])
    return len(fresh)


def record_attempts(
    tx: Transaction, ended: Sequence[tuple[DeliveryAttempt, NextStep]], worker_id: str
) -> list[bool]:
    """Insert attempts and change their deliveries; False where the lease was another's by then.

    Only what was delivered counts even so: the receiver has it.
    """
    found = select_given(tx, _LEASED, ids=[(attempt.delivery_id,) for attempt, _ in ended])
    leased = {row.delivery_id: row for row in found}
    ours = [
        attempt.delivery_id in leased and _is_ours(leased[attempt.delivery_id], step, worker_id)
        for attempt, step in ended
    ]
    mine = [one for one, is_ours in zip(ended, ours, strict=True) if is_ours]
    if mine:
        tx.execute(_END_ATTEMPTS, [_end_of(attempt, step) for attempt, step in mine])
    insert_missing(tx, attempts, [_attempt_row(attempt) for attempt, _ in mine])
    return ours


def list_unpublished_attempts(tx: Transaction, limit: int) -> list[StoredAttempt]:
    """Attempts that are not on their topic yet, at most `limit`."""
    columns = attempts.c.delivery_id, attempts.c.attempt, attempts.c.body
    found = select(*columns).where(~attempts.c.published).limit(limit)
    return [StoredAttempt(**row._mapping) for row in tx.execute(found)]


def mark_attempts_published(tx: Transaction, published: Sequence[StoredAttempt]) -> None:
    """Mark attempts that the broker has confirmed."""
    if published:
        keys = [{"known": one.delivery_id, "number": one.attempt} for one in published]
        tx.execute(_MARK_PUBLISHED, keys)


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


def _queued(row: Row[*tuple[Any, ...]]) -> QueuedDelivery:
    is_open = not row.attempts and not row.leased_by
    return QueuedDelivery(row.delivery_id, row.alert_id, tuple(json.loads(row.also)), is_open)


def _delivery_row(
    delivery: PendingDelivery, also: str, now: datetime, due_at: datetime
) -> dict[str, object]:
    return {
        "delivery_id": delivery.delivery_id,
        "endpoint_id": delivery.endpoint_id,
        "alert_id": delivery.alert_id,
        "development": delivery.development,
        "also": also,
        "body": delivery.body,
        "state": "pending",
        "because": "not tried yet",
        "attempts": 0,
        "due_at": due_at,
        "alerted_at": delivery.alerted_at,
        "created_at": now,
    }


def _is_ours(row: Row[*tuple[Any, ...]], step: NextStep, worker_id: str) -> bool:
    if step.state == "delivered":
        return bool(row.state == "pending")
    return bool(row.leased_by == worker_id)


def _end_of(attempt: DeliveryAttempt, step: NextStep) -> dict[str, object]:
    return {
        "known": attempt.delivery_id,
        "new_state": step.state,
        "why": step.because,
        "number": attempt.attempt,
        "due": step.due_at,
        "finished": None if step.state == "pending" else attempt.attempted_at,
    }


def _attempt_row(attempt: DeliveryAttempt) -> dict[str, object]:
    row = attempt.model_dump(
        include={
            "delivery_id", "attempt", "endpoint_id", "outcome", "status_code",
            "duration_seconds", "error", "attempted_at",
        }
    )  # fmt: skip
    return row | {"published": False, "body": attempt.model_dump_json()}
