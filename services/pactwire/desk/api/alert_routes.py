"""Alerts of an owner's watches: listed, explained, judged, and live as events or as a feed."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Path, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, Field

from pactwire.desk.api.atom import render_feed
from pactwire.desk.api.deps import AlertReader, Desk, DeskDependencies, audit
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
    write_transaction,
)
from pactwire.edges.store.search import SearchFilter
from pactwire_schemas import Alert

router = APIRouter(prefix="/v1", tags=["alerts"], route_class=KeptRoute)

AlertId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]
WatchId = Annotated[str, Path(pattern=r"^[a-z0-9][a-z0-9-]{0,62}$")]
POLL_SECONDS = 1.0
HEARTBEAT_POLLS = 15
FEED_ENTRIES = 50


class AlertQuery(PageQuery):
    """A page of alerts."""

    watch: Annotated[str, Field(max_length=63)] | None = None
    kind: Literal["mentioned", "changed"] | None = None


class FeedbackBody(BaseModel):
    """What an alert was worth."""

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
def give_feedback(desk: Desk, key: AlertReader, alert_id: AlertId, body: FeedbackBody) -> None:
    """Say what an alert was worth; the last word counts."""
    now = desk.now()
    with write_transaction(desk.stores.alert) as tx:
        alert = find_own(tx, key, alert_id)
        feedback.save_feedback(tx, Feedback(alert, body.label, body.note, key.owner, now))
        audit(tx, key, "feedback.given", f"{alert_id} {body.label}", now)


@router.get("/watches/{watch_id}/alerts.atom", response_class=Response)
def read_feed(desk: Desk, key: AlertReader, watch_id: WatchId, request: Request) -> Response:
    """The newest alerts of a watch as an Atom feed."""
    with read_transaction(desk.stores.alert) as tx:
        check_watch(tx, key, watch_id)
        wanted = SearchFilter(watch=watch_id)
        page = cut_page(list_sent(tx, wanted), FEED_ENTRIES, lambda one: one.alert_id)
    feed = render_feed(str(request.url), watch_id, page.items, desk.now())
    return Response(feed, media_type="application/atom+xml")


@router.get("/watches/{watch_id}/live", response_class=StreamingResponse)
async def follow_watch(
    desk: Desk, key: AlertReader, watch_id: WatchId, request: Request,
    last_event_id: Annotated[str | None, Header(max_length=64)] = None,
) -> StreamingResponse:  # fmt: skip
    """The alerts of a watch as they are sent (Server-Sent Events), from Last-Event-ID on."""
    await asyncio.to_thread(require_watch, desk, key, watch_id)
    events = follow_alerts(desk, watch_id, last_event_id, request)
    return StreamingResponse(events, media_type="text/event-stream")


async def follow_alerts(
    desk: DeskDependencies, watch_id: str, last_id: str | None, request: Request
) -> AsyncIterator[bytes]:
    """Events, and a comment now and then so that a dead connection is noticed."""
    yield b": following\n\n"
    seen = last_id or await asyncio.to_thread(find_newest, desk, watch_id)
    polls = 0
    while not await request.is_disconnected():
        for alert in await asyncio.to_thread(list_newer, desk, watch_id, seen):
            seen = alert.alert_id
            data = alert.model_dump_json(exclude_none=True)
            yield f"id: {alert.alert_id}\nevent: {alert.msg_type}\ndata: {data}\n\n".encode()
        polls += 1
        if polls % HEARTBEAT_POLLS == 0:
            yield b": still here\n\n"
        await asyncio.sleep(POLL_SECONDS)


def find_newest(desk: DeskDependencies, watch_id: str) -> str | None:
    """The id of the newest alert of a watch that was sent."""
    with read_transaction(desk.stores.alert) as tx:
        newest = next(list_sent(tx, SearchFilter(watch=watch_id)), None)
    return newest.alert_id if newest else None


def list_newer(desk: DeskDependencies, watch_id: str, seen: str | None) -> list[Alert]:
    """The alerts of a watch that came after one, oldest first; at most a page."""
    newer: list[Alert] = []
    with read_transaction(desk.stores.alert) as tx:
        for alert in list_sent(tx, SearchFilter(watch=watch_id)):
            if alert.alert_id == seen or len(newer) >= FEED_ENTRIES:
                break
            newer.append(alert)
    return newer[::-1]


def list_own(tx: Transaction, key: ApiKey, wanted: SearchFilter) -> Iterator[Alert]:
    """The alerts of the key's watches."""
    own = {one.watch.id for one in stored_watches.list_watches(tx) if owns_watch(key, one.origin)}
    return (
        alert
        for alert in search.search_alerts(tx, wanted)
        if key.is_admin or alert.watch.watch_id in own
    )


def list_sent(tx: Transaction, wanted: SearchFilter) -> Iterator[Alert]:
    """The alerts that were sent, newest first."""
    found = search.search_alerts(tx, wanted)
    return (alert for alert in found if alert.suppressed_because is None)


def find_own(tx: Transaction, key: ApiKey, alert_id: str) -> Alert:
    """The alert of an id, when its watch is the key's; another's is not there."""
    alert = explanations.list_alert_bodies(tx, [alert_id]).get(alert_id)
    if alert is None or not may_see(tx, key, alert.watch.watch_id):
        raise ApiError(404, f"there is no alert {alert_id}")
    return alert


def check_watch(tx: Transaction, key: ApiKey, watch_id: str) -> None:
    """Refuse a watch that is not the key's."""
    if not may_see(tx, key, watch_id):
        raise ApiError(404, f"there is no watch {watch_id}")


def require_watch(desk: DeskDependencies, key: ApiKey, watch_id: str) -> None:
    """Refuse a watch that is not the key's."""
    with read_transaction(desk.stores.alert) as tx:
        check_watch(tx, key, watch_id)


def may_see(tx: Transaction, key: ApiKey, watch_id: str) -> bool:
    """Whether a watch is there, and the key's; an admin also sees alerts of removed watches."""
    stored = stored_watches.find_watch(tx, watch_id)
    return key.is_admin or (stored is not None and owns_watch(key, stored.origin))
