"""Monitors the lag of one stage: asks the broker, updates health checks and metrics.

`watchdog` decides whether the stage is stalled. Faust is not asked: it is what is monitored.
"""

import asyncio
from collections.abc import Mapping

from pactwire.edges import clock
from pactwire.edges.health_checks import Health
from pactwire.edges.kafka.in_flight import Partition
from pactwire.edges.kafka.offsets import WatermarkClient
from pactwire.edges.kafka.watchdog import (
    ProgressWatchdog,
    Watermarks,
    find_truncated,
    raise_ends,
    total_lag,
)
from pactwire.edges.readiness import CHECK_LIFETIME
from pactwire.errors import PactwireError, Retryable
from pactwire.metrics import Metrics


class LagMonitor:
    """The checks `<stage> partitions`, `<stage> lag` and `broker` of a service's health."""

    def __init__(
        self, stage: str, client: WatermarkClient, metrics: Metrics, health: Health
    ) -> None:
        """Set the stage's checks to not ready until they are first made."""
        self._stage = stage
        self._client = client
        self._health = health
        self._lag = metrics.lag.labels(stage)
        self._assigned = metrics.assigned.labels(stage)
        self._watchdog = ProgressWatchdog(clock.monotonic())
        for check in ("partitions", "lag"):
            health.set(f"{stage} {check}", ok=False, why="starting")

    def report_assignment(self, partitions: int) -> None:
        """Note the number of partitions assigned; none is fine when there are more workers."""
        self._assigned.set(partitions)
        self._health.set(f"{self._stage} partitions", ok=True, why=f"{partitions} assigned")

    async def check(
        self, positions: Mapping[Partition, int | None], fetched: Mapping[Partition, int], done: int
    ) -> None:
        """Compare offsets once and update checks and metrics.

        `positions` are the assigned partitions and what was acknowledged of them, None where
        nothing was yet; `fetched` the end offsets that fetches reported; `done` the number of
        events acknowledged.

        Raises:
            PactwireError: no progress for a minute, or a truncated partition.
        """
        self._health.record_heartbeat()
        behind: int | None = None
        try:
            reported = await asyncio.to_thread(self._client.fetch_watermarks, positions)
        except Retryable as error:
            self._health.set("broker", ok=False, why=str(error), lasts=CHECK_LIFETIME)
        else:
            behind = measure_lag(raise_ends(reported, fetched), positions, fetched)
            self._health.set("broker", ok=True, why="answers", lasts=CHECK_LIFETIME)
        if behind is not None:
            self._lag.set(behind)
        why = "not known" if behind is None else f"{behind} records"
        self._health.set(f"{self._stage} lag", ok=behind is not None, why=why, lasts=CHECK_LIFETIME)
        if self._watchdog.assess(clock.monotonic(), behind, done) == "stalled":
            raise PactwireError(f"{self._stage} makes no progress with {behind} records to go")


def measure_lag(
    watermarks: Watermarks,
    positions: Mapping[Partition, int | None],
    fetched: Mapping[Partition, int],
) -> int | None:
    """Records not yet acknowledged; None while the offsets of a partition are not known.

    Raises:
        PactwireError: a partition that was fetched from ends before its acknowledged offset.
    """
    known = {part: at for part, at in positions.items() if at is not None}
    verified = {part: at for part, at in known.items() if part in fetched}
    if truncated := find_truncated(watermarks, verified):
        raise truncation_error(truncated, known[truncated])
    return total_lag(watermarks, known) if watermarks.keys() >= positions.keys() else None


def truncation_error(partition: Partition, position: int) -> PactwireError:
    """The error for a partition that ends before its acknowledged offset."""
    topic, number = partition
    return PactwireError(
        f"partition {number} of {topic} ends before offset {position}, which was acknowledged: "
        "the topic was made anew or cut off, and records may have been passed over. Set the "
        "offsets anew with `pactwire topics reset GROUP --to earliest`, then start again"
    )
