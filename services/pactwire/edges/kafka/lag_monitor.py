"""Looks after one stage: asks the broker how far it is behind, tells health and metrics, judges.

The judgement itself is `watchdog`'s; the engine is not asked, it is what is being looked after.
"""

import asyncio
from collections.abc import Mapping

from pactwire.edges import clock
from pactwire.edges.health_checks import Health
from pactwire.edges.kafka.in_flight import Partition
from pactwire.edges.kafka.offsets import Offsets
from pactwire.edges.kafka.watchdog import Watchdog, at_least, lag, went_back
from pactwire.errors import PactwireError, Retryable
from pactwire.metrics import Metrics


class LagMonitor:
    """The checks `<stage> partitions`, `<stage> lag` and `broker` of a service's health."""

    def __init__(self, stage: str, offsets: Offsets, metrics: Metrics, health: Health) -> None:
        """Nothing is well until it was looked at."""
        self._stage = stage
        self._offsets = offsets
        self._health = health
        self._lag = metrics.lag.labels(stage)
        self._assigned = metrics.assigned.labels(stage)
        self._watchdog = Watchdog(clock.monotonic())
        for check in ("partitions", "lag"):
            health.set(f"{stage} {check}", ok=False, why="starting")

    def shared(self, partitions: int) -> None:
        """The group has told us our partitions; none is fine when there are more workers."""
        self._assigned.set(partitions)
        self._health.set(f"{self._stage} partitions", ok=True, why=f"{partitions} assigned")

    async def look(
        self, positions: Mapping[Partition, int | None], fetched: Mapping[Partition, int], done: int
    ) -> None:
        """Look once.

        `positions` are the assigned partitions and what was acknowledged of them, None where
        nothing was yet; `fetched` the ends that fetches told; `done` the events acknowledged.

        Raises:
            PactwireError: no progress for a minute, or a partition that ends before its position.
        """
        self._health.beat()
        known = {part: at for part, at in positions.items() if at is not None}
        behind: int | None = None
        try:
            told = await asyncio.to_thread(self._offsets.marks, positions)
        except Retryable as error:
            self._health.set("broker", ok=False, why=str(error))
        else:
            marks = at_least(told, fetched)
            behind = lag(marks, known)
            sure = {part: at for part, at in known.items() if part in fetched}
            if gone := went_back(marks, sure):
                raise cut_off(gone, known[gone])
            self._health.set("broker", ok=True, why="answers")
            self._lag.set(behind)
        self._health.set(f"{self._stage} lag", ok=behind is not None, why=f"{behind} records")
        if self._watchdog.look(clock.monotonic(), behind, done) == "stalled":
            raise PactwireError(f"{self._stage} makes no progress with {behind} records to go")


def cut_off(partition: Partition, position: int) -> PactwireError:
    """The alarm for a log that is shorter than what was read of it."""
    topic, number = partition
    return PactwireError(
        f"partition {number} of {topic} ends before offset {position}, which was acknowledged: "
        "the topic was made anew or cut off, and records may have been passed over. Set the "
        "offsets of the consumer group anew, then start again"
    )
