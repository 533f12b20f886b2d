"""Alerts of a watch as they are sent: live as Server-Sent Events, and as an Atom feed."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Header, Path, Request
from fastapi.responses import Response, StreamingResponse

from pactwire.desk.api.alert_routes import may_see
from pactwire.desk.api.atom import render_feed
from pactwire.desk.api.deps import AlertReader, Desk, DeskDependencies
from pactwire.desk.api.kept_route import KeyedRoute
from pactwire.desk.api.problems import ApiError
from pactwire.domain.access import ApiKey, find_end
from pactwire.edges.clock import wait_until_set
from pactwire.edges.store import (
    Transaction,
    explanations,
    held_alerts,
    read_transaction,
)
from pactwire.edges.store.api_keys import find_key
from pactwire.errors import Retryable
from pactwire_schemas import Alert
from pactwire_schemas.watch import SLUG

router = APIRouter(prefix="/v1/watches/{watch_id}", tags=["alerts"], route_class=KeyedRoute)

WatchId = Annotated[str, Path(pattern=SLUG)]
LastEventId = Annotated[
    str | None,
    Header(max_length=64, description="The last event that was seen; those after it come."),
]
POLL_SECONDS = 1.0
HEARTBEAT_POLLS = 15
FEED_ENTRIES = 50
PAGE = 50
"""Alerts that are read at a time by those who follow."""
OVERLAP = timedelta(seconds=10)
"""How far back each look goes: what is sent first may be committed second."""


@dataclass
class Following:
    """How far somebody has followed the alerts of a watch."""

    desk: DeskDependencies
    key_id: str
    watch_id: str
    since: datetime
    seen: set[str] = field(default_factory=set)

    def list_new(self) -> list[Alert] | None:
        """The next alerts that were sent, oldest first; a page at most.

        None when the key is over by now, or the watch no longer there.
        """
        with read_transaction(self.desk.stores.alert) as tx:
            if not self._is_allowed(tx):
                return None
            sent = held_alerts.list_sent_since(tx, self.watch_id, self.since - OVERLAP)
            new = [place for place in sent if place[1] not in self.seen][:PAGE]
            bodies = explanations.list_alert_bodies(tx, [alert_id for _, alert_id in new])
        self.seen = {one for _, one in sent if one in self.seen} | {one for _, one in new}
        self.since = max((self.since, *(moment for moment, _ in new)))
        return [bodies[alert_id] for _, alert_id in new]

    def _is_allowed(self, tx: Transaction) -> bool:
        key = find_key(tx, self.key_id)
        if key is None or find_end(key, self.desk.now()):
            return False
        return may_see(tx, key, self.watch_id)


@router.get(
    "/alerts.atom",
    response_class=Response,
    responses={200: {"content": {"application/atom+xml": {}}, "description": "The feed."}},
)
def read_feed(desk: Desk, key: AlertReader, watch_id: WatchId, request: Request) -> Response:
    """The newest alerts of a watch as an Atom feed."""
    with read_transaction(desk.stores.alert) as tx:
        check_watch(tx, key, watch_id)
        alerts = held_alerts.list_newest_sent(tx, watch_id, FEED_ENTRIES)
    feed = render_feed(str(request.url), watch_id, alerts, desk.now())
    return Response(feed, media_type="application/atom+xml")


@router.get(
    "/live",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}, "description": "Events, as they come."}},
)
async def follow_watch(
    desk: Desk, key: AlertReader, watch_id: WatchId, last_event_id: LastEventId = None
) -> StreamingResponse:
    """The alerts of a watch as they are sent (Server-Sent Events), from Last-Event-ID on.

    Without Last-Event-ID those come that are sent from now on.
    """
    following = await asyncio.to_thread(begin_following, desk, key, watch_id, last_event_id)
    events = stream_alerts(following, desk.stopping)
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(events, media_type="text/event-stream", headers=headers)


def begin_following(
    desk: DeskDependencies, key: ApiKey, watch_id: str, last_id: str | None
) -> Following:
    """Where somebody begins to follow: behind an alert, or behind all that were sent."""
    with read_transaction(desk.stores.alert) as tx:
        check_watch(tx, key, watch_id)
        since = desk.now()
        if last_id is not None:
            since = require_moment(tx, watch_id, last_id)
        last = (since, last_id) if last_id else (since, "~")
        sent = held_alerts.list_sent_since(tx, watch_id, since - OVERLAP)
    seen = {one[1] for one in sent if one <= last}
    return Following(desk, key.key_id, watch_id, since, seen)


def require_moment(tx: Transaction, watch_id: str, alert_id: str) -> datetime:
    """When an alert was sent; refuses one that is not, or no longer, among those that were."""
    moment = held_alerts.find_sent_moment(tx, watch_id, alert_id)
    if moment is None:
        raise ApiError(
            422, f"Last-Event-ID {alert_id!r} is unknown: see /v1/alerts, and follow without it"
        )
    return moment


async def stream_alerts(following: Following, stopping: asyncio.Event) -> AsyncIterator[bytes]:
    """Events, and a comment now and then so that a dead connection is noticed."""
    yield b": following\n\n"
    polls = 0
    while not stopping.is_set():
        try:
            alerts = await asyncio.to_thread(following.list_new)
        except Retryable:
            return  # the client comes back with its Last-Event-ID, and is answered 503 meanwhile
        if alerts is None:
            return  # whoever comes back is told why
        for alert in alerts:
            yield format_event(alert)
        polls += 1
        if polls % HEARTBEAT_POLLS == 0:
            yield b": still here\n\n"
        if len(alerts) < PAGE:
            await wait_until_set(stopping, POLL_SECONDS)


def format_event(alert: Alert) -> bytes:
    """An alert as a Server-Sent Event."""
    data = alert.model_dump_json(exclude_none=True)
    return f"id: {alert.alert_id}\nevent: {alert.msg_type}\ndata: {data}\n\n".encode()


def check_watch(tx: Transaction, key: ApiKey, watch_id: str) -> None:
    """Refuse a watch that is not the key's."""
    if not may_see(tx, key, watch_id):
        raise ApiError(404, f"there is no watch {watch_id}")
