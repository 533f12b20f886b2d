"""The two ways of writing that SQLite and PostgreSQL share: insert or replace, and count up."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.dialects import postgresql, sqlite

from pactwire.edges.store.alert_tables import counters
from pactwire.edges.store.engine import Transaction


def upsert(tx: Transaction, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows; one whose primary key is there already is replaced."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    statement = _insert(tx, table)
    others = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column.name not in keys
    }
    if others:
        whole = statement.on_conflict_do_update(index_elements=keys, set_=others)
    else:
        whole = statement.on_conflict_do_nothing(index_elements=keys)
    tx.execute(whole, list(rows))


def count_up(tx: Transaction, name: str, note: str | None = None) -> None:
    """One more change of that name; two that count at once both count."""
    statement = _insert(tx, counters).values(name=name, value=1, note=note or "")
    changed: dict[str, Any] = {"value": counters.c.value + 1}
    if note is not None:
        changed["note"] = note
    tx.execute(statement.on_conflict_do_update(index_elements=["name"], set_=changed))


def count_of(tx: Transaction, name: str) -> int:
    """How many changes of that name there were."""
    return tx.execute(select(counters.c.value).where(counters.c.name == name)).scalar() or 0


def note_of(tx: Transaction, name: str) -> str | None:
    """The note of the last change of that name."""
    return tx.execute(select(counters.c.note).where(counters.c.name == name)).scalar()


def _insert(tx: Transaction, table: Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if tx.dialect.name == "postgresql" else sqlite.insert(table)
