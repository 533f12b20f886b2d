"""Feeds that are polled: shared by all, as the articles are that they bring."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from pactwire.desk.api.changes import FeedChange
from pactwire.desk.api.deps import Desk, DeskDependencies, FeedKeeper
from pactwire.desk.api.etags import IfMatch, check_match, compute_etag
from pactwire.desk.api.kept_route import FeedRoute
from pactwire.desk.api.problems import ApiError
from pactwire.desk.feeds import (
    FROM_SETTINGS,
    FollowedFeed,
    describe_feed,
    list_followed,
    remove_feeds,
    save_feeds,
    to_settings,
)
from pactwire.domain.intake.feed_address import parse_feed_address
from pactwire.domain.intake.opml import ListedFeed
from pactwire.edges.store import (
    Transaction,
    feed_subscriptions,
    read_transaction,
)

router = APIRouter(prefix="/v1/feeds", tags=["feeds"], route_class=FeedRoute)

FeedId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$")]


class FeedChoices(BaseModel):
    """How a feed is polled, and what its articles are taken for."""

    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    """Name of the source; the feed's own title when left out."""
    interval: Annotated[float, Field(ge=10, le=86_400)] = 300
    """Seconds between polls."""
    tier: Annotated[int, Field(ge=1, le=5)] | None = None
    owner: Annotated[str, Field(min_length=1, max_length=500)] | None = None
    """Who owns the source; sources of one owner count once."""
    language: Annotated[str, Field(min_length=2, max_length=35)] | None = None


class NewFeed(FeedChoices):
    """A feed to be polled."""

    url: Annotated[str, Field(min_length=1, max_length=4000)]


class ShownFeed(BaseModel):
    """A feed and how its last poll ended."""

    model_config = ConfigDict(extra="allow")

    feed_id: str
    url: str
    """Without keys."""
    origin: str


class RequestedPoll(BaseModel):
    """A poll that was asked for."""

    feed_id: str
    request: int


@router.get("")
def list_feeds(desk: Desk, key: FeedKeeper) -> list[ShownFeed]:
    """All feeds: those of the settings, and those that were added."""
    del key
    with read_transaction(desk.stores.ingest) as tx:
        return [show_feed(one) for one in list_followed(desk.feeds, tx)]


@router.post("", status_code=201)
def add_feed(change: FeedChange, body: NewFeed, response: Response) -> ShownFeed:
    """Add a feed, which is polled at once; 409 when it is there already."""
    desk = change.desk
    address = parse_feed_address(body.url)
    wanted = to_settings(ListedFeed(address), choices(body))
    with change.transaction() as tx:
        known = {one.url for one in list_followed(desk.feeds, tx)}
        if str(wanted.url) in known:
            raise ApiError(409, "this feed is there already; change it by its id")
        save_feeds(desk.feeds, tx, [wanted], desk.now())
        found = next(one for one in list_followed(desk.feeds, tx) if one.url == str(wanted.url))
        shown = show_feed(found)
        change.complete(tx, "feed.added", found.feed_id, shown)
    response.headers["ETag"] = format_etag(found)
    return shown


@router.get("/{feed_id}")
def get_feed(desk: Desk, key: FeedKeeper, feed_id: FeedId, response: Response) -> ShownFeed:
    """A feed; its ETag is what a change must name."""
    del key
    with read_transaction(desk.stores.ingest) as tx:
        found = find_feed(desk, tx, feed_id)
    response.headers["ETag"] = format_etag(found)
    return show_feed(found)


@router.put("/{feed_id}")
def put_feed(
    change: FeedChange, feed_id: FeedId, body: FeedChoices, response: Response,
    if_match: IfMatch = None,
) -> ShownFeed:  # fmt: skip
    """Change how a feed is polled; names it in If-Match."""
    desk = change.desk
    with change.transaction() as tx:
        found = find_changeable(desk, tx, feed_id)
        check_match(if_match, format_etag(found), f"feed {feed_id}")
        wanted = to_settings(ListedFeed(found.url), choices(body))
        save_feeds(desk.feeds, tx, [wanted], desk.now())
        changed = find_feed(desk, tx, feed_id)
        shown = show_feed(changed)
        change.complete(tx, "feed.changed", feed_id, shown)
    response.headers["ETag"] = format_etag(changed)
    return shown


@router.delete("/{feed_id}", status_code=204)
def delete_feed(change: FeedChange, feed_id: FeedId, if_match: IfMatch = None) -> None:
    """Poll a feed no more; what it brought stays."""
    desk = change.desk
    with change.transaction() as tx:
        found = find_changeable(desk, tx, feed_id)
        check_match(if_match, format_etag(found), f"feed {feed_id}")
        remove_feeds(tx, [found])
        change.complete(tx, "feed.removed", feed_id)


@router.post("/{feed_id}/poll", status_code=202)
def poll_feed(change: FeedChange, feed_id: FeedId) -> RequestedPoll:
    """Ask the running ingest service to poll a feed now; the feed then says how it ended."""
    desk = change.desk
    with change.transaction() as tx:
        found = find_feed(desk, tx, feed_id)
        numbers = feed_subscriptions.request_polls(tx, [found.url])
        requested = RequestedPoll(feed_id=feed_id, request=numbers[found.url])
        change.complete(tx, "feed.polled", feed_id, requested)
    return requested


def find_feed(desk: DeskDependencies, tx: Transaction, feed_id: str) -> FollowedFeed:
    """The feed of an id."""
    for one in list_followed(desk.feeds, tx):
        if one.feed_id == feed_id:
            return one
    raise ApiError(404, f"there is no feed {feed_id}")


def find_changeable(desk: DeskDependencies, tx: Transaction, feed_id: str) -> FollowedFeed:
    """The feed of an id, when it was added and does not stand in the settings."""
    found = find_feed(desk, tx, feed_id)
    if found.origin == FROM_SETTINGS:
        raise ApiError(409, "this feed is in the settings (ingest.feeds); change it there")
    return found


def choices(body: FeedChoices) -> dict[str, Any]:
    """What was chosen, without the address."""
    return body.model_dump(exclude={"url"}, exclude_none=True)


def show_feed(one: FollowedFeed) -> ShownFeed:
    """A feed as it is answered."""
    return ShownFeed(feed_id=one.feed_id, **describe_feed(one))


def format_etag(one: FollowedFeed) -> str:
    """The ETag of what was chosen: polls change nothing of it."""
    return compute_etag(one.feed.model_dump_json())
