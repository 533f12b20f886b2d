from typing import get_args

import pytest

from pactwire.edges.kafka.watchdog import PATIENCE, Verdict, Watchdog, at_least, lag, went_back

P0, P1 = ("t", 0), ("t", 1)


def test_lag_without_progress_for_a_minute_is_a_stall() -> None:
    dog = Watchdog(now=0)

    assert dog.look(30, lag=5, acknowledged=0) == "waiting"
    assert dog.look(59, lag=5, acknowledged=0) == "waiting"
    assert dog.look(60, lag=5, acknowledged=0) == "stalled"


def test_progress_starts_the_minute_anew() -> None:
    dog = Watchdog(now=0)

    assert dog.look(50, lag=5, acknowledged=1) == "moving"
    assert dog.look(100, lag=5, acknowledged=1) == "waiting"
    assert dog.look(111, lag=5, acknowledged=1) == "stalled"


def test_an_idle_stage_may_rest_for_ever() -> None:
    dog = Watchdog(now=0)

    assert dog.look(1_000_000, lag=0, acknowledged=0) == "idle"
    assert dog.look(1_000_001, lag=1, acknowledged=0) == "waiting"


def test_a_broker_that_is_away_is_no_stall() -> None:
    dog = Watchdog(now=0)

    assert dog.look(300, lag=None, acknowledged=0) == "unknown"
    assert dog.look(301, lag=9, acknowledged=0) == "waiting"
    assert dog.look(360, lag=9, acknowledged=0) == "stalled"


def test_lag_counts_from_what_was_acknowledged_or_from_the_first_record_kept() -> None:
    assert lag({P0: (0, 10), P1: (100, 120)}, {P0: 4}) == 6 + 20
    assert lag({P0: (50, 60)}, {P0: 4}) == 10
    assert lag({P0: (0, 3)}, {P0: 9}) == 0


def test_a_partition_that_ends_before_what_was_acknowledged_is_found() -> None:
    assert went_back({P0: (0, 10), P1: (0, 3)}, {P0: 10, P1: 4}) == P1
    assert went_back({P0: (0, 10)}, {P0: 10}) is None


def test_ends_known_from_elsewhere_count_when_they_are_higher() -> None:
    assert at_least({P0: (0, 10), P1: (0, 3)}, {P0: 12, P1: 1}) == {P0: (0, 12), P1: (0, 3)}


LOOKS: dict[Verdict, tuple[float, int | None, int]] = {
    "unknown": (PATIENCE - 1, None, 0),
    "idle": (PATIENCE - 1, 0, 0),
    "moving": (PATIENCE - 1, 5, 1),
    "waiting": (PATIENCE - 1, 5, 0),
    "stalled": (PATIENCE, 5, 0),
}
"""Seconds since the start, lag and acknowledged events of a first look."""


@pytest.mark.parametrize("verdict", get_args(Verdict))
def test_every_verdict_has_a_case(verdict: Verdict) -> None:
    now, behind, acknowledged = LOOKS[verdict]
    assert Watchdog(now=0).look(now, lag=behind, acknowledged=acknowledged) == verdict
