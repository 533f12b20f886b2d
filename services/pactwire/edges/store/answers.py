"""Answers to writes that named an idempotency key: each in the store of what was changed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Table, delete, select

from pactwire.edges.store.alert_tables import kept_answers
from pactwire.edges.store.delivery_tables import endpoint_answers
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.ingest_tables import feed_answers
from pactwire.edges.store.store_url import Owner
from pactwire.edges.store.upsert import insert_new

ANSWERS: Mapping[Owner, Table] = {
    "alert": kept_answers,
    "deliver": endpoint_answers,
    "ingest": feed_answers,
}
"""The answers in the store of each service."""
KEPT_FOR = timedelta(days=1)
"""How long the answer to a write is kept for its repeats."""


class NamedWrite(NamedTuple):
    """A write, as whoever makes it names it, and whose store it changes."""

    key_id: str
    idempotency_key: str
    kept_by: Owner


@dataclass(frozen=True)
class KeptAnswer:
    """The answer to a write, for its repeat."""

    request_hash: str
    status: int
    body: str


def find_answer(tx: Transaction, write: NamedWrite) -> KeptAnswer | None:
    """The answer that a write had."""
    table = ANSWERS[write.kept_by]
    is_it = (table.c.key_id == write.key_id) & (table.c.idempotency_key == write.idempotency_key)
    row = tx.execute(select(table).where(is_it)).first()
    return KeptAnswer(row.request_hash, row.status, row.body) if row else None


def keep_answer(tx: Transaction, write: NamedWrite, answer: KeptAnswer, at: datetime) -> bool:
    """Keep an answer in the transaction of its write; those of the key that are a day old go.

    False when the same write has had its answer meanwhile: then it must not be done again.
    """
    table = ANSWERS[write.kept_by]
    old = (table.c.key_id == write.key_id) & (table.c.at < at - KEPT_FOR)
    tx.execute(delete(table).where(old))
    named = {"key_id": write.key_id, "idempotency_key": write.idempotency_key}
    return insert_new(tx, table, {**named, "at": at, **vars(answer)})
