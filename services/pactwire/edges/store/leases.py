"""Leases of deliveries: who holds which, what is free, and what dead workers leave behind.

What a lease costs depends on the number of endpoints, not of deliveries that wait elsewhere.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    CompoundSelect,
    Row,
    and_,
    bindparam,
    delete,
    func,
    insert,
    select,
    union_all,
    update,
)

from pactwire.domain.delivery.retry import ASKED_BY_RECEIVER
from pactwire.edges.store.columns import Moment
from pactwire.edges.store.delivery_tables import FREE, deliveries, delivery_workers, endpoints
from pactwire.edges.store.engine import Transaction


@dataclass(frozen=True)
class DeliveryLease:
    """A delivery that this process alone may attempt."""

    delivery_id: str
    endpoint_id: str
    alert_id: str
    body: str
    also: tuple[str, ...]
    attempts: int
    alerted_at: datetime


def list_due_endpoints(tx: Transaction, now: datetime) -> list[str]:
    """Enabled endpoints that have something due which nobody holds, one look at the index each."""
    first_due = (
        select(func.min(deliveries.c.due_at))
        .where(FREE, deliveries.c.endpoint_id == endpoints.c.endpoint_id)
        .scalar_subquery()
    )
    rows = tx.execute(
        select(endpoints.c.endpoint_id, first_due.label("due")).where(endpoints.c.enabled)
    )
    return [row.endpoint_id for row in rows if row.due and row.due <= now]


def lease_deliveries(
    tx: Transaction, worker_id: str, shares: Mapping[str, int], now: datetime
) -> list[DeliveryLease]:
    """Take up to so many due deliveries of each endpoint, the longest due first."""
    beat(tx, worker_id)
    if not shares:
        return []
    given: dict[str, object] = {"now": now}
    for place, (endpoint_id, share) in enumerate(shares.items()):
        given |= {f"endpoint_{place}": endpoint_id, f"share_{place}": share}
    taken = [_to_lease(row) for row in tx.execute(_select_due(len(shares)), given)]
    if taken:
        holds = [{"known": one.delivery_id, "holder": worker_id} for one in taken]
        tx.execute(_HOLD, holds)
    return taken


@lru_cache(maxsize=128)
def _select_due(number: int) -> CompoundSelect[*tuple[Any, ...]]:
    """What is due first of so many endpoints, in one statement: each has a limit of its own."""
    now = bindparam("now", type_=Moment())
    parts = (
        select(deliveries)
        .where(
            FREE,
            deliveries.c.endpoint_id == bindparam(f"endpoint_{place}"),
            deliveries.c.due_at <= now,
        )
        .order_by(deliveries.c.due_at)
        .limit(bindparam(f"share_{place}"))
        .with_for_update(skip_locked=True)
        .subquery()
        for place in range(number)
    )
    return union_all(*(select(part) for part in parts))


_HOLD = (
    update(deliveries)
    .where(deliveries.c.delivery_id == bindparam("known"))
    .values(leased_by=bindparam("holder"))
)


def beat(tx: Transaction, worker_id: str) -> None:
    """Show that a worker lives."""
    known = delivery_workers.c.worker_id == worker_id
    beats = update(delivery_workers).where(known).values(beat=delivery_workers.c.beat + 1)
    if not tx.execute(beats).rowcount:
        tx.execute(insert(delivery_workers).values(worker_id=worker_id, beat=1))


def list_beats(tx: Transaction) -> dict[str, int]:
    """The number of beats of each worker."""
    return {row.worker_id: row.beat for row in tx.execute(select(delivery_workers))}


def release_leases(tx: Transaction, worker_id: str) -> int:
    """Forget a worker; what it held is free. Gives how many deliveries that were."""
    held = deliveries.c.leased_by == worker_id
    freed = tx.execute(update(deliveries).where(held).values(leased_by=None)).rowcount
    tx.execute(delete(delivery_workers).where(delivery_workers.c.worker_id == worker_id))
    return int(freed)


def cap_due_times(tx: Transaction, latest: Sequence[datetime], at_most: datetime) -> int:
    """Bring forward what waits longer than was ever meant: the clock was set back meanwhile.

    Args:
        tx: a writing transaction.
        latest: when a delivery is due at the latest after 0, 1, 2 ... attempts.
        at_most: the same for a wait that the receiver asked for.

    Returns:
        How many deliveries were brought forward.
    """
    asked = deliveries.c.because == ASKED_BY_RECEIVER
    capped = _cap(tx, asked, at_most)
    for attempts, moment in enumerate(latest):
        capped += _cap(tx, and_(~asked, deliveries.c.attempts == attempts), moment)
    return capped


def _cap(tx: Transaction, which: ColumnElement[bool], moment: datetime) -> int:
    late = and_(deliveries.c.state == "pending", deliveries.c.due_at > moment, which)
    return int(tx.execute(update(deliveries).where(late).values(due_at=moment)).rowcount)


def _to_lease(row: Row[Any]) -> DeliveryLease:
    return DeliveryLease(
        delivery_id=row.delivery_id,
        endpoint_id=row.endpoint_id,
        alert_id=row.alert_id,
        body=row.body,
        also=tuple(json.loads(row.also)),
        attempts=row.attempts,
        alerted_at=row.alerted_at,
    )
