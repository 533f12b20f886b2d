"""Quiet hours on the wall clock of a zone, across daylight saving."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from pactwire_schemas.notify import QuietHours, parse_clock


def is_quiet(hours: QuietHours, zone: str, at: datetime) -> bool:
    """Whether a moment is within the hours; equal ends are no hours at all."""
    clock = at.astimezone(ZoneInfo(zone)).time()
    begins, ends = parse_clock(hours.from_), parse_clock(hours.to)
    if begins <= ends:
        return begins <= clock < ends
    return clock >= begins or clock < ends


def find_end(hours: QuietHours, zone: str, at: datetime) -> datetime:
    """The first moment from `at` on that is not quiet, in UTC.

    Where the clock is set back, the hour that comes twice is quiet twice.
    """
    local = at.astimezone(ZoneInfo(zone))
    ends = [
        datetime.combine(
            local.date() + timedelta(days=days), parse_clock(hours.to), ZoneInfo(zone)
        ).replace(fold=fold)
        for days in (0, 1, 2)
        for fold in (0, 1)
    ]
    moments = sorted(end.astimezone(UTC) for end in ends)
    later = (one for one in (at.astimezone(UTC), *moments) if one >= at)
    return next(one for one in later if not is_quiet(hours, zone, one))
