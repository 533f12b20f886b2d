"""When a service that ended starts again."""

from typing import get_args

import pytest

from pactwire.up.restarts import LONGEST_WAIT, STEADY, ExitReason, RestartDecision, decide_restart


@pytest.mark.parametrize(("code", "reason"), [(-9, "killed"), (1, "crashed"), (0, "ended")])
def test_an_ended_service_starts_again_soon(code: int, reason: str) -> None:
    verdict = decide_restart(code, ran_for=3, failures=0)
    assert (verdict.reason, verdict.after, verdict.failures) == (reason, 0.5, 1)


def test_a_service_that_keeps_failing_waits_longer_up_to_a_bound() -> None:
    waits = [decide_restart(1, ran_for=1, failures=n).after for n in range(10)]
    assert waits[:5] == [0.5, 1, 2, 4, 8]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT


def test_a_steady_run_is_forgiven() -> None:
    assert decide_restart(-9, ran_for=STEADY, failures=8).after == 0.5


def test_a_misconfigured_service_stays_down() -> None:
    verdict = decide_restart(2, ran_for=1, failures=0)
    assert (verdict.reason, verdict.after) == ("misconfigured", None)


def test_what_ran_well_as_it_is_configured_starts_again() -> None:
    verdict = decide_restart(2, ran_for=1, failures=0, has_run=True)
    assert (verdict.reason, verdict.after) == ("misconfigured", 0.5)


ENDS: dict[ExitReason, tuple[int, RestartDecision]] = {
    "killed": (-9, RestartDecision("killed", 2.0, 3)),
    "crashed": (1, RestartDecision("crashed", 2.0, 3)),
    "ended": (0, RestartDecision("ended", 2.0, 3)),
    "misconfigured": (2, RestartDecision("misconfigured", None, 3)),
}
"""Exit codes of a service that ended twice before, and what is decided."""


@pytest.mark.parametrize("reason", get_args(ExitReason))
def test_every_reason_for_an_end_has_its_decision(reason: ExitReason) -> None:
    exit_code, verdict = ENDS[reason]
    assert decide_restart(exit_code, ran_for=1, failures=2) == verdict


@pytest.mark.parametrize(("ran_for", "failures"), [(STEADY - 0.1, 3), (STEADY, 1)])
def test_failures_count_from_the_last_steady_run(ran_for: float, failures: int) -> None:
    assert decide_restart(1, ran_for=ran_for, failures=2).failures == failures
