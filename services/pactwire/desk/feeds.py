"""Feeds as the command and the API keep them, with how the last poll of each ended."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import ValidationError

from pactwire.domain.identity import content_id
from pactwire.domain.intake.feed_address import mask_feed_address
from pactwire.domain.intake.opml import ListedFeed
from pactwire.edges.store import Transaction, feed_subscriptions
from pactwire.edges.store.feed_subscriptions import FeedPoll
from pactwire.errors import Misconfigured
from pactwire.settings import FeedSettings

FROM_SETTINGS, FROM_COMMAND = "settings", "command"
IN_SETTINGS = "in the settings already:"


class FollowedFeed(NamedTuple):
    """A feed in force, where it was set, and how its last poll ended."""

    feed: FeedSettings
    origin: str
    poll: FeedPoll

    @property
    def url(self) -> str:
        """Its whole address, which may hold keys."""
        return str(self.feed.url)

    @property
    def feed_id(self) -> str:
        """What it is called where its address may not stand."""
        return identify_feed(self.feed)

    @property
    def label(self) -> str:
        """Its name, or its address without keys."""
        return self.feed.name or mask_feed_address(self.url)


def identify_feed(feed: FeedSettings) -> str:
    """What a feed is called where its address may not stand."""
    return content_id("feed", str(feed.url))


def describe_feed(one: FollowedFeed) -> dict[str, Any]:
    """A feed as JSON, without keys."""
    poll, feed = one.poll, one.feed.model_dump(exclude={"url"})
    return {
        "url": mask_feed_address(one.url),
        **feed,
        "origin": one.origin,
        "polled_at": poll.polled_at.isoformat() if poll.polled_at else None,
        "next_at": poll.next_at.isoformat() if poll.next_at else None,
        "ok": None if poll.polled_at is None else not poll.why,
        "why": poll.why or None,
        "failures": poll.failures,
        "entries": poll.entries,
        "left_out": list(poll.left_out),
    }


def list_followed(configured: Sequence[FeedSettings], tx: Transaction) -> list[FollowedFeed]:
    """The feeds of the settings, then those that were added to the store."""
    added = feed_subscriptions.list_subscriptions(tx)
    polls = feed_subscriptions.list_polls(tx)
    own = {str(feed.url) for feed in configured}
    rows = [(feed, FROM_SETTINGS) for feed in configured]
    rows += [(feed, FROM_COMMAND) for feed in added if str(feed.url) not in own]
    return [
        FollowedFeed(feed, origin, polls.get(str(feed.url), FeedPoll())) for feed, origin in rows
    ]


def to_settings(listed: ListedFeed, chosen: dict[str, Any]) -> FeedSettings:
    """The feed with what the options choose; raises Misconfigured for a value that doesn't fit."""
    values = {name: value for name, value in vars(listed).items() if value is not None}
    try:
        return FeedSettings.model_validate({**values, **chosen})
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = ".".join(map(str, first["loc"]))
        raise Misconfigured(f"{mask_feed_address(listed.url)}: {name}: {first['msg']}") from None


def save_feeds(
    configured: Sequence[FeedSettings],
    tx: Transaction,
    wanted: Sequence[FeedSettings],
    now: datetime,
) -> list[str]:
    """Save the feeds; gives for each what became of it: added, changed, unchanged."""
    own = {str(feed.url) for feed in configured}
    known = {str(feed.url): feed for feed in feed_subscriptions.list_subscriptions(tx)}
    outcomes: list[str] = []
    for feed in wanted:
        if str(feed.url) in own:
            outcomes.append(IN_SETTINGS)
            continue
        if known.get(str(feed.url)) == feed:
            outcomes.append("unchanged")
            continue
        new = feed_subscriptions.save_subscription(tx, feed, now)
        outcomes.append("added" if new else "changed")
    return outcomes


def remove_feeds(tx: Transaction, chosen: Sequence[FollowedFeed]) -> None:
    """Poll feeds no more.

    Raises:
        Misconfigured: one of them is of the settings.
    """
    for one in chosen:
        if one.origin == FROM_SETTINGS:
            raise Misconfigured(f"{one.label} is in the settings (ingest.feeds); remove it there")
    for one in chosen:
        feed_subscriptions.delete_subscription(tx, one.url)
