"""Insert or replace, and counters, for both SQLite and PostgreSQL."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table, func, select
from sqlalchemy.dialects import postgresql, sqlite

from pactwire.edges.store.alert_tables import counters
from pactwire.edges.store.engine import Transaction


def upsert(tx: Transaction, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows; one whose primary key is there already is replaced."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    statement = _insert_statement(tx, table)
    others = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column.name not in keys
    }
    if others:
        upserting = statement.on_conflict_do_update(index_elements=keys, set_=others)
    else:
        upserting = statement.on_conflict_do_nothing(index_elements=keys)
    tx.execute(upserting, list(rows))


def next_sequence(tx: Transaction, table: Table, **scope: object) -> int:
    """The number after the last one of the rows with these values; lock them first."""
    last = select(func.max(table.c.sequence)).where(
        *(table.c[name] == value for name, value in scope.items())
    )
    return (tx.execute(last).scalar() or 0) + 1


def insert_ignoring(tx: Transaction, table: Table, row: dict[str, Any]) -> None:
    """Insert a row unless its primary key is there already."""
    tx.execute(_insert_statement(tx, table).values(row).on_conflict_do_nothing())


def increment_counter(tx: Transaction, name: str, note: str | None = None) -> None:
    """Add one to a counter; safe when two transactions do it at once."""
    statement = _insert_statement(tx, counters).values(name=name, value=1, note=note or "")
    changed: dict[str, Any] = {"value": counters.c.value + 1}
    if note is not None:
        changed["note"] = note
    tx.execute(statement.on_conflict_do_update(index_elements=["name"], set_=changed))


def read_counter(tx: Transaction, name: str) -> int:
    """The value of a counter; 0 when it is not there."""
    return tx.execute(select(counters.c.value).where(counters.c.name == name)).scalar() or 0


def read_counter_note(tx: Transaction, name: str) -> str | None:
    """The note of a counter's last change."""
    return tx.execute(select(counters.c.note).where(counters.c.name == name)).scalar()


def _insert_statement(tx: Transaction, table: Table) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if tx.dialect.name == "postgresql" else sqlite.insert(table)
