"""When a stage that looks alive is not: pure verdicts from offsets and times it is given."""

from collections.abc import Mapping
from typing import Literal

from pactwire.edges.kafka.in_flight import Partition

PATIENCE = 60.0
"""Seconds without progress while there is lag."""

Verdict = Literal["idle", "moving", "waiting", "stalled", "unknown"]
Marks = Mapping[Partition, tuple[int, int]]
"""First and end offset of each partition, as the broker tells them."""


class Watchdog:
    """Follows one stage: `stalled` once there was lag and no progress for `patience` seconds."""

    def __init__(self, now: float, patience: float = PATIENCE) -> None:
        """`now` and all later times are monotonic seconds."""
        self._patience = patience
        self._since = now
        self._acknowledged = 0

    def look(self, now: float, lag: int | None, acknowledged: int) -> Verdict:
        """Judge by the lag (None: the broker doesn't tell) and the events acknowledged so far."""
        verdict: Verdict = "waiting"
        if lag is None:
            verdict = "unknown"
        elif lag == 0:
            verdict = "idle"
        elif acknowledged != self._acknowledged:
            verdict = "moving"
        if verdict != "waiting":
            self._since = now
        self._acknowledged = acknowledged
        return "stalled" if now - self._since >= self._patience else verdict


def at_least(marks: Marks, ends: Mapping[Partition, int]) -> Marks:
    """The marks, with ends no lower than those known from elsewhere."""
    return {
        partition: (first, max(end, ends.get(partition, end)))
        for partition, (first, end) in marks.items()
    }


def lag(marks: Marks, positions: Mapping[Partition, int]) -> int:
    """Records that are on the broker and not yet acknowledged, over all partitions."""
    return sum(
        max(0, end - max(first, positions.get(partition, first)))
        for partition, (first, end) in marks.items()
    )


def went_back(marks: Marks, positions: Mapping[Partition, int]) -> Partition | None:
    """A partition that ends before what was acknowledged of it: made anew, or cut off."""
    for partition, (_, end) in marks.items():
        if positions.get(partition, 0) > end:
            return partition
    return None
