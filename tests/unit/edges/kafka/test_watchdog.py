from typing import get_args

import pytest

from pactwire.edges.kafka.watchdog import (
    STALL_TIMEOUT,
    ProgressState,
    ProgressWatchdog,
    find_truncated,
    raise_ends,
    total_lag,
)

P0, P1 = ("t", 0), ("t", 1)


def test_lag_without_progress_for_a_minute_is_a_stall() -> None:
    watchdog = ProgressWatchdog(now=0)

    assert watchdog.assess(30, lag=5, acknowledged=0) == "waiting"
    assert watchdog.assess(59, lag=5, acknowledged=0) == "waiting"
    assert watchdog.assess(60, lag=5, acknowledged=0) == "stalled"


def test_progress_starts_the_minute_anew() -> None:
    watchdog = ProgressWatchdog(now=0)

    assert watchdog.assess(50, lag=5, acknowledged=1) == "moving"
    assert watchdog.assess(100, lag=5, acknowledged=1) == "waiting"
    assert watchdog.assess(111, lag=5, acknowledged=1) == "stalled"


def test_an_idle_stage_may_rest_for_ever() -> None:
    watchdog = ProgressWatchdog(now=0)

    assert watchdog.assess(1_000_000, lag=0, acknowledged=0) == "idle"
    assert watchdog.assess(1_000_001, lag=1, acknowledged=0) == "waiting"


def test_a_broker_that_is_away_is_no_stall() -> None:
    watchdog = ProgressWatchdog(now=0)

    assert watchdog.assess(300, lag=None, acknowledged=0) == "unknown"
    assert watchdog.assess(301, lag=9, acknowledged=0) == "waiting"
    assert watchdog.assess(360, lag=9, acknowledged=0) == "stalled"


def test_lag_counts_from_what_was_acknowledged_or_from_the_first_record_kept() -> None:
    assert total_lag({P0: (0, 10), P1: (100, 120)}, {P0: 4}) == 6 + 20
    assert total_lag({P0: (50, 60)}, {P0: 4}) == 10
    assert total_lag({P0: (0, 3)}, {P0: 9}) == 0


def test_a_partition_that_ends_before_what_was_acknowledged_is_found() -> None:
    assert find_truncated({P0: (0, 10), P1: (0, 3)}, {P0: 10, P1: 4}) == P1
    assert find_truncated({P0: (0, 10)}, {P0: 10}) is None


def test_ends_known_from_elsewhere_count_when_they_are_higher() -> None:
    assert raise_ends({P0: (0, 10), P1: (0, 3)}, {P0: 12, P1: 1}) == {P0: (0, 12), P1: (0, 3)}


FIRST_CHECKS: dict[ProgressState, tuple[float, int | None, int]] = {
    "unknown": (STALL_TIMEOUT - 1, None, 0),
    "idle": (STALL_TIMEOUT - 1, 0, 0),
    "moving": (STALL_TIMEOUT - 1, 5, 1),
    "waiting": (STALL_TIMEOUT - 1, 5, 0),
    "stalled": (STALL_TIMEOUT, 5, 0),
}
"""Seconds since the start, lag and acknowledged events of a first check."""


@pytest.mark.parametrize("state", get_args(ProgressState))
def test_every_state_has_a_case(state: ProgressState) -> None:
    now, behind, acknowledged = FIRST_CHECKS[state]
    watchdog = ProgressWatchdog(now=0)

    assert watchdog.assess(now, lag=behind, acknowledged=acknowledged) == state


@pytest.mark.parametrize("first", [0, -1])
def test_an_end_that_is_not_known_is_no_truncation_and_no_lag(first: int) -> None:
    unknown = {P0: (first, -1), P1: (0, 10)}

    assert find_truncated(unknown, {P0: 5, P1: 10}) is None
    assert total_lag(unknown, {P0: 5, P1: 10}) is None
    assert find_truncated(unknown, {P0: 5, P1: 11}) == P1
