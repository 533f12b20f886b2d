"""Watches in the store: written by the command and from watch files, read by the service."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select

from pactwire.edges.store.alert_tables import watches
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.upsert import count_of, count_up, upsert
from pactwire_schemas import Watch

COMMAND = "command"
"""Origin of a watch that `pactwire watch add` made; others name their file."""
WATCHES = "watches"


@dataclass(frozen=True)
class Kept:
    """A watch as it is kept."""

    watch: Watch
    revision: int
    origin: str
    changed_at: datetime


def kept(tx: Transaction) -> list[Kept]:
    """All watches, by id."""
    found = tx.execute(select(watches).order_by(watches.c.id))
    return [_kept(row) for row in found]


def kept_one(tx: Transaction, watch_id: str) -> Kept | None:
    """One watch."""
    row = tx.execute(select(watches).where(watches.c.id == watch_id)).first()
    return _kept(row) if row else None


def put(tx: Transaction, watch: Watch, origin: str, at: datetime) -> int | None:
    """Keep a watch; its new revision, or None when it is already kept like that."""
    old = kept_one(tx, watch.id)
    if old and (old.watch, old.origin) == (watch, origin):
        return None
    revision = old.revision + 1 if old else 1
    row = {
        "id": watch.id,
        "revision": revision,
        "document": json.dumps(watch.document(), ensure_ascii=False),
        "origin": origin,
        "changed_at": at,
    }
    upsert(tx, watches, [row])
    count_up(tx, WATCHES)
    return revision


def drop(tx: Transaction, watch_ids: Sequence[str]) -> int:
    """Forget watches; how many there were."""
    if not watch_ids:
        return 0
    gone = tx.execute(delete(watches).where(watches.c.id.in_(watch_ids))).rowcount
    if gone:
        count_up(tx, WATCHES)
    return gone


def watches_version(tx: Transaction) -> int:
    """Counts up with every change of a watch."""
    return count_of(tx, WATCHES)


def _kept(row: Row[Any]) -> Kept:
    watch = Watch.model_validate(json.loads(row.document))
    return Kept(watch, row.revision, row.origin, row.changed_at)
