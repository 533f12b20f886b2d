"""Insert or replace many rows at once, and counters, for both SQLite and PostgreSQL."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import Insert, Table, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from pactwire.edges.store.alert_tables import counters
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.given_rows import write_moment

COUNTED = {"preserve_rowcount": True}
"""Of an insert SQLAlchemy else forgets how many rows there were."""
Rows = Sequence[dict[str, Any]]
Tuples = Sequence[tuple[Any, ...]]
"""Rows with plain values in the table's order of columns, for the driver: to name and convert each
value costs more than to store it."""


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


def insert_new(tx: Transaction, table: Table, row: dict[str, Any]) -> bool:
    """Insert a row unless its primary key is there already; says whether it was new.

    A row by itself: of several PostgreSQL's driver doesn't say how many were inserted.
    """
    statement = _ignoring_insert(table, tx.dialect.name)
    return tx.execute(statement, row, execution_options=COUNTED).rowcount > 0


def insert_tuples(tx: Transaction, table: Table, rows: Tuples) -> None:
    """Insert rows, none of which is there."""
    _send_tuples(tx, table, rows, "")


def insert_missing_tuples(tx: Transaction, table: Table, rows: Tuples) -> None:
    """Insert rows unless they are there."""
    _send_tuples(tx, table, rows, " ON CONFLICT DO NOTHING")


def upsert_tuples(tx: Transaction, table: Table, rows: Tuples, keep: str | None = None) -> None:
    """Insert or replace rows; the column `keep` stays as it is where a row gives None for it."""
    _send_tuples(tx, table, rows, _driver_replacing(table, keep))


def delete_keys(tx: Transaction, table: Table, keys: Tuples) -> None:
    """Delete the rows of these primary keys."""
    if keys:
        place = _place(tx)
        same = " AND ".join(f"{column.name} = {place}" for column in table.primary_key)
        tx.exec_driver_sql(f"DELETE FROM {table.name} WHERE {same}", list(keys))  # noqa: S608


def moment_value(tx: Transaction, moment: datetime) -> datetime | str:
    """A moment as the driver is given it: SQLite knows texts alone."""
    return write_moment(moment) if tx.dialect.name == "sqlite" else moment


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


def _send_tuples(tx: Transaction, table: Table, rows: Tuples, conflict: str) -> None:
    if rows:
        names = [column.name for column in table.columns]
        places = ", ".join([_place(tx)] * len(names))
        insertion = f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({places}){conflict}"  # noqa: S608
        tx.exec_driver_sql(insertion, list(rows))


def _place(tx: Transaction) -> str:
    """What stands for a value in the driver's statements."""
    return "?" if tx.dialect.paramstyle == "qmark" else "%s"


@cache
def _driver_replacing(table: Table, keep: str | None) -> str:
    keys = [column.name for column in table.primary_key]
    others = [column.name for column in table.columns if column.name not in keys]
    given = {name: f"excluded.{name}" for name in others}
    if keep:
        given[keep] = f"COALESCE(excluded.{keep}, {table.name}.{keep})"
    changes = ", ".join(f"{name} = {value}" for name, value in given.items())
    return f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {changes}"


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
