"""Silences in the store: who does not want which alerts, why, and until when."""

from datetime import datetime

from sqlalchemy import Row, delete, select

from pactwire.domain.alerting.calm import Silence
from pactwire.edges.store.alert_tables import silences
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.upsert import insert_rows


def add_silence(tx: Transaction, silence: Silence, at: datetime) -> None:
    """Keep a silence that is made at a moment."""
    row = {
        "silence_id": silence.silence_id,
        "watch_id": silence.watch_id,
        "entity_id": silence.entity_id,
        "until": silence.until,
        "created_by": silence.created_by,
        "because": silence.because,
        "created_at": at,
    }
    insert_rows(tx, silences, [row])


def list_silences(tx: Transaction, at: datetime) -> list[Silence]:
    """The silences that end after a moment, the one that ends first at the front."""
    rows = tx.execute(select(silences).where(silences.c.until > at).order_by(silences.c.until))
    return [_silence(row) for row in rows]


def remove_silence(tx: Transaction, silence_id: str) -> bool:
    """Take a silence out of force; False when there is none of that id."""
    done = tx.execute(delete(silences).where(silences.c.silence_id == silence_id))
    return done.rowcount > 0


def _silence(row: Row[object]) -> Silence:
    return Silence(
        row.silence_id, row.until, row.created_by, row.because, row.watch_id, row.entity_id,
        row.created_at,
    )  # fmt: skip
