"""When a service that ended starts again."""

import pytest

from pactwire.up.restarts import LONGEST_WAIT, STEADY, judge


@pytest.mark.parametrize(("code", "reason"), [(-9, "killed"), (1, "crashed"), (0, "ended")])
def test_an_ended_service_starts_again_soon(code: int, reason: str) -> None:
    verdict = judge(code, ran_for=3, failures=0)
    assert (verdict.reason, verdict.after, verdict.failures) == (reason, 0.5, 1)


def test_a_service_that_keeps_failing_waits_longer_up_to_a_bound() -> None:
    waits = [judge(1, ran_for=1, failures=n).after for n in range(10)]
    assert waits[:5] == [0.5, 1, 2, 4, 8]
    assert waits == sorted(waits)
    assert waits[-1] == LONGEST_WAIT


def test_a_steady_run_is_forgiven() -> None:
    assert judge(-9, ran_for=STEADY, failures=8).after == 0.5


def test_a_misconfigured_service_stays_down() -> None:
    verdict = judge(2, ran_for=1, failures=0)
    assert (verdict.reason, verdict.after) == ("misconfigured", None)
