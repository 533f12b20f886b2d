"""When to ask a feed again: pure arithmetic on its interval, its failures and its server's wish."""

from dataclasses import dataclass

HOUR = 3600.0
LONGEST = 40 * 60.0
"""Seconds; a feed that is asked more seldom keeps its own interval."""
MOST_INTERVALS = 8
"""A feed that fails is asked again after so many of its intervals at most: it is soon back."""


@dataclass(frozen=True)
class PollDelay:
    """Seconds until the next poll, and why."""

    seconds: float
    because: str


def next_poll(
    interval: float, failures: int, retry_after: float | None, jitter: float
) -> PollDelay:
    """The wait after a poll.

    Args:
        interval: the feed's own, in seconds.
        failures: polls in a row that failed; 0 after one that worked.
        retry_after: what the server asked for, in seconds.
        jitter: 0 to 1; spreads feeds by up to a tenth.
    """
    spread = 1 + jitter / 10
    if not failures:
        wait, because = interval * spread, "the feed's interval"
    else:
        longest = max(interval, min(LONGEST, MOST_INTERVALS * interval))
        wait = min(interval * 2 ** min(failures, 16) * spread, longest)
        because = f"{failures} failures in a row"
    if retry_after and retry_after > wait:
        return PollDelay(min(retry_after, 24 * HOUR), "the server asked for it")
    return PollDelay(wait, because)
