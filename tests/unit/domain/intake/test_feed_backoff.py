"""When a feed is asked again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactwire.domain.intake.feed_backoff import HOUR, LONGEST, PollDelay, next_poll


def test_a_feed_that_answers_is_asked_at_its_interval() -> None:
    assert next_poll(300, 0, None, 0).seconds == 300


def test_each_failure_doubles_the_wait_up_to_a_limit() -> None:
    waits = [next_poll(300, failures, None, 0).seconds for failures in range(1, 12)]
    assert waits[:3] == [600, 1200, 2400]
    assert waits[-1] == LONGEST


def test_the_servers_retry_after_holds_when_it_is_longer_and_within_a_day() -> None:
    assert next_poll(300, 1, 3 * HOUR, 0).seconds == 3 * HOUR
    assert next_poll(300, 1, 1, 0).seconds == 600
    assert next_poll(300, 1, 1e9, 0).seconds == 24 * HOUR


@given(st.floats(1, 1e5), st.integers(0, 50), st.floats(0, 1))
def test_a_wait_is_never_shorter_than_the_interval(
    interval: float, failures: int, jitter: float
) -> None:
    assert next_poll(interval, failures, None, jitter).seconds >= interval


@pytest.mark.parametrize(
    ("failures", "retry_after", "jitter", "wait"),
    [
        (0, None, 0.0, PollDelay(300, "the feed's interval")),
        (0, None, 1.0, PollDelay(330, "the feed's interval")),
        (1, None, 0.0, PollDelay(600, "1 failures in a row")),
        (2, None, 0.5, PollDelay(1260, "2 failures in a row")),
        (50, None, 1.0, PollDelay(LONGEST, "50 failures in a row")),
        (0, 301, 0.0, PollDelay(301, "the server asked for it")),
        (2, 1201, 0.0, PollDelay(1201, "the server asked for it")),
        (2, 1200, 0.0, PollDelay(1200, "2 failures in a row")),
        (0, 25 * HOUR, 0.0, PollDelay(24 * HOUR, "the server asked for it")),
    ],
)
def test_a_wait_says_what_decided_it(
    failures: int, retry_after: float | None, jitter: float, wait: PollDelay
) -> None:
    assert next_poll(300, failures, retry_after, jitter) == wait


def test_a_feed_with_an_interval_above_the_limit_is_not_asked_more_often_when_it_fails() -> None:
    assert next_poll(2 * LONGEST, 3, None, 0).seconds == 2 * LONGEST


@pytest.mark.parametrize(
    ("interval", "longest"), [(30, 240), (300, 2400), (1800, 2400), (7200, 7200)]
)
def test_a_feed_that_fails_for_long_is_asked_again_near_its_interval(
    interval: float, longest: float
) -> None:
    assert next_poll(interval, 1000, None, 0).seconds == longest
