"""Dates in a clause, as exact as the text makes them; relative ones need a publication date."""

from dataclasses import dataclass
from datetime import date, timedelta

from pactwire.domain.membership.tokens import Token
from pactwire_schemas.enrichment import DatedFact

MONTHS = {
    "january": 1, "jan": 1, "february": 2, "feb": 2, "march": 3, "mar": 3, "april": 4, "apr": 4,
    "may": 5, "june": 6, "jun": 6, "july": 7, "jul": 7, "august": 8, "aug": 8, "september": 9,
    "sept": 9, "sep": 9, "october": 10, "oct": 10, "november": 11, "nov": 11, "december": 12,
    "dec": 12,
}  # fmt: skip
WEEKDAYS = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5,
    "sunday": 6,
}  # fmt: skip
UNITS = {
    "day": 1, "days": 1, "week": 7, "weeks": 7, "month": 30, "months": 30, "year": 365,
    "years": 365, "decade": 3650, "decades": 3650,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """A date in the text; `fact` is None when only its direction is known ("last year")."""

    fact: DatedFact | None
    old: bool = False
    """Clearly before the news: "in 1995", "two years ago", "last year"."""
    coming: bool = False
    """Clearly after: "next year", "in 2030"."""
    bare_year: bool = False


def find_date(tokens: list[Token], start: int, end: int, published: date | None) -> Found | None:
    """The first date between two token indices."""
    for index in range(start, min(end, len(tokens))):
        found = (
            absolute(tokens, index, published)
            or weekday(tokens, index, published)
            or relative(tokens, index, published)
        )
        if found is not None:
            return found
    return None


def year_at(tokens: list[Token], index: int) -> int | None:
    """A year between 1900 and 2099 at an index."""
    if not 0 <= index < len(tokens):
        return None
    low = tokens[index].low
    return (
        int(low)
        if low[:1] in {"1", "2"} and len(low) == 4 and low.isdigit() and low[:2] in {"19", "20"}
        else None
    )


def day_at(tokens: list[Token], index: int) -> int | None:
    """A day of the month at an index: 7, 7th."""
    if not 0 <= index < len(tokens):
        return None
    digits = tokens[index].low.rstrip("stndrh,")
    return (
        int(digits)
        if digits.isdigit() and 1 <= int(digits) <= 31 and len(tokens[index].low) <= 4
        else None
    )


def absolute(tokens: list[Token], index: int, published: date | None) -> Found | None:
    """As in "1 January 2026", "January 1, 2026", "in May 2004", "in 1995", "on 9 May"."""
    low = tokens[index].low
    if low in MONTHS and (low != "may" or tokens[index].text[0].isupper()):
        return with_month(tokens, index, published)
    year = year_at(tokens, index)
    prepositions = {"in", "since", "by", "of", "from", "until", "for", "during"}
    if year is not None and index and tokens[index - 1].low in prepositions:
        return placed(DatedFact(on=date(year, 1, 1), precision="year"), published, bare_year=True)
    return None


def with_month(tokens: list[Token], index: int, published: date | None) -> Found | None:
    """A date around a month's name."""
    month = MONTHS[tokens[index].low]
    day = day_at(tokens, index - 1)
    year = year_at(tokens, index + 1)
    if day is None and (day := day_at(tokens, index + 1)) is not None and year is None:
        after = index + 3 if index + 2 < len(tokens) and tokens[index + 2].low == "," else index + 2
        year = year_at(tokens, after)
    if year is None:
        if published is None:
            return None
        year = nearest_year(month, published)
    try:
        on = date(year, month, day or 1)
    except ValueError:
        return None
    return placed(DatedFact(on=on, precision="day" if day else "month"), published)


def nearest_year(month: int, published: date) -> int:
    """The year that brings a month closest to the publication."""
    distance = month - published.month
    if distance > 6:
        return published.year - 1
    return published.year + 1 if distance < -6 else published.year


def placed(fact: DatedFact, published: date | None, bare_year: bool = False) -> Found:
    """Whether a date lies well before or after the publication."""
    if published is None:
        return Found(fact, bare_year=bare_year)
    if fact.precision == "year":
        return Found(fact, fact.on.year < published.year, fact.on.year > published.year, bare_year)
    return Found(fact, (published - fact.on).days > 120, fact.on > published, bare_year)


def weekday(tokens: list[Token], index: int, published: date | None) -> Found | None:
    """As in "on Tuesday": the last one before the publication."""
    number = WEEKDAYS.get(tokens[index].low)
    if number is None or published is None:
        return None
    if index and tokens[index - 1].low in {"next", "coming"}:
        ahead = (number - published.weekday() - 1) % 7 + 1
        return Found(DatedFact(on=published + timedelta(days=ahead)), coming=True)
    return Found(DatedFact(on=published - timedelta(days=(published.weekday() - number) % 7)))


def relative(tokens: list[Token], index: int, published: date | None) -> Found | None:
    """today, yesterday, last year, next month, two years ago."""
    low = tokens[index].low
    if low in {"today", "yesterday", "tomorrow"}:
        days = {"today": 0, "yesterday": -1, "tomorrow": 1}[low]
        fact = DatedFact(on=published + timedelta(days=days)) if published else None
        return Found(fact, coming=low == "tomorrow")
    if low not in UNITS or index == 0:
        return None
    before = tokens[index - 1].low
    after = tokens[index + 1].low if index + 1 < len(tokens) else ""
    long_unit = UNITS[low] >= 365
    if before == "last":
        return Found(None, old=long_unit or low == "month")
    if before == "next":
        return Found(None, coming=True)
    if after in {"ago", "earlier", "before"}:
        return Found(None, old=long_unit or low in {"months", "weeks"})
    return None
