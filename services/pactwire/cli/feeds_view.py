"""Feeds as people are shown them: without keys, and with how the last poll ended."""

from rich.table import Table
from rich.text import Text

from pactwire.cli.terminal import TerminalConsole
from pactwire.desk.feeds import FollowedFeed
from pactwire.domain.intake.feed_address import mask_feed_address
from pactwire.edges.store.feed_subscriptions import FeedPoll


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
