"""Watches in the store: written by the command and from watch files, read by the service."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Row, delete, select

from pactwire.edges.store.alert_tables import watch_origins, watches
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.given_rows import TEXT, given_rows, select_given
from pactwire.edges.store.locks import lock_keys
from pactwire.edges.store.upsert import increment_counter, read_counter, upsert
from pactwire_schemas import Watch

COMMAND_ORIGIN = "command"
"""Origin of a watch that `pactwire watch add` made; others name their file."""
WATCHES_COUNTER = "watches"
_IDS = given_rows("ids", id=TEXT)
_WATCHES = select(watches).select_from(_IDS).join(watches, watches.c.id == _IDS.c.id)


@dataclass(frozen=True)
class StoredWatch:
    """A watch with its revision and origin."""

    watch: Watch
    revision: int
    origin: str
    changed_at: datetime


def list_watches(tx: Transaction) -> list[StoredWatch]:
    """All watches, by id."""
    found = tx.execute(select(watches).order_by(watches.c.id))
    return [_stored_watch(row) for row in found]


def find_watch(tx: Transaction, watch_id: str) -> StoredWatch | None:
    """One watch."""
    row = tx.execute(select(watches).where(watches.c.id == watch_id)).first()
    return _stored_watch(row) if row else None


def find_watches(tx: Transaction, watch_ids: Collection[str]) -> dict[str, StoredWatch]:
    """The watches of these ids, of those that are there."""
    found = select_given(tx, _WATCHES, ids=[(one,) for one in watch_ids])
    return {row.id: _stored_watch(row) for row in found}


def list_origins(tx: Transaction) -> dict[str, str]:
    """Where each watch comes from, by id: also those that were removed."""
    found = tx.execute(select(watch_origins))
    return {row.watch_id: row.origin for row in found}


def find_origin(tx: Transaction, watch_id: str) -> str | None:
    """Where the watch of an id comes from, or came from before it was removed."""
    statement = select(watch_origins.c.origin).where(watch_origins.c.watch_id == watch_id)
    origin: str | None = tx.execute(statement).scalar()
    return origin


def lock_watches(tx: Transaction) -> None:
    """Be the only one to change watches until the transaction ends."""
    lock_keys(tx, WATCHES_COUNTER, ["all"])


def save_watch(tx: Transaction, watch: Watch, origin: str, at: datetime) -> int | None:
    """Insert or replace a watch; gives its new revision, or None when nothing changed."""
    lock_watches(tx)
    old = find_watch(tx, watch.id)
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
    upsert(tx, watch_origins, [{"watch_id": watch.id, "origin": origin}])
    increment_counter(tx, WATCHES_COUNTER)
    return revision


def delete_watches(tx: Transaction, watch_ids: Sequence[str]) -> int:
    """Delete watches; gives how many there were."""
    if not watch_ids:
        return 0
    lock_watches(tx)
    deleted = tx.execute(delete(watches).where(watches.c.id.in_(watch_ids))).rowcount
    if deleted:
        increment_counter(tx, WATCHES_COUNTER)
    return deleted


def get_watches_version(tx: Transaction) -> int:
    """A counter that rises with every change of a watch."""
    return read_counter(tx, WATCHES_COUNTER)


def _stored_watch(row: Row[Any]) -> StoredWatch:
    return StoredWatch(_read_document(row.document), row.revision, row.origin, row.changed_at)


@lru_cache(maxsize=4096)
def _read_document(document: str) -> Watch:
    """The watch of its document; the same few are asked for with every batch of matches."""
    return Watch.model_validate(json.loads(document))
