"""Days and times as publishers write them; what cannot be an article's is none."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake_documents import READ_AT
from pactwire.domain.intake import Submission, admit
from pactwire.domain.intake.moments import published_before, read_moment


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("Tue, 14 Apr 2026 09:30:00 CEST", "2026-04-14T07:30:00"),
        ("Tue, 14 Apr 2026 09:30:00 EEST", "2026-04-14T06:30:00"),
        ("Tue,14 Apr 26 09:30:00 PDT", "2026-04-14T16:30:00"),
        ("Tue, 14 Apr 2026 09:30:00 IST", "2026-04-14T04:00:00"),
        ("Tue, 14 Apr 2026 09:30:00 +05:30", "2026-04-14T04:00:00"),
        ("Tue, 14 Apr 2026 09:30:00 GMT-0300", "2026-04-14T12:30:00"),
        ("Tue Apr 14 09:30:00 2026", "2026-04-14T09:30:00"),
        ("1776159000", "2026-04-14T09:30:00"),
        (1776159000, "2026-04-14T09:30:00"),
        ("1776159000000", "2026-04-14T09:30:00"),
        ("2026-04-14T09:30:00.123456789+02:00", "2026-04-14T07:30:00.123456"),
        ("20260414T093000+0200", "2026-04-14T07:30:00"),
        ("2026-04-14 09:30", "2026-04-14T09:30:00"),
        ("2026/04/14", "2026-04-14T00:00:00"),
        ("14.04.2026 09:30 Uhr", "2026-04-14T09:30:00"),
        ("mardi 14 avril 2026 à 09h30", "2026-04-14T09:30:00"),
        ("14 de abril de 2026", "2026-04-14T00:00:00"),
        ("14 апреля 2026", "2026-04-14T00:00:00"),
        ("2026年4月14日 09:30", "2026-04-14T09:30:00"),
        ("2026년 4월 14일", "2026-04-14T00:00:00"),
        ("Tuesday, April 14, 2026 - 9:30pm", "2026-04-14T21:30:00"),
        ("04/14/2026", "2026-04-14T00:00:00"),
        ("2026-12-31T23:59:60Z", "2026-12-31T23:59:59"),
        ("2026-03-10T10:00+14:00", "2026-03-09T20:00:00"),
        ("2026-03-10T10:00-12:00", "2026-03-10T22:00:00"),
    ],
)
def test_a_moment_is_read_as_it_is_meant(written: object, meant: str) -> None:
    found = read_moment(written)
    assert found is not None
    assert found == datetime.fromisoformat(meant).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "written",
    [
        "0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-12:00", "1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT",
        "1969-12-31T19:00:00-05:00", "1900-01-01", "0", 0, -1, 1e300, float("nan"),
        "2026-02-30", "Mon, 32 Jan 2026 10:00:00 GMT", "31.04.2026", "Mon, 1 Jun 2026 25:00:00 GMT",
        "04/05/2026", "10 Mar 2026 09:00:00 +9900", "yesterday", "", "2026", "9" * 20, None, True,
        [], "2026-03-10T10:00+20:00", "Tue, 10 Mar 2026 10:00:00 -1430", "2026-03-10T10:00-12:01",
    ],
)  # fmt: skip
def test_what_cannot_be_an_articles_moment_is_none(written: object) -> None:
    assert read_moment(written) is None


def test_a_moment_long_after_it_was_received_is_none() -> None:
    soon, late = READ_AT + timedelta(days=2), READ_AT + timedelta(days=800)
    assert published_before(soon, READ_AT) == soon
    assert published_before(late, READ_AT) is None
    story = Submission(headline="a", published_at=late)
    assert admit(story, READ_AT).article(1).published_at is None


@given(st.one_of(st.text(max_size=60), st.floats(), st.integers(), st.datetimes()))
def test_no_input_whatever_raises(written: object) -> None:
    found = read_moment(written)
    assert found is None or found.utcoffset() == timedelta(0)


@given(st.from_regex(r"\A\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}( \d{1,2}:\d{2} [A-Z+-]{1,4}\d{0,4})?\Z"))
def test_arithmetic_with_any_moment_that_is_read_is_safe(written: str) -> None:
    found = read_moment(written)
    if found:
        assert abs(found - READ_AT) < timedelta(days=400 * 365)
