"""What becomes of a delivery after each attempt, as pure decisions."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactwire.domain.delivery.retry import Attempted, next_step, outcome_of, reason_to_disable
from pactwire.settings import DeliverSettings

NOW = datetime(2026, 2, 9, 12, tzinfo=UTC)
SCHEDULE = DeliverSettings().retry_schedule


def ended(status: int, retry_after: float | None = None) -> Attempted:
    return Attempted(outcome_of(status), status, 0.1, retry_after=retry_after)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "delivered"), (204, "delivered"), (301, "redirected"), (400, "rejected"),
        (404, "rejected"), (410, "gone"), (429, "throttled"), (500, "failed"), (503, "failed"),
    ],
)  # fmt: skip
def test_only_2xx_is_success(status: int, outcome: str) -> None:
    assert outcome_of(status) == outcome


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


def test_the_receivers_wish_is_heard_when_it_is_longer() -> None:
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
