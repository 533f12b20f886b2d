"""What becomes of a delivery after each attempt, as pure decisions."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactwire.domain.delivery.retry import (
    DISABLE_AFTER,
    AttemptResult,
    State,
    next_step,
    outcome_of_status,
    reason_to_disable,
)
from pactwire.settings import DeliverSettings
from pactwire_schemas.delivery import Outcome

NOW = datetime(2026, 2, 9, 12, tzinfo=UTC)
SCHEDULE = DeliverSettings().retry_schedule


def ended(status: int, retry_after: float | None = None) -> AttemptResult:
    return AttemptResult(outcome_of_status(status), status, 0.1, retry_after=retry_after)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "delivered"), (204, "delivered"), (301, "redirected"), (400, "rejected"),
        (404, "rejected"), (410, "gone"), (429, "throttled"), (500, "failed"), (503, "failed"),
    ],
)  # fmt: skip
def test_only_2xx_is_success(status: int, outcome: str) -> None:
    assert outcome_of_status(status) == outcome


def test_the_schedule_spans_three_days_and_then_gives_up() -> None:
    waits = []
    for attempt in range(1, 10):
        step = next_step(ended(500), attempt, SCHEDULE, NOW, 0.5)
        assert step.due_at is not None
        waits.append((step.due_at - NOW).total_seconds())
    assert waits == list(SCHEDULE)
    assert sum(waits) > 3 * 86_400
    last = next_step(ended(500), 10, SCHEDULE, NOW, 0.5)
    assert (last.state, last.due_at) == ("failed", None)
    assert "10 attempts" in last.because


@given(st.integers(1, 9), st.floats(0, 1))
def test_jitter_moves_a_wait_by_a_fifth_at_most(attempt: int, jitter: float) -> None:
    step = next_step(ended(500), attempt, SCHEDULE, NOW, jitter)
    assert step.due_at is not None
    wait = (step.due_at - NOW).total_seconds()
    assert 0.8 <= wait / SCHEDULE[attempt - 1] <= 1.2 + 1e-9


def test_the_receivers_retry_after_holds_when_it_is_longer() -> None:
    later = next_step(ended(429, retry_after=60), 1, SCHEDULE, NOW, 0.5)
    assert later.due_at == NOW + timedelta(seconds=60)
    assert "asked" in later.because
    sooner = next_step(ended(429, retry_after=1), 1, SCHEDULE, NOW, 0.5)
    assert sooner.due_at == NOW + timedelta(seconds=5)
    absurd = next_step(ended(503, retry_after=1e9), 1, SCHEDULE, NOW, 0.5)
    assert absurd.due_at == NOW + timedelta(days=1)


def test_gone_ends_the_delivery_and_disables_the_endpoint() -> None:
    assert next_step(ended(410), 1, SCHEDULE, NOW, 0.5).state == "failed"
    assert reason_to_disable(ended(410), None, NOW) == "the receiver answered 410 Gone"


def test_five_days_of_nothing_but_failures_disable_the_endpoint() -> None:
    assert reason_to_disable(ended(500), NOW - timedelta(days=4), NOW) is None
    assert reason_to_disable(ended(500), NOW - timedelta(days=6), NOW)
    assert reason_to_disable(ended(200), NOW - timedelta(days=6), NOW) is None


WAITS = "attempt 2 of 10"
STEPS: dict[Outcome, tuple[str, str]] = {
    "delivered": ("delivered", "the receiver took it"),
    "gone": ("failed", "the receiver says it is gone for good (410)"),
    "rejected": ("pending", f"rejected, {WAITS}"),
    "throttled": ("pending", f"throttled, {WAITS}"),
    "redirected": ("pending", f"redirected, {WAITS}"),
    "failed": ("pending", f"failed, {WAITS}"),
    "timeout": ("pending", f"timeout, {WAITS}"),
    "refused": ("pending", f"refused, {WAITS}"),
    "unreachable": ("pending", f"unreachable, {WAITS}"),
    "blocked": ("pending", f"blocked, {WAITS}"),
}
"""What follows the first attempt."""


@pytest.mark.parametrize("outcome", get_args(Outcome))
def test_each_outcome_has_its_next_step_and_its_reason(outcome: Outcome) -> None:
    step = next_step(AttemptResult(outcome, None, 0.1), 1, SCHEDULE, NOW, 0.5)
    assert (step.state, step.because) == STEPS[outcome]
    due = NOW + timedelta(seconds=SCHEDULE[0]) if step.state == "pending" else None
    assert step.due_at == due


@pytest.mark.parametrize("outcome", get_args(Outcome))
def test_after_the_last_attempt_nothing_is_sent_again(outcome: Outcome) -> None:
    attempted = AttemptResult(outcome, None, 0.1, retry_after=60)
    step = next_step(attempted, len(SCHEDULE) + 1, SCHEDULE, NOW, 0.5)
    assert step.due_at is None
    state, because = STEPS[outcome]
    ended = (state, because) if state != "pending" else ("failed", "10 attempts failed")
    assert (step.state, step.because) == ended


def test_every_state_of_a_delivery_has_a_case() -> None:
    assert {state for state, _ in STEPS.values()} == set(get_args(State))


@pytest.mark.parametrize("outcome", get_args(Outcome))
def test_each_outcome_disables_an_endpoint_for_its_own_reason(outcome: Outcome) -> None:
    attempted = AttemptResult(outcome, None, 0.1)
    always = "the receiver answered 410 Gone" if outcome == "gone" else None
    assert reason_to_disable(attempted, None, NOW) == always
    assert reason_to_disable(attempted, NOW - DISABLE_AFTER, NOW) == always
    long_ago = NOW - DISABLE_AFTER - timedelta(seconds=1)
    failing = None if outcome == "delivered" else "nothing was delivered for 5 days"
    assert reason_to_disable(attempted, long_ago, NOW) == (always or failing)
