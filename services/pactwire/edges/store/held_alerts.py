"""Alerts that wait for their moment: what is held, what is due, what was sent when."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import bindparam, func, select, update

from pactwire.edges.store.alert_tables import alerts
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.given_rows import MOMENT, TEXT, given_rows, select_given
from pactwire_schemas import Alert

State = Literal["sent", "held", "releasing", "digested", "suppressed"]

_IDS = given_rows("ids", id=TEXT)
_SINCE = given_rows("since", watch_id=TEXT, moment=MOMENT)
_SENT = (
    select(alerts.c.watch_id, alerts.c.sent_at)
    .select_from(_SINCE)
    .join(alerts, (alerts.c.watch_id == _SINCE.c.watch_id) & (alerts.c.sent_at > _SINCE.c.moment))
    .where(alerts.c.state.in_(("sent", "releasing")))
)
_HELD = (
    select(alerts.c.watch_id, alerts.c.body)
    .select_from(_IDS)
    .join(alerts, (alerts.c.watch_id == _IDS.c.id) & (alerts.c.state == "held"))
    .order_by(alerts.c.alerted_at, alerts.c.sequence, alerts.c.alert_id)
)
_FIRST_HELD = (
    select(alerts.c.watch_id, func.min(alerts.c.alerted_at).label("first"))
    .select_from(_IDS)
    .join(alerts, (alerts.c.watch_id == _IDS.c.id) & (alerts.c.state == "held"))
    .group_by(alerts.c.watch_id)
)
_MEMBERSHIP_ALERTS = (
    select(alerts.c.article_id, alerts.c.body)
    .select_from(_IDS)
    .join(alerts, (alerts.c.article_id == _IDS.c.id) & (alerts.c.kind == "changed"))
    .where(alerts.c.state.in_(("sent", "held", "releasing", "digested")))
)
_CHANGE = (
    update(alerts)
    .where(alerts.c.alert_id == bindparam("id"))
    .values(
        state=bindparam("state"),
        state_because=bindparam("because"),
        due_at=bindparam("due_at"),
        sent_at=bindparam("sent_at"),
        body=bindparam("body"),
    )
)


@dataclass(frozen=True)
class AlertState:
    """Where an alert stands from now on."""

    alert: Alert
    state: State
    because: str = ""
    due_at: datetime | None = None
    sent_at: datetime | None = None


def change_states(tx: Transaction, changed: Sequence[AlertState]) -> None:
    """Write where alerts stand now."""
    if changed:
        tx.execute(_CHANGE, [_change_row(one) for one in changed])


def list_due_watches(tx: Transaction, at: datetime, limit: int) -> list[str]:
    """Watches of which something held is due, the one that waits longest first."""
    statement = (
        select(alerts.c.watch_id)
        .where(alerts.c.state == "held", alerts.c.due_at <= at)
        .group_by(alerts.c.watch_id)
        .order_by(func.min(alerts.c.due_at))
        .limit(limit)
    )
    return list(tx.execute(statement).scalars())


def list_held(tx: Transaction, watch_ids: Collection[str]) -> dict[str, list[Alert]]:
    """Everything that is held of watches, oldest first."""
    found: dict[str, list[Alert]] = {}
    for row in select_given(tx, _HELD, ids=[(one,) for one in watch_ids]):
        found.setdefault(row.watch_id, []).append(Alert.model_validate_json(row.body))
    return found


def find_first_held(tx: Transaction, watch_ids: Collection[str]) -> dict[str, datetime]:
    """When the oldest alert that is held of each watch arrived."""
    rows = select_given(tx, _FIRST_HELD, ids=[(one,) for one in watch_ids])
    return {row.watch_id: row.first for row in rows}


def list_sent_moments(tx: Transaction, since: Mapping[str, datetime]) -> dict[str, list[datetime]]:
    """When messages of watches were sent, each since a moment of its own."""
    found: dict[str, list[datetime]] = {}
    for row in select_given(tx, _SENT, since=list(since.items())):
        found.setdefault(row.watch_id, []).append(row.sent_at)
    return found


def find_sent_moment(tx: Transaction, watch_id: str, alert_id: str) -> datetime | None:
    """When an alert of a watch was sent; None when there is none that was."""
    is_it = (alerts.c.alert_id == alert_id) & (alerts.c.watch_id == watch_id)
    statement = select(alerts.c.sent_at).where(is_it, alerts.c.state == "sent")
    moment: datetime | None = tx.execute(statement).scalar()
    return moment


def list_sent_since(tx: Transaction, watch_id: str, since: datetime) -> list[tuple[datetime, str]]:
    """When the alerts of a watch were sent, with their ids, in order; from a moment on."""
    is_it = (alerts.c.watch_id == watch_id) & (alerts.c.sent_at >= since)
    statement = select(alerts.c.sent_at, alerts.c.alert_id).where(is_it, alerts.c.state == "sent")
    return sorted((row.sent_at, row.alert_id) for row in tx.execute(statement))


def list_newest_sent(tx: Transaction, watch_id: str, limit: int) -> list[Alert]:
    """The alerts of a watch that were sent last, newest first."""
    statement = (
        select(alerts.c.body)
        .where(alerts.c.watch_id == watch_id, alerts.c.state == "sent")
        .order_by(alerts.c.sent_at.desc(), alerts.c.alert_id.desc())
        .limit(limit)
    )
    return [Alert.model_validate_json(body) for body in tx.execute(statement).scalars()]


def list_membership_alerts(tx: Transaction, article_ids: Collection[str]) -> dict[str, list[Alert]]:
    """The alerts on memberships that articles made, of any watch, unless they were suppressed."""
    found: dict[str, list[Alert]] = {}
    for row in select_given(tx, _MEMBERSHIP_ALERTS, ids=[(one,) for one in article_ids]):
        found.setdefault(row.article_id, []).append(Alert.model_validate_json(row.body))
    return found


def list_releasing(tx: Transaction, limit: int) -> list[Alert]:
    """Alerts that are due to be published and not confirmed yet, oldest first."""
    statement = (
        select(alerts.c.body)
        .where(alerts.c.state == "releasing")
        .order_by(alerts.c.sent_at)
        .limit(limit)
    )
    return [Alert.model_validate_json(body) for body in tx.execute(statement).scalars()]


def _change_row(one: AlertState) -> dict[str, object]:
    return {
        "id": one.alert.alert_id,
        "state": one.state,
        "because": one.because,
        "due_at": one.due_at,
        "sent_at": one.sent_at,
        "body": one.alert.model_dump_json(exclude_none=True),
    }
