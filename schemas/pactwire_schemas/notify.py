"""When a watch may speak: grouping, quiet hours, budgets, digests."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
WINDOWS = {"minute": 60, "hour": 3600, "day": 86400}
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DURATION = re.compile(r"(\d{1,6})([smhd])")
RATE = re.compile(r"(\d{1,6})/(minute|hour|day)")
CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
DIGEST = re.compile(rf"(daily|{'|'.join(DAYS)}) ({CLOCK.pattern})")
LONGEST_WAIT = timedelta(days=1)


def _check_duration(written: str) -> str:
    if not DURATION.fullmatch(written):
        raise ValueError(f"{written!r} is no duration; write 30s, 5m or 2h")
    if parse_duration(written) > LONGEST_WAIT:
        raise ValueError(f"{written!r} is longer than a day; ask for a digest instead")
    return written


def _check_rate(written: str) -> str:
    found = RATE.fullmatch(written)
    if not found or int(found[1]) == 0:
        raise ValueError(f"{written!r} is no budget; write 6/hour, 1/minute or 20/day")
    return written


def _check_digest(written: str) -> str:
    if not DIGEST.fullmatch(written):
        raise ValueError(f"{written!r} is no time of a digest; write daily 07:00 or monday 07:00")
    return written


def _check_clock(written: str) -> str:
    if not CLOCK.fullmatch(written):
        raise ValueError(f"{written!r} is no time of day; write 07:00")
    return written


def _check_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name!r} is no time zone; write Europe/Paris, or UTC") from None
    return name


def _write_time(value: Any) -> Any:
    """YAML reads 22:00 without quotes as the number of minutes: 1320."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 24 * 60:
        return f"{value // 60:02d}:{value % 60:02d}"
    return value


Duration = Annotated[str, AfterValidator(_check_duration)]
Rate = Annotated[str, AfterValidator(_check_rate)]
DigestTime = Annotated[str, AfterValidator(_check_digest)]
TimeOfDay = Annotated[str, BeforeValidator(_write_time), AfterValidator(_check_clock)]
Zone = Annotated[str, AfterValidator(_check_zone)]


class QuietHours(BaseModel):
    """Hours in which nothing is sent; what comes is sent when they end."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    from_: Annotated[TimeOfDay, Field(alias="from")]
    to: TimeOfDay
    tz: Zone | None = None
    """Of `notify` where it is not given."""


class Notify(BaseModel):
    """How often, and when, the people behind a watch are spoken to."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    repeat: Literal["first_per_story", "updates"] = "first_per_story"
    """Whether a story that goes on makes updates when something of substance is new."""
    wait: Duration = "0s"
    """Alerts that come within it are sent together."""
    quiet_hours: QuietHours | None = None
    at_most: Rate | None = None
    """More than that go into one digest."""
    digest: DigestTime | None = None
    """Everything goes into one digest at that time."""
    tz: Zone = "UTC"
    expires: date | None = None
    """The last day on which the watch speaks."""


def parse_duration(written: str) -> timedelta:
    """The length of `30s`, `5m`, `2h`, `1d`."""
    found = DURATION.fullmatch(written)
    if not found:
        raise ValueError(f"{written!r} is no duration")
    return timedelta(seconds=int(found[1]) * UNITS[found[2]])


def parse_rate(written: str) -> tuple[int, timedelta]:
    """How many in which time: `6/hour` is 6 and an hour."""
    count, _, window = written.partition("/")
    return int(count), timedelta(seconds=WINDOWS[window])


def parse_clock(written: str) -> time:
    """The time of day of `07:00`."""
    return time.fromisoformat(written)


def find_next_digest(digest: str, zone: str, after: datetime) -> datetime:
    """The first moment after `after` at which a digest is due, in UTC."""
    day_name, _, clock = digest.partition(" ")
    local = after.astimezone(ZoneInfo(zone))
    for days in range(9):
        day = local.date() + timedelta(days=days)
        if day_name not in {"daily", DAYS[day.weekday()]}:
            continue
        due = to_utc(datetime.combine(day, parse_clock(clock)), zone)
        if due > after:
            return due
    raise AssertionError("a digest is due within eight days")


def to_utc(local: datetime, zone: str) -> datetime:
    """A wall-clock time as a moment; one that summer time leaves out comes after it."""
    return local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
