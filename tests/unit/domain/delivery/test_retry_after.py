"""Retry-After: seconds or a date; anything else counts for nothing and raises nothing."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pactwire.domain.delivery.retry_after import parse_retry_after

NOW = datetime(2026, 2, 9, 12, tzinfo=UTC)
ODD = (
    "", "²", "٣", "-1", "+5", "1.5", "1e3", "0x10", "soon", "Mon, 01 Jan 2030", "99999",
    "Mon, 01 Jan 2030 00:00:00 +99999999999999999999", "Mon, 01 Jan 0000 00:00:00 GMT",
    "Mon, 01 Jan 99999 00:00:00 GMT", "Mon, 99 Foo 2030 77:00:00 GMT", ",", "1 2 3 4 5 6 7",
)  # fmt: skip


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0), (" 120 ", 120), ("Mon, 09 Feb 2026 12:01:00 GMT", 60),
        ("Monday, 09-Feb-26 12:01:00 GMT", 60), ("Mon, 09 Feb 2026 11:00:00 GMT", 0),
        ("Mon Feb  9 12:01:00 2026", 60), ("Mon, 09 Feb 2026 12:01:00 -0000", 60),
    ],
)  # fmt: skip
def test_seconds_and_dates_are_read(value: str, seconds: float) -> None:
    assert parse_retry_after(value, NOW) == seconds


@pytest.mark.parametrize("value", ODD)
@given(st.text())
def test_anything_else_raises_nothing(value: str, text: str) -> None:
    for one in (value, text, value + text):
        wait = parse_retry_after(one, NOW)
        assert wait is None or wait >= 0
