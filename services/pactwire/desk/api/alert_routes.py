"""Alerts of an owner's watches: listed, explained, judged."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from pactwire.desk.api.changes import FeedbackChange
from pactwire.desk.api.deps import AlertReader, Desk
from pactwire.desk.api.kept_route import KeptRoute
from pactwire.desk.api.pages import Page, PageQuery, cut_page
from pactwire.desk.api.problems import ApiError
from pactwire.desk.explanations import load_alert_facts
from pactwire.domain.access import ApiKey, owns_watch
from pactwire.domain.alerting.feedback import Feedback, Label
from pactwire.domain.explaining import describe_alert
from pactwire.edges.store import (
    Transaction,
    explanations,
    feedback,
    read_transaction,
    search,
    stored_watches,
)
from pactwire.edges.store.search import SearchFilter
from pactwire_schemas import Alert

router = APIRouter(prefix="/v1", tags=["alerts"], route_class=KeptRoute)

AlertId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


class AlertQuery(PageQuery):
    """A page of alerts."""

    watch: Annotated[str, Field(max_length=63)] | None = None
    kind: Literal["mentioned", "changed"] | None = None


class FeedbackBody(BaseModel):
    """What an alert was worth."""

    model_config = ConfigDict(extra="forbid")

    label: Label
    note: Annotated[str, Field(max_length=2000)] = ""


@router.get("/alerts")
def list_alerts(desk: Desk, key: AlertReader, asked: Annotated[AlertQuery, Query()]) -> Page[Alert]:
    """The alerts of the owner's watches, newest first; suppressed ones say why."""
    wanted = SearchFilter(
        asked.since, asked.until, asked.watch, kind=asked.kind, before=asked.after
    )
    with read_transaction(desk.stores.alert) as tx:
        found = list_own(tx, key, wanted)
        return cut_page(found, asked.limit, lambda one: one.alert_id)


@router.get("/alerts/{alert_id}")
def get_alert(desk: Desk, key: AlertReader, alert_id: AlertId) -> Alert:
    """One alert."""
    with read_transaction(desk.stores.alert) as tx:
        return find_own(tx, key, alert_id)


@router.get("/alerts/{alert_id}/why")
def explain_alert(desk: Desk, key: AlertReader, alert_id: AlertId) -> dict[str, Any]:
    """Everything that led to an alert."""
    with read_transaction(desk.stores.alert) as tx:
        find_own(tx, key, alert_id)
    return describe_alert(load_alert_facts(desk.stores, alert_id))


@router.put("/alerts/{alert_id}/feedback", status_code=204)
def give_feedback(change: FeedbackChange, alert_id: AlertId, body: FeedbackBody) -> None:
    """Say what an alert was worth; the last word counts."""
    key, now = change.key, change.desk.now()
    with change.transaction() as tx:
        alert = find_own(tx, key, alert_id)
        feedback.save_feedback(tx, Feedback(alert, body.label, body.note, key.owner, now))
        change.complete(tx, "feedback.given", f"{alert_id} {body.label}")


def list_own(tx: Transaction, key: ApiKey, wanted: SearchFilter) -> Iterator[Alert]:
    """The alerts of the key's watches."""
    if key.is_admin:
        return search.search_alerts(tx, wanted)
    kept = stored_watches.list_watches(tx)
    own = frozenset(one.watch.id for one in kept if owns_watch(key, one.origin))
    return search.search_alerts(tx, replace(wanted, watches=own))


def find_own(tx: Transaction, key: ApiKey, alert_id: str) -> Alert:
    """The alert of an id, when its watch is the key's; another's is not there."""
    alert = explanations.list_alert_bodies(tx, [alert_id]).get(alert_id)
    if alert is None or not may_see(tx, key, alert.watch.watch_id):
        raise ApiError(404, f"there is no alert {alert_id}")
    return alert


def may_see(tx: Transaction, key: ApiKey, watch_id: str) -> bool:
    """Whether a watch is there, and the key's; an admin also sees alerts of removed watches."""
    stored = stored_watches.find_watch(tx, watch_id)
    return key.is_admin or (stored is not None and owns_watch(key, stored.origin))
