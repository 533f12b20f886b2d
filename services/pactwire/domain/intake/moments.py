"""When something was published, out of whatever a publisher writes.

A moment that cannot be an article's is no moment: before print went electronic, a default of some
system, or a day that is not in the calendar. Pure arithmetic that never raises.
"""

import re
from datetime import UTC, datetime, timedelta, timezone

EARLIEST, LATEST = 1900, 2199
NULL_DATES = ((1900, 1, 1), (1904, 1, 1), (1969, 12, 31), (1970, 1, 1))
"""What systems write for no date at all."""
WEST, EAST = timedelta(hours=-12), timedelta(hours=14)
"""The furthest zones there are."""
AHEAD = timedelta(days=366)
"""Further than this after it was received nothing was published."""

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janvier janv enero ene gennaio gen janeiro januari jän января",
            "feb february februar février févr fév fevrier febrero febbraio fevereiro fev февраля",
            "mar march mär märz mars marzo março maart mrt mrz марта",
            "apr april avril avr abril abr aprile апреля",
            "may mai mayo maggio mag maio mei мая",
            "jun june juni juin junio giugno giu junho июня",
            "jul july juli juillet juil julio luglio lug julho июля",
            "aug august août aout agosto ago augustus августа",
            "sep sept september septembre septiembre settembre set setembro сентября",
            "oct october okt oktober octobre octubre ottobre ott outubro out октября",
            "nov november novembre noviembre novembro ноября",
            "dec december dez dezember décembre déc diciembre dic dicembre dezembro декабря",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
ZONES = {
    name: hours
    for hours, names in {
        -11: "SST", -10: "HST", -9: "AKST", -8: "PST AKDT", -7: "MST PDT", -6: "CST MDT",
        -5: "EST CDT COT PET", -4: "EDT AST VET CLT", -3.5: "NST", -3: "ADT BRT ART CLST UYT",
        -2.5: "NDT", 0: "Z UTC UT GMT WET", 1: "BST WEST CET MEZ WAT", 2: "CEST MESZ EET CAT SAST",
        3: "EEST MSK TRT EAT", 3.5: "IRST", 4: "GST AZT SAMT GET", 4.5: "AFT IRDT",
        5: "PKT UZT YEKT", 5.5: "IST", 5.75: "NPT", 6: "BDT ALMT OMST", 6.5: "MMT", 7: "ICT WIB",
        8: "SGT HKT PHT AWST WITA MYT IRKT", 9: "JST KST WIT YAKT", 9.5: "ACST", 10: "AEST VLAT",
        10.5: "ACDT", 11: "AEDT", 12: "NZST", 13: "NZDT",
    }.items()
    for name in names.split()
}  # fmt: skip

YEAR_FIRST = re.compile(
    r"(?<!\d)(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)|[年년]\s?(\d{1,2})[月월]\s?(\d{1,2})[日일])"
)
YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?!\d)")
DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|\.)?[\s-]*(?:de |of )?([^\W\d_]{3,12})\.?,?[\s-]*"
    r"(?:de |del )?(\d{4}|\d{2}(?![\d:]))",
    re.IGNORECASE,
)
MONTH_DAY = re.compile(r"([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})(?![\d:])")
CTIME = re.compile(r"([^\W\d_]{3,12})\s+(\d{1,2})\s+[\d:]{5,8}\s+(?:[A-Z]{2,5}\s+)?(\d{4})$")
CLOCK = re.compile(
    r"(?<![\d:+-])(\d{1,2})[:h](\d{2})(?::(\d{2})(?:[.,]\d{1,12})?)?(?:\s?([ap])\.?m\b\.?)?",
    re.IGNORECASE,
)
ZONE = re.compile(r"\s?(?:(?:GMT|UTC)?([+-])(\d{2}):?(\d{2})?(?!\d)|\(?([A-Za-z]{1,5})\b)")
UNIX = re.compile(r"(\d{9,10})(?:\.\d{1,9})?|(\d{10})\d{3}(?:\.\d{1,9})?|(\d{10})\d{6}")
MAX_LENGTH = 100


def read_moment(given: object) -> datetime | None:
    """The moment in UTC; None when it can't be read or can't be an article's.

    Reads ISO 8601, RFC 822, Unix time in seconds, milli- and microseconds, and the usual ways of
    writing a day in a dozen languages. A time without a zone is UTC; a day without a time is its
    first moment.
    """
    found = _read_any(given)
    return _to_plausible(found) if found else None


def is_written_moment(given: object) -> bool:
    """Whether a moment is written, if one that no article can have."""
    return isinstance(given, int | float) or _read_any(given) is not None


def _read_any(given: object) -> datetime | None:
    if isinstance(given, datetime):
        return given
    if isinstance(given, bool) or not isinstance(given, str | int | float):
        return None
    text = " ".join(str(given).split())
    if not text or len(text) > MAX_LENGTH:
        return None
    return _read_unix(text) or _read_iso(text) or _read_written(text)


def published_before(moment: datetime | None, received: datetime) -> datetime | None:
    """The moment, unless it lies so far after `received` that it can't be right."""
    return None if moment is None or moment - received > AHEAD else moment


def _to_plausible(moment: datetime) -> datetime | None:
    if not EARLIEST <= moment.year <= LATEST:
        return None
    if not WEST <= (moment.utcoffset() or timedelta()) <= EAST:
        return None
    at = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    return None if (at.year, at.month, at.day) in NULL_DATES else at


def _read_unix(text: str) -> datetime | None:
    found = UNIX.fullmatch(text)
    if found is None:
        return None
    return datetime.fromtimestamp(int(found[1] or found[2] or found[3]), UTC)


def _read_iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text.upper().replace(" Z", "Z").replace(":60", ":59"))
    except ValueError:
        return None


def _read_written(text: str) -> datetime | None:
    day = _read_day(text)
    if day is None:
        return None
    clock = CLOCK.search(text)
    hour, minute, second = _read_clock(clock) if clock else (0, 0, 0)
    zone = _read_zone(text, clock.end()) if clock else UTC
    if zone is None:
        return None
    try:
        return datetime(*day, hour, minute, min(second, 59), tzinfo=zone)
    except ValueError:
        return None


def _read_day(text: str) -> tuple[int, int, int] | None:
    """Year, month and day; None when none is written, or which is which can't be said."""
    if found := YEAR_FIRST.search(text):
        year, *numbers = (int(part) for part in found.groups() if part)
        return year, numbers[0], numbers[1]
    if found := YEAR_LAST.search(text):
        return _order_day(int(found[1]), found[2], int(found[3]), int(found[4]))
    for found in DAY_MONTH.finditer(text):
        if month := MONTHS.get(found[2].lower()):
            return _full_year(found[3]), month, int(found[1])
    for pattern in (MONTH_DAY, CTIME):
        found = pattern.search(text)
        if found and (month := MONTHS.get(found[1].lower())):
            return int(found[3]), month, int(found[2])
    return None


def _order_day(first: int, mark: str, second: int, year: int) -> tuple[int, int, int] | None:
    """Day first with full stops; with slashes only where one of both can't be a month."""
    if mark == "." or first > 12 or first == second:
        return year, second, first
    return (year, first, second) if second > 12 else None


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year > 69 else 2000)


def _read_clock(found: "re.Match[str]") -> tuple[int, int, int]:
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4] and hour <= 12:
        hour = hour % 12 + (12 if found[4].lower() == "p" else 0)
    return hour, minute, second


def _read_zone(text: str, start: int) -> timezone | None:
    """The zone written there, UTC when there is none; None for one that is nowhere."""
    found = ZONE.match(text, start)
    if found is None:
        return UTC
    if found[4]:
        return timezone(timedelta(hours=ZONES.get(found[4].upper(), 0)))
    shift = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    if shift >= timedelta(hours=24):
        return None
    return timezone(-shift if found[1] == "-" else shift)
