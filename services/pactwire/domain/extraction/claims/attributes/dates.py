"""Dates in a clause, as exact as the text makes them; relative ones need a publication date."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from pactwire.domain.extraction.claims.tokens.tokens import Token
from pactwire_schemas.enrichment import DatedFact, Precision

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


NEAR_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}
DATE_WORDS = MONTHS.keys() | WEEKDAYS.keys() | UNITS.keys() | NEAR_DAYS.keys()
NUMBERS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7,
    "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
}  # fmt: skip
PRECISIONS: dict[str, Precision] = {"day": "day", "month": "month", "year": "year"}
"""How exactly a distance in such a unit is known; none for weeks and decades."""
AWAY = frozenset({"hence", "time"})


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in the text; `fact` is None when only its direction is known ("last week")."""

    fact: DatedFact | None
    old: bool = False
    """Clearly before the news: "in 1995", "two years ago", "last year"."""
    coming: bool = False
    """Clearly after: "next year", "in 2030"."""
    bare_year: bool = False
    index: int = -1
    """The token it was read at."""


def find_date(
    tokens: list[Token], start: int, end: int, published: date | None, ahead: bool = False
) -> DateMention | None:
    """The first date between two token indices; `ahead` when it's one to come ("will ... on")."""
    for index in range(start, min(end, len(tokens))):
        if not may_start_date(tokens[index]):
            continue
        found = read_date(tokens, index, published, ahead)
        if found is not None:
            return replace(found, index=index)
    return None


def may_start_date(token: Token) -> bool:
    """Whether a word can be the one a date is read at: a quick no for most words."""
    if token.low in DATE_WORDS:
        return True
    return "0" <= token.low[:1] <= "9" and len(token.low) == 4 and token.low.isdecimal()


def read_date(
    tokens: list[Token], index: int, published: date | None, ahead: bool
) -> DateMention | None:
    """The date at an index, in the more exact words that may follow."""
    found = (
        read_absolute_date(tokens, index, published, ahead)
        or read_weekday(tokens, index, published, ahead)
        or read_relative_date(tokens, index, published)
        or read_distant_date(tokens, index, published, ahead)
    )
    return (found and read_restated_date(tokens, index, published, found)) or found


def read_restated_date(
    tokens: list[Token], index: int, published: date | None, found: DateMention
) -> DateMention | None:
    """As in "on Sunday, 7 May", "next month, on 1 June": the date of the words that follow."""
    exact = found.fact is not None and found.fact.precision == "day"
    if exact and tokens[index].low not in WEEKDAYS:
        return None
    for position in range(index + 1, min(index + 5, len(tokens))):
        token = tokens[position]
        if is_month(token):
            other = read_month_date(tokens, position, published)
            return other if other and other.fact and other.fact.precision == "day" else None
        if token.low not in {",", "on", "the", "of"} and read_day(tokens, position) is None:
            return None
    return None


def read_year(tokens: list[Token], index: int) -> int | None:
    """A year between 1900 and 2099 at an index."""
    if not 0 <= index < len(tokens):
        return None
    low = tokens[index].low
    return (
        int(low)
        if low[:1] in {"1", "2"} and len(low) == 4 and low.isdecimal() and low[:2] in {"19", "20"}
        else None
    )


def read_day(tokens: list[Token], index: int) -> int | None:
    """A day of the month at an index: 7, 7th."""
    if not 0 <= index < len(tokens):
        return None
    digits = tokens[index].low.rstrip("stndrh,")
    return (
        int(digits)
        if digits.isdecimal() and 1 <= int(digits) <= 31 and len(tokens[index].low) <= 4
        else None
    )


def is_month(token: Token) -> bool:
    """Whether a word is a month's name; "may" only with a capital."""
    return token.low in MONTHS and (token.low != "may" or token.text[0].isupper())


def read_absolute_date(
    tokens: list[Token], index: int, published: date | None, ahead: bool = False
) -> DateMention | None:
    """As in "1 January 2026", "January 1, 2026", "in May 2004", "in 1995", "on 9 May"."""
    if is_month(tokens[index]):
        return read_month_date(tokens, index, published, ahead)
    year = read_year(tokens, index)
    prepositions = {"in", "since", "by", "of", "from", "until", "for", "during"}
    if year is not None and index and tokens[index - 1].low in prepositions:
        return compare_with_publication(
            DatedFact(on=date(year, 1, 1), precision="year"), published, bare_year=True
        )
    return None


def read_month_date(
    tokens: list[Token], index: int, published: date | None, ahead: bool = False
) -> DateMention | None:
    """A date around a month's name."""
    month = MONTHS[tokens[index].low]
    after = index + 2 if low_at(tokens, index + 1) == "." else index + 1
    day = read_day(tokens, index - 2 if low_at(tokens, index - 1) == "of" else index - 1)
    year = read_year(tokens, after)
    if day is None and year is None and (day := read_day(tokens, after)) is not None:
        year = read_year(tokens, after + 2 if low_at(tokens, after + 1) == "," else after + 1)
    if year is None and published is not None:
        near = {low_at(tokens, at) for at in range(after, after + 3)}
        shift = next((SHIFTS[word] for word in near & SHIFTS.keys()), 0)
        year = infer_year(month, published, low_at(tokens, index - 1), ahead)
        year = published.year + shift if near & SHIFTS.keys() and "year" in near else year
    if year is None:
        return None
    try:
        on = date(year, month, day or 1)
    except ValueError:
        return None
    return compare_with_publication(
        DatedFact(on=on, precision="day" if day else "month"), published
    )


def low_at(tokens: list[Token], index: int) -> str:
    """The lower-case word at an index, empty outside the sentence."""
    return tokens[index].low if 0 <= index < len(tokens) else ""


def infer_year(month: int, published: date, before: str, ahead: bool) -> int:
    """The year of a month without one: by "next" or "last", else the nearest."""
    if before == "last":
        return published.year - (month >= published.month)
    if before == "next" or (ahead and month < published.month):
        return published.year + (month <= published.month)
    return published.year if ahead else find_nearest_year(month, published)


def find_nearest_year(month: int, published: date) -> int:
    """The year that brings a month closest to the publication."""
    distance = month - published.month
    if distance > 6:
        return published.year - 1
    return published.year + 1 if distance < -6 else published.year


def compare_with_publication(
    fact: DatedFact, published: date | None, bare_year: bool = False
) -> DateMention:
    """Whether a date lies well before or after the publication."""
    if published is None:
        return DateMention(fact, bare_year=bare_year)
    if fact.precision == "year":
        return DateMention(
            fact, fact.on.year < published.year, fact.on.year > published.year, bare_year
        )
    return DateMention(fact, (published - fact.on).days > 120, fact.on > published, bare_year)


def read_weekday(
    tokens: list[Token], index: int, published: date | None, ahead: bool = False
) -> DateMention | None:
    """As in "on Tuesday": the last one before the publication, the next one when it's to come."""
    number = WEEKDAYS.get(tokens[index].low)
    if number is None or published is None:
        return None
    if index and tokens[index - 1].low in {"next", "coming"}:
        days = (number - published.weekday() - 1) % 7 + 1
    elif ahead:
        days = (number - published.weekday()) % 7
    else:
        days = -((published.weekday() - number) % 7)
    return DateMention(DatedFact(on=published + timedelta(days=days)), coming=days > 0)


def read_relative_date(
    tokens: list[Token], index: int, published: date | None
) -> DateMention | None:
    """today, yesterday, this month, last year, next month, later this year."""
    low = tokens[index].low
    if low in NEAR_DAYS:
        days = NEAR_DAYS[low]
        fact = DatedFact(on=published + timedelta(days=days)) if published else None
        return DateMention(fact, coming=days > 0)
    if low not in UNITS or index == 0:
        return None
    before = tokens[index - 1].low
    fact = shift_date(published, low, SHIFTS[before]) if before in SHIFTS else None
    if before == "last":
        return DateMention(fact, old=UNITS[low] >= 365 or low == "month")
    if before == "next":
        return DateMention(fact, coming=True)
    if before == "this" and fact is not None:
        return DateMention(fact, coming=low_at(tokens, index - 2) == "later")
    return None


SHIFTS = {"last": -1, "this": 0, "next": 1}


def read_distant_date(
    tokens: list[Token], index: int, published: date | None, ahead: bool = False
) -> DateMention | None:
    """As in "two days ago", "a year from now"; "in six months" only when it's to come."""
    unit = tokens[index].low
    if unit not in UNITS or index == 0:
        return None
    number = read_number(tokens, index - 1)
    after = low_at(tokens, index + 1)
    if after in {"ago", "earlier", "before"}:
        near = UNITS[unit] < 365 and unit not in {"months", "weeks"}
        back = -number if number and after == "ago" else None
        return DateMention(shift_date(published, unit, back), old=not near)
    follows = {after, low_at(tokens, index + 2)}
    from_now = (after == "from" and "now" in follows) or bool(follows & AWAY)
    if number is None or not (from_now or (ahead and low_at(tokens, index - 2) == "in")):
        return None
    finer = {"year": "month", "years": "month"}.get(unit) if from_now or number == 1 else None
    return DateMention(shift_date(published, unit, number, finer), coming=True)


def read_number(tokens: list[Token], index: int) -> int | None:
    """A small number in digits or words."""
    low = low_at(tokens, index)
    return int(low) if low.isdecimal() and len(low) <= 2 else NUMBERS.get(low)


def shift_date(
    published: date | None, unit: str, number: int | None, finer: str | None = None
) -> DatedFact | None:
    """The publication and so many units; None where that tells no day, month or year."""
    unit = unit.rstrip("s")
    if published is None or number is None or unit not in PRECISIONS:
        return None
    precision = PRECISIONS[finer or unit]
    if unit == "day":
        return DatedFact(on=published + timedelta(days=number))
    months = published.year * 12 + published.month - 1 + number * (12 if unit == "year" else 1)
    on = date(months // 12, 1 if precision == "year" else months % 12 + 1, 1)
    return DatedFact(on=on, precision=precision)
