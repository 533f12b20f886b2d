"""Detects a stage that has stopped making progress: pure decisions from offsets and times."""

from collections.abc import Mapping
from typing import Literal

from pactwire.edges.kafka.in_flight import Partition

STALL_TIMEOUT = 60.0
"""Seconds without progress while there is lag."""

ProgressState = Literal["idle", "moving", "waiting", "stalled", "unknown"]
Watermarks = Mapping[Partition, tuple[int, int]]
"""First and end offset of each partition, as the broker reports them."""


class ProgressWatchdog:
    """Monitors one stage: `stalled` after `stall_timeout` seconds of lag without progress."""

    def __init__(self, now: float, stall_timeout: float = STALL_TIMEOUT) -> None:
        """`now` and all later times are monotonic seconds."""
        self._stall_timeout = stall_timeout
        self._last_progress = now
        self._acknowledged = 0

    def assess(self, now: float, lag: int | None, acknowledged: int) -> ProgressState:
        """The state, by the lag (None: unknown) and the number of events acknowledged so far."""
        state: ProgressState = "waiting"
        if lag is None:
            state = "unknown"
        elif lag == 0:
            state = "idle"
        elif acknowledged != self._acknowledged:
            state = "moving"
        if state != "waiting":
            self._last_progress = now
        self._acknowledged = acknowledged
        return "stalled" if now - self._last_progress >= self._stall_timeout else state


def raise_ends(watermarks: Watermarks, ends: Mapping[Partition, int]) -> Watermarks:
    """The watermarks, with end offsets no lower than those known from elsewhere."""
    return {
        partition: (first, max(end, ends.get(partition, end)))
        for partition, (first, end) in watermarks.items()
    }


def total_lag(watermarks: Watermarks, positions: Mapping[Partition, int]) -> int | None:
    """Records on the broker and not yet acknowledged; None when an end is not known (below 0)."""
    if any(end < 0 for _, end in watermarks.values()):
        return None
    return sum(
        max(0, end - max(first, positions.get(partition, first)))
        for partition, (first, end) in watermarks.items()
    )


def find_truncated(watermarks: Watermarks, positions: Mapping[Partition, int]) -> Partition | None:
    """A partition that ends before its acknowledged offset: recreated or truncated.

    An end below 0 is not known, and says nothing.
    """
    for partition, (_, end) in watermarks.items():
        if 0 <= end < positions.get(partition, 0):
            return partition
    return None
