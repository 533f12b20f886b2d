"""Feeds as people and programs are shown them: without keys, and with how the last poll ended."""

from typing import Any, NamedTuple

from rich.table import Table
from rich.text import Text

from pactwire.cli.terminal import TerminalConsole
from pactwire.domain.intake.feed_address import mask_feed_address
from pactwire.edges.store.feed_subscriptions import FeedPoll
from pactwire.settings import FeedSettings


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
    def label(self) -> str:
        """Its name, or its address without keys."""
        return self.feed.name or mask_feed_address(self.url)


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


def print_feeds(followed: list[FollowedFeed]) -> None:
    """The feeds as a table for people."""
    table = Table("name", "address", "every", "from", "last poll", "next", box=None)
    for one in followed:
        poll = one.poll
        cells = (
            one.feed.name or "", mask_feed_address(one.url), f"{one.feed.interval:g} s", one.origin,
            f"{poll.polled_at:%H:%M:%S} {format_result(poll)}" if poll.polled_at else "none yet",
            f"{poll.next_at:%H:%M:%S}" if poll.next_at else "",
        )  # fmt: skip
        table.add_row(*(Text(cell) for cell in cells))
    TerminalConsole(soft_wrap=True).print(table)


def format_result(poll: FeedPoll) -> str:
    """How a poll ended, in words."""
    if poll.why:
        times = f", {poll.failures} times in a row" if poll.failures > 1 else ""
        return f"failed: {poll.why}{times}"
    if not poll.entries:
        return "nothing new"
    left_out = f", {len(poll.left_out)} left out" if poll.left_out else ""
    return f"{poll.entries} entries{left_out}"
