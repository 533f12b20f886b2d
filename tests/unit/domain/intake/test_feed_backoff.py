"""When a feed is asked again."""

from hypothesis import given
from hypothesis import strategies as st

from pactwire.domain.intake.feed_backoff import HOUR, LONGEST, next_poll


def test_a_feed_that_answers_is_asked_at_its_interval() -> None:
    assert next_poll(300, 0, None, 0).seconds == 300


def test_each_failure_doubles_the_wait_up_to_a_limit() -> None:
    waits = [next_poll(300, failures, None, 0).seconds for failures in range(1, 12)]
    assert waits[:3] == [600, 1200, 2400]
    assert waits[-1] == LONGEST


def test_the_servers_wish_is_heard_when_it_is_longer_and_within_a_day() -> None:
    assert next_poll(300, 1, 3 * HOUR, 0).seconds == 3 * HOUR
    assert next_poll(300, 1, 1, 0).seconds == 600
    assert next_poll(300, 1, 1e9, 0).seconds == 24 * HOUR


@given(st.floats(1, 1e5), st.integers(0, 50), st.floats(0, 1))
def test_a_wait_is_never_shorter_than_the_interval(
    interval: float, failures: int, jitter: float
) -> None:
    assert next_poll(interval, failures, None, jitter).seconds >= interval
