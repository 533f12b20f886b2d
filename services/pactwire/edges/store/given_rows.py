"""Values given to a statement as a table: one parameter, one statement text, however many rows.

`IN (?, ?, ...)` is another text for every number of values, each compiled anew; a table of JSON
rows is one text, which SQLAlchemy and the driver compile once.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import (
    BigInteger,
    Dialect,
    Row,
    Select,
    String,
    Subquery,
    Text,
    bindparam,
    literal_column,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from pactwire.edges.store.columns import Moment
from pactwire.edges.store.engine import Transaction

Kind = String | BigInteger | Moment
TEXT = String()
NUMBER = BigInteger()
MOMENT = Moment()


class JsonRows(TypeDecorator[Any]):
    """Rows of strings, integers and moments, sent as JSON."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        """The rows as JSON, each once."""
        del dialect
        rows = list(dict.fromkeys(value))
        return orjson.dumps(rows, write_moment, orjson.OPT_PASSTHROUGH_DATETIME).decode()


def write_moment(moment: datetime) -> str:
    """As SQLite's columns have it."""
    return moment.astimezone(UTC).isoformat(" ", "microseconds")[:-6]


class _Elements(FunctionElement[Any]):
    """The elements of a JSON array as a table with the column `value`."""

    name = "elements"
    inherit_cache = True


class _Item(FunctionElement[Any]):
    """One item of a JSON row."""

    name = "item"
    inherit_cache = True

    def __init__(self, *clauses: Any, type_: Kind) -> None:
        """Take the row and the place of the item."""
        super().__init__(*clauses)
        self.type = type_


def given_rows(name: str, **columns: Kind) -> Subquery:
    """A table of the rows that a statement is given under a name, as tuples of these columns."""
    elements = _Elements(bindparam(name, type_=JsonRows())).table_valued("value")
    items = (
        _Item(elements.c.value, literal_column(str(place)), type_=kind).label(column)
        for place, (column, kind) in enumerate(columns.items())
    )
    return select(*items).select_from(elements).subquery(f"given_{name}")


def select_given(
    tx: Transaction, statement: Select[*tuple[Any, ...]], **given: Collection[tuple[object, ...]]
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The rows of a statement over given rows; nothing is asked when one of these is empty."""
    return tx.execute(statement, given).all() if all(given.values()) else ()


@compiles(_Elements, "sqlite")
def _elements_of_sqlite(element: _Elements, compiler: Any, **how: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **how)})"


@compiles(_Elements, "postgresql")
def _elements_of_postgresql(element: _Elements, compiler: Any, **how: Any) -> str:
    return f"jsonb_array_elements(CAST({compiler.process(element.clauses, **how)} AS jsonb))"


@compiles(_Item, "sqlite")
def _item_of_sqlite(element: _Item, compiler: Any, **how: Any) -> str:
    value, place = (compiler.process(one, **how) for one in element.clauses)
    item = f"json_extract({value}, '$[{place}]')"
    return f"CAST({item} AS INTEGER)" if isinstance(element.type, BigInteger) else item


@compiles(_Item, "postgresql")
def _item_of_postgresql(element: _Item, compiler: Any, **how: Any) -> str:
    value, place = (compiler.process(one, **how) for one in element.clauses)
    item = f"{value} ->> {place}"
    if isinstance(element.type, Moment):
        return f"CAST(({item}) || '+00' AS timestamptz)"
    return f"CAST({item} AS {'bigint' if isinstance(element.type, BigInteger) else 'text'})"
