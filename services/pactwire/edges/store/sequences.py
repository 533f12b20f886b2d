"""Numbers that say what came first within a scope, whatever the clock said."""

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, Table, func, select

from pactwire.edges.store.alert_tables import alerts, claims, developments
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.given_rows import TEXT, given_rows, select_given

Scope = tuple[str, str]

SCOPES = {
    claims: ("organisation", "member"),
    developments: ("organisation", "member"),
    alerts: ("watch_id", "change_id"),
}
"""Tables whose rows are numbered, and the columns that a number counts within."""


def count_on(tx: Transaction, table: Table, scopes: Sequence[Scope]) -> list[int]:
    """The numbers of rows to come, in their order: each follows the last of its scope.

    Lock the scopes first.
    """
    last = select_given(tx, _select_last(table), scopes=scopes)
    counted = Counter({(row.first, row.second): row.last or 0 for row in last})
    numbers = []
    for scope in scopes:
        counted[scope] += 1
        numbers.append(counted[scope])
    return numbers


@cache
def _select_last(table: Table) -> Select[*tuple[Any, ...]]:
    """The last number of each scope, one look at the end of its part of the index each."""
    given = given_rows("scopes", first=TEXT, second=TEXT)
    first, second = (table.c[name] for name in SCOPES[table])
    last = select(func.max(table.c.sequence)).where(
        first == given.c.first, second == given.c.second
    )
    return select(given.c.first, given.c.second, last.scalar_subquery().label("last"))
