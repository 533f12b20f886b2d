"""Lists of alerts and developments, newest first, by what people ask for."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from pactwire.domain.alerting.calm import list_entities
from pactwire.edges.store.alert_tables import alerts, developments
from pactwire.edges.store.engine import Transaction
from pactwire.errors import InvalidEvent
from pactwire_schemas import Alert, Development

CHUNK = 200
"""Rows read at a time where what is asked for is no column."""


@dataclass(frozen=True)
class SearchFilter:
    """What to list; what is not given does not count."""

    since: datetime | None = None
    until: datetime | None = None
    watch: str | None = None
    watches: frozenset[str] | None = None
    """Watches whose alerts are asked for; all when left out."""
    entity: str | None = None
    """An entity that a development is about, or that an alert's article mentions."""
    kind: str | None = None
    msg_type: str | None = None
    before: str | None = None
    """The id of the last row of the page before."""


@dataclass(frozen=True)
class _Columns:
    """The columns of a table that its list is made of."""

    body: ColumnElement[str]
    moment: ColumnElement[datetime]
    identity: ColumnElement[str]


ALERTS = _Columns(alerts.c.body, alerts.c.alerted_at, alerts.c.alert_id)
DEVELOPMENTS = _Columns(
    developments.c.body, developments.c.occurred_at, developments.c.development_id
)


def search_alerts(tx: Transaction, wanted: SearchFilter) -> Iterator[Alert]:
    """The alerts, newest first."""
    asked = (
        (alerts.c.watch_id, wanted.watch),
        (alerts.c.kind, wanted.kind),
        (alerts.c.msg_type, wanted.msg_type),
    )
    where = [column == value for column, value in asked if value is not None]
    if wanted.watches is not None:
        where.append(alerts.c.watch_id.in_(wanted.watches))
    for body in _read(tx, ALERTS, wanted, where):
        alert = Alert.model_validate_json(body)
        if wanted.entity is None or wanted.entity in list_entities(alert):
            yield alert


def search_developments(tx: Transaction, wanted: SearchFilter) -> Iterator[Development]:
    """The developments, newest first."""
    columns = developments.c
    where: list[ColumnElement[bool]] = []
    if wanted.entity is not None:
        where.append((columns.organisation == wanted.entity) | (columns.member == wanted.entity))
    for body in _read(tx, DEVELOPMENTS, wanted, where):
        yield Development.model_validate_json(body)


def _read(
    tx: Transaction, columns: _Columns, wanted: SearchFilter, where: list[ColumnElement[bool]]
) -> Iterator[str]:
    """Bodies of rows, newest first, read in chunks."""
    statement = (
        select(columns.body, columns.moment, columns.identity)
        .where(*where, *_within(columns.moment, wanted))
        .order_by(columns.moment.desc(), columns.identity.desc())
        .limit(CHUNK)
    )
    place = _find_place(tx, columns, wanted.before)
    while True:
        page = statement.where(_is_after(columns, *place)) if place else statement
        rows = tx.execute(page).all()
        yield from (row[0] for row in rows)
        if len(rows) < CHUNK:
            return
        place = rows[-1][1], rows[-1][2]


def _within(moment: ColumnElement[datetime], wanted: SearchFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.since:
        yield moment >= wanted.since
    if wanted.until:
        yield moment < wanted.until


def _find_place(
    tx: Transaction, columns: _Columns, before: str | None
) -> tuple[datetime, str] | None:
    """Where the page before ended; None when there was none."""
    if before is None:
        return None
    at = tx.execute(select(columns.moment).where(columns.identity == before)).scalar()
    if at is None:
        raise InvalidEvent("no page ended there; begin again with the first", "after")
    return at, before


def _is_after(columns: _Columns, at: datetime, last: str) -> ColumnElement[bool]:
    """Whether a row comes after a place in the order of the list."""
    same = (columns.moment == at) & (columns.identity < last)
    return (columns.moment < at) | same
