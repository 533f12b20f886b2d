"""Dates in a clause, as exact as the text makes them; relative ones need a publication date."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from pactwire.domain.extraction.claims.attributes.number_words import (
    NumberWords,
    is_year,
    open_number_words,
)
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.patterns import has_pattern, match_pattern
from pactwire_schemas.enrichment import DatedFact, Precision

PRECISIONS: dict[str, Precision] = {"day": "day", "month": "month", "year": "year"}
"""How exactly a distance in such a unit is known; none for weeks and decades."""
SHORT = frozenset({"day", "week"})
LONG = frozenset({"year", "decade"})
RECENT = 120
"""Days before the publication that are still news."""
HALF_A_YEAR = 6


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in the text; `fact` is None when only its direction is known ("last week")."""

    fact: DatedFact | None
    old: bool = False
    """Clearly before the news: "in 1995", "two years ago", "last year"."""
    coming: bool = False
    """Clearly after: "next year", "in 2030"."""
    index: int = -1
    """The token it was read at."""

    @property
    def exact(self) -> bool:
        """Whether the day is known."""
        return self.fact is not None and self.fact.precision == "day"


def find_date(
    analysis: SentenceAnalysis, start: int, end: int, ahead: bool = False
) -> DateMention | None:
    """The first date between two token indices; `ahead` when it's one to come ("will ... on")."""
    reader = DateReader(analysis, open_number_words(analysis.context.world.grammar))
    for index in range(start, min(end, len(analysis.tokens))):
        found = reader.read(index, ahead)
        if found is not None:
            return replace(found, index=index)
    return None


@dataclass(frozen=True, slots=True)
class DateReader:
    """Reads the dates of a sentence, each at its telling word."""

    analysis: SentenceAnalysis
    words: NumberWords

    @property
    def published(self) -> date | None:
        """The day from which dates are counted."""
        return self.analysis.context.on

    def read(self, index: int, ahead: bool) -> DateMention | None:
        """The date at an index, in the more exact words that may follow."""
        if not self.words.may_start_date(self.analysis.low(index)):
            return None
        found = (
            self.read_month_date(index, ahead)
            or self.read_year_date(index)
            or self.read_weekday(index, ahead)
            or self.read_near_date(index)
            or self.read_past_distance(index)
            or self.read_coming_distance(index, ahead)
        )
        return found and (self.read_restated_date(index, found) or found)

    def read_restated_date(self, index: int, found: DateMention) -> DateMention | None:
        """As in "on Sunday, 7 May", "next month, on 1 June": the date of the words that follow."""
        if found.exact and self.analysis.low(index) not in self.words.weekdays:
            return None
        for position in range(index + 1, index + 5):
            if (other := self.read_month_date(position)) is not None:
                return other if other.exact else None
            if not self.analysis.among(position, "WITHIN_DATE") and self.read_day(position) is None:
                return None
        return None

    def read_year(self, index: int) -> int | None:
        """A year at an index."""
        low = self.analysis.low(index)
        return int(low) if is_year(low) else None

    def read_day(self, index: int) -> int | None:
        """A day of the month at an index: 7, 7th."""
        low = self.analysis.low(index)
        digits = low.rstrip("stndrh,")
        short = digits.isdecimal() and len(low) <= 4
        return int(digits) if short and 1 <= int(digits) <= 31 else None

    def read_month(self, index: int) -> int | None:
        """The number of the month that a word names; "may" only with a capital."""
        token = self.analysis.token(index)
        if token is None or (token.among("ALSO_MODAL") and token.text[0].islower()):
            return None
        return self.words.months.get(token.low)

    def read_number(self, index: int) -> int | None:
        """A small number in digits or words."""
        low = self.analysis.low(index)
        if self.analysis.among(index, "ONE"):
            return 1
        return int(low) if low.isdecimal() and len(low) <= 2 else self.words.cardinals.get(low)

    def read_month_date(self, index: int, ahead: bool = False) -> DateMention | None:
        """As in "1 January 2026", "January 1, 2026", "in May 2004", "on the 9th of May"."""
        month = self.read_month(index)
        if month is None:
            return None
        after = index + 1 + (self.analysis.low(index + 1) == ".")
        day = self.read_day(index - 1 - self.analysis.among(index - 1, "OF"))
        year = self.read_year(after)
        if day is None and year is None and (day := self.read_day(after)) is not None:
            year = self.read_year(after + 1 + self.analysis.among(after + 1, "COMMA"))
        year = year or self.infer_year(month, index, after, ahead)
        return None if year is None else self.build_date(year, month, day)

    def build_date(self, year: int, month: int, day: int | None) -> DateMention | None:
        """A month's date, or that of the month; None for a 31 June."""
        try:
            return self.place(date(year, month, day or 1), "day" if day else "month")
        except ValueError:
            return None

    def infer_year(self, month: int, index: int, after: int, ahead: bool) -> int | None:
        """The year of a month without one: by "next", "last year" beside it, else the nearest."""
        this = self.published
        if this is None:
            return None
        if (found := match_pattern(self.analysis, "of_year", after - 1)) is not None:
            return this.year + self.words.shifts[self.analysis.low(found.marks["shift"])]
        shift = self.words.shifts.get(self.analysis.low(index - 1), 0)
        if shift < 0:
            return this.year - (month >= this.month)
        if shift > 0 or (ahead and month < this.month):
            return this.year + (month <= this.month)
        return this.year if ahead else find_nearest_year(month, this)

    def read_year_date(self, index: int) -> DateMention | None:
        """As in "in 1995"."""
        year = self.read_year(index) if self.analysis.among(index - 1, "BEFORE_YEAR") else None
        return None if year is None else self.place(date(year, 1, 1), "year")

    def place(self, on: date, precision: Precision) -> DateMention:
        """A date, and whether it lies well before or after the publication."""
        fact, published = DatedFact(on=on, precision=precision), self.published
        if published is None:
            return DateMention(fact, old=precision == "year")
        if precision == "year":
            return DateMention(fact, on.year < published.year, on.year > published.year)
        return DateMention(fact, (published - on).days > RECENT, on > published)

    def read_weekday(self, index: int, ahead: bool) -> DateMention | None:
        """As in "on Tuesday": the last one, or the next one when it's to come."""
        number = self.words.weekdays.get(self.analysis.low(index))
        if number is None or self.published is None:
            return None
        days = (number - self.published.weekday()) % 7
        if self.analysis.among(index - 1, "NEXT_ONE"):
            days = days or 7
        elif not ahead:
            days = -(-days % 7)
        return DateMention(self.shift("day", days), coming=days > 0)

    def read_near_date(self, index: int) -> DateMention | None:
        """today, yesterday, this month, last year, next month, later this year."""
        low = self.analysis.low(index)
        if (days := self.words.days.get(low)) is not None:
            return DateMention(self.shift("day", days), coming=days > 0)
        unit, shift = self.words.unit(low), self.words.shifts.get(self.analysis.low(index - 1))
        if not unit or shift is None:
            return None
        fact = self.shift(unit, shift)
        if shift:
            return DateMention(fact, old=shift < 0 and unit not in SHORT, coming=shift > 0)
        later = self.analysis.among(index - 2, "LATER_IN")
        return None if fact is None else DateMention(fact, coming=later)

    def read_past_distance(self, index: int) -> DateMention | None:
        """As in "two days ago", "a year earlier"."""
        unit = self.words.unit(self.analysis.low(index))
        if not unit or not self.analysis.among(index + 1, "BACK_THEN"):
            return None
        number = self.read_number(index - 1) if self.analysis.among(index + 1, "AGO") else None
        fact = None if number is None else self.shift(unit, -number)
        several = self.analysis.low(index) != unit and unit != "day"
        return DateMention(fact, old=several or unit in LONG)

    def read_coming_distance(self, index: int, ahead: bool) -> DateMention | None:
        """As in "a year from now"; "in six months" only when it's to come."""
        unit, number = self.words.unit(self.analysis.low(index)), self.read_number(index - 1)
        if not unit or number is None:
            return None
        from_now = has_pattern(self.analysis, "from_now", index)
        if not from_now and not (ahead and self.analysis.among(index - 2, "IN")):
            return None
        return DateMention(self.shift(unit, number, rough=from_now or number == 1), coming=True)

    def shift(self, unit: str, number: int, *, rough: bool = False) -> DatedFact | None:
        """The publication and so many units; None where that tells no day, month or year.

        So many years from now are known to the month.
        """
        published = self.published
        if published is None or unit not in PRECISIONS:
            return None
        if unit == "day":
            return DatedFact(on=published + timedelta(days=number))
        months = published.year * 12 + published.month - 1 + number * (12 if unit == "year" else 1)
        precision = "month" if rough else PRECISIONS[unit]
        on = date(months // 12, 1 if precision == "year" else months % 12 + 1, 1)
        return DatedFact(on=on, precision=precision)


def find_nearest_year(month: int, published: date) -> int:
    """The year that brings a month closest to the publication."""
    distance = month - published.month
    if distance > HALF_A_YEAR:
        return published.year - 1
    return published.year + 1 if distance < -HALF_A_YEAR else published.year
