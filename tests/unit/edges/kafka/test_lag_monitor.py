"""What the lag monitor makes of answers that a broker gives while it goes away."""

from collections.abc import Mapping
from typing import Any

import pytest

from pactwire.edges.health_checks import Health
from pactwire.edges.kafka.in_flight import Partition
from pactwire.edges.kafka.lag_monitor import LagMonitor
from pactwire.errors import PactwireError, Retryable
from pactwire.metrics import Metrics

P0, P1 = ("t", 0), ("t", 1)
POSITIONS: Mapping[Partition, int | None] = {P0: 5, P1: 7}


class Answers:
    """The broker's answers, one after the other; the broker is the only fake."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)

    def fetch_watermarks(self, partitions: object) -> Any:
        del partitions
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def monitor(*answers: Any) -> tuple[LagMonitor, Health, Metrics]:
    health, metrics = Health(), Metrics("enrich", "test")
    return LagMonitor("enrich", Answers(*answers), metrics, health), health, metrics  # type: ignore[arg-type]


def lag(metrics: Metrics) -> float | None:
    return metrics.registry.get_sample_value("pactwire_consumer_lag_records", {"stage": "enrich"})


@pytest.mark.parametrize(
    "answer",
    [
        {P1: (0, 7)}, {}, {P0: (0, -1), P1: (0, 7)}, {P0: (-1, -1), P1: (-1, -1)},
        Retryable("no offsets: KeyError(TopicPartition{topic=t,partition=0})"),
    ],
)  # fmt: skip
async def test_offsets_that_are_not_known_are_neither_a_lag_nor_a_truncation(answer: Any) -> None:
    known = {P0: (0, 9), P1: (0, 7)}
    watch, health, metrics = monitor(known, answer, known)
    watch.report_assignment(2)
    ready = []
    for _ in range(3):
        await watch.check(POSITIONS, {}, 1)
        ready.append(health.ready()[0])
        assert lag(metrics) == 4
    assert ready == [True, False, True]


async def test_a_partition_that_ends_before_its_position_is_said_to_be_cut_off() -> None:
    watch, _, _ = monitor({P0: (0, 3), P1: (0, 7)})
    with pytest.raises(PactwireError, match="ends before offset 5"):
        await watch.check(POSITIONS, {P0: 3, P1: 7}, 1)
