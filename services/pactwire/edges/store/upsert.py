"""Insert or replace many rows at once, and counters, for both SQLite and PostgreSQL."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Insert, Table, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from pactwire.edges.store.alert_tables import counters
from pactwire.edges.store.engine import Transaction

Rows = Sequence[dict[str, Any]]


def insert_rows(tx: Transaction, table: Table, rows: Rows) -> None:
    """Insert rows, none of which is there."""
    if rows:
        tx.execute(_plain_insert(table), rows)


def upsert(tx: Transaction, table: Table, rows: Rows) -> None:
    """Insert rows; one whose primary key is there already is replaced."""
    if rows:
        tx.execute(_replacing_insert(table, tx.dialect.name), rows)


def insert_missing(tx: Transaction, table: Table, rows: Rows) -> None:
    """Insert rows unless their primary key is there already."""
    if rows:
        tx.execute(_ignoring_insert(table, tx.dialect.name), rows)


def insert_tuples(tx: Transaction, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows, unless they are there, straight through the driver.

    For rows that are many and short, with plain values in the table's order of columns: to name
    and convert each value costs more than to store it.
    """
    if rows:
        tx.exec_driver_sql(_driver_insert(table, tx.dialect.paramstyle), list(rows))


def increment_counter(tx: Transaction, name: str, note: str | None = None) -> None:
    """Add one to a counter; safe when two transactions do it at once."""
    statement = _insert_statement(counters, tx.dialect.name).values(
        name=name, value=1, note=note or ""
    )
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


@cache
def _driver_insert(table: Table, paramstyle: str) -> str:
    place = "?" if paramstyle == "qmark" else "%s"
    names = [column.name for column in table.columns]
    places = ", ".join([place] * len(names))
    return f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({places}) ON CONFLICT DO NOTHING"  # noqa: S608


@cache
def _plain_insert(table: Table) -> Insert:
    return insert(table)


@cache
def _replacing_insert(table: Table, dialect: str) -> Insert:
    statement = _insert_statement(table, dialect)
    keys = [column.name for column in table.primary_key]
    others = {
        column.name: statement.excluded[column.name]
        for column in table.columns
        if column.name not in keys
    }
    if others:
        return statement.on_conflict_do_update(index_elements=keys, set_=others)
    return statement.on_conflict_do_nothing(index_elements=keys)


@cache
def _ignoring_insert(table: Table, dialect: str) -> Insert:
    return _insert_statement(table, dialect).on_conflict_do_nothing()


def _insert_statement(table: Table, dialect: str) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
