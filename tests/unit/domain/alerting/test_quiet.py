"""Quiet hours on the wall clock, summer time included."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pactwire.domain.alerting.quiet import find_end, is_quiet
from pactwire_schemas.notify import QuietHours, find_next_digest

NIGHT = QuietHours.model_validate({"from": "22:00", "to": "06:00"})
PARIS = "Europe/Paris"
CLOCKS = st.times().map(lambda clock: f"{clock:%H:%M}")
FIRST = datetime(2024, 1, 1, tzinfo=UTC)
MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
ZONES = st.sampled_from(
    ["UTC", PARIS, "America/St_Johns", "Asia/Kathmandu", "Australia/Lord_Howe", "Africa/Cairo"]
)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_night_over_midnight_is_quiet_on_both_sides() -> None:
    assert is_quiet(NIGHT, PARIS, moment("2026-01-10 21:30"))  # 22:30 in Paris
    assert is_quiet(NIGHT, PARIS, moment("2026-01-10 04:59"))
    assert not is_quiet(NIGHT, PARIS, moment("2026-01-10 05:00"))


def test_the_night_of_the_change_to_summer_time_is_an_hour_shorter() -> None:
    begins = moment("2026-03-28 21:00")
    assert find_end(NIGHT, PARIS, begins) - begins == timedelta(hours=7)


def test_the_night_of_the_change_to_winter_time_is_an_hour_longer() -> None:
    begins = moment("2026-10-24 20:00")
    assert find_end(NIGHT, PARIS, begins) - begins == timedelta(hours=9)


def test_hours_that_end_within_the_hour_that_comes_twice_end_after_its_second_time() -> None:
    hours = QuietHours.model_validate({"from": "22:00", "to": "02:30"})
    assert find_end(hours, PARIS, moment("2026-10-24 22:00")) == moment("2026-10-25 00:30")
    assert is_quiet(hours, PARIS, moment("2026-10-25 01:10"))  # 02:10 for the second time


def test_hours_that_end_within_the_hour_that_is_left_out_still_end() -> None:
    hours = QuietHours.model_validate({"from": "22:00", "to": "02:30"})
    end = find_end(hours, PARIS, moment("2026-03-28 22:00"))
    assert moment("2026-03-29 01:00") <= end <= moment("2026-03-29 01:30")


@given(CLOCKS, CLOCKS, ZONES, MOMENTS)
def test_the_end_is_the_first_moment_that_is_not_quiet(
    begins: str, ends: str, zone: str, at: datetime
) -> None:
    hours = QuietHours.model_validate({"from": begins, "to": ends})
    end = find_end(hours, zone, at)
    assert at <= end <= at + timedelta(hours=50)
    assert not is_quiet(hours, zone, end)
    steps = int((end - at) / timedelta(minutes=7))
    assert all(is_quiet(hours, zone, at + timedelta(minutes=7 * n)) for n in range(steps))


@given(st.sampled_from(["daily 07:00", "sunday 02:30", "monday 00:00"]), ZONES, MOMENTS)
def test_a_digest_is_due_within_eight_days(digest: str, zone: str, at: datetime) -> None:
    due = find_next_digest(digest, zone, at)
    assert at < due <= at + timedelta(days=8)
