"""Queries about feeds: those that were added by command, and how the last poll of each ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import orjson
from sqlalchemy import Row, delete, insert, select, update

from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.ingest_tables import feed_polls, feed_subscriptions
from pactwire.edges.store.upsert import upsert
from pactwire.settings import FeedSettings

KEPT_REASONS = 20
"""Entries of one poll whose reasons are kept."""


@dataclass(frozen=True)
class FeedPoll:
    """How the last poll of a feed ended; `why` is empty when it went well."""

    polled_at: datetime | None = None
    next_at: datetime | None = None
    failures: int = 0
    why: str = ""
    entries: int = 0
    """Entries that were read; 0 also when nothing was new."""
    left_out: tuple[str, ...] = ()
    requested: int = 0
    answered: int = 0
    """The newest request that this poll or one before it has answered."""


def save_subscription(tx: Transaction, feed: FeedSettings, at: datetime) -> bool:
    """Add a feed, or change it; True when it is new."""
    url = str(feed.url)
    known = tx.execute(select(feed_subscriptions).where(feed_subscriptions.c.url == url)).first()
    values = feed.model_dump(exclude={"url"})
    upsert(tx, feed_subscriptions, [{"url": url, **values, "added_at": at}])
    return known is None


def delete_subscription(tx: Transaction, url: str) -> bool:
    """Forget a feed; True when it was there."""
    found = tx.execute(delete(feed_subscriptions).where(feed_subscriptions.c.url == url))
    return bool(found.rowcount)


def list_subscriptions(tx: Transaction) -> list[FeedSettings]:
    """The feeds that were added by command, oldest first."""
    names = list(FeedSettings.model_fields)
    ordered = select(feed_subscriptions).order_by(
        feed_subscriptions.c.added_at, feed_subscriptions.c.url
    )
    return [
        FeedSettings.model_validate({name: getattr(row, name) for name in names})
        for row in tx.execute(ordered)
    ]


def list_polls(tx: Transaction) -> dict[str, FeedPoll]:
    """The last poll of each feed, by its address."""
    return {row.url: _read_poll(row) for row in tx.execute(select(feed_polls))}


def save_poll(tx: Transaction, url: str, poll: FeedPoll) -> None:
    """Keep how a poll ended; a request that came meanwhile stays open."""
    values = {
        "answered": poll.answered,
        "polled_at": poll.polled_at,
        "next_at": poll.next_at,
        "failures": poll.failures,
        "why": poll.why,
        "entries": poll.entries,
        "left_out": orjson.dumps(poll.left_out[:KEPT_REASONS]).decode(),
    }
    changed = tx.execute(update(feed_polls).where(feed_polls.c.url == url).values(values))
    if not changed.rowcount:
        tx.execute(insert(feed_polls).values({"url": url, "requested": poll.answered, **values}))


def request_polls(tx: Transaction, urls: Iterable[str]) -> dict[str, int]:
    """Ask for a poll of each feed; gives the number of each request."""
    known = list_polls(tx)
    numbers: dict[str, int] = {}
    for url in urls:
        if url not in known:
            save_poll(tx, url, FeedPoll())
        numbers[url] = known.get(url, FeedPoll()).requested + 1
        asked = update(feed_polls).where(feed_polls.c.url == url)
        tx.execute(asked.values(requested=numbers[url]))
    return numbers


def _read_poll(row: Row[tuple[object, ...]]) -> FeedPoll:
    return FeedPoll(
        polled_at=row.polled_at,
        next_at=row.next_at,
        failures=row.failures,
        why=row.why,
        entries=row.entries,
        left_out=tuple(orjson.loads(row.left_out)),
        requested=row.requested,
        answered=row.answered,
    )
