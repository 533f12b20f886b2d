"""Reads Retry-After: a number of seconds or a date of HTTP; what is neither counts for nothing."""

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

SECONDS = re.compile(r"[0-9]+")


def parse_retry_after(value: str, now: datetime) -> float | None:
    """Seconds from `now`, never negative; None when the value is neither number nor date."""
    value = value.strip(" \t")
    if SECONDS.fullmatch(value):
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
        if moment.tzinfo is None:  # as asctime writes it, or with the zone -0000
            moment = moment.replace(tzinfo=UTC)
        return max(0.0, (moment - now).total_seconds())
    except (ValueError, TypeError, ArithmeticError, LookupError):
        return None
