"""A timeline as lines of characters: a bar for each membership, a mark for each standing."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from pactwire.domain.ledger import MembershipHistory, MembershipInterval
from pactwire.domain.ledger.exports import format_fact
from pactwire_schemas.ledger import Status

MARKS: dict[Status, str] = {"member": "█", "suspended": "░", "observer": "▒", "candidate": "·"}
MIN_BAR, MAX_BAR, MAX_NAME = 20, 100, 32
UNKNOWN_BEGINNING = date(1900, 1, 1)
"""Where the bar of a membership begins whose first day isn't known."""


class Span(NamedTuple):
    """The days that a picture covers."""

    first: date
    last: date

    def place(self, day: date) -> float:
        """Where a day lies: 0 at the left edge, 1 at the right one."""
        share = (day - self.first).days / max(1, (self.last - self.first).days)
        return min(1.0, max(0.0, share))


def find_span(histories: list[MembershipHistory], today: date) -> Span:
    """From the year of the first known day to today, or to the last day that is known."""
    days = [
        fact.on
        for history in histories
        for interval in history.intervals
        for fact in (interval.since, interval.until)
        if fact
    ]
    first = min(days, default=today)
    return Span(date(first.year, 1, 1), max([*days, today]))


def bounds_of(interval: MembershipInterval, span: Span) -> tuple[float, float]:
    """Where an interval begins and ends in a picture."""
    since = interval.since.on if interval.since else UNKNOWN_BEGINNING
    return span.place(since), span.place(interval.until.on) if interval.until else 1.0


def draw_timeline(histories: list[MembershipHistory], span: Span, width: int) -> Iterator[str]:
    """The picture, line by line: years, bars, what the marks mean, and each interval's source."""
    names = name_rows(histories)
    column = min(MAX_NAME, max(map(len, names)))
    bar_width = max(MIN_BAR, min(MAX_BAR, width - column - 2))
    yield " " * (column + 1) + draw_years(span, bar_width)
    for name, history in zip(names, histories, strict=True):
        yield f"{shorten(name, column):{column}} {draw_bar(history, span, bar_width)}"
    used = {interval.status for history in histories for interval in history.intervals}
    legend = "  ".join(f"{mark} {status}" for status, mark in MARKS.items() if status in used)
    yield " " * (column + 1) + legend
    yield ""
    for name, history in zip(names, histories, strict=True):
        yield name
        for interval in history.intervals:
            yield f"  {describe_standing(interval)}"


def name_rows(histories: list[MembershipHistory]) -> list[str]:
    """What each row is called: by the member where the body is one, and the other way round."""
    bodies = {history.organisation.entity_id for history in histories}
    members = {history.member.entity_id for history in histories}
    if len(bodies) == 1 and len(members) >= 1:
        return [history.member.name for history in histories]
    if len(members) == 1:
        return [history.organisation.name for history in histories]
    return [f"{history.member.name}, {history.organisation.name}" for history in histories]


def draw_bar(history: MembershipHistory, span: Span, width: int) -> str:
    """The bar of one membership; the shortest interval still has one mark."""
    cells = [" "] * width
    for interval in history.intervals:
        begin, end = bounds_of(interval, span)
        start = min(width - 1, int(begin * width))
        stop = max(start + 1, int(end * width))
        mark = MARKS.get(interval.status, "?")
        cells[start:stop] = [mark] * (min(stop, width) - start)
    return "".join(cells).rstrip()


def draw_years(span: Span, width: int) -> str:
    """Years above the bars, as many as there is space for."""
    years = span.last.year - span.first.year + 1
    step = next((step for step in (1, 2, 5, 10, 20, 25, 50) if width / years * step >= 6), 100)
    cells = [" "] * (width + 4)
    for year in range(span.first.year, span.last.year + 1):
        at = int(span.place(date(year, 1, 1)) * width)
        if year == span.first.year or (year % step == 0 and at >= 6):
            cells[at : at + 4] = list(str(year))
    return "".join(cells).rstrip()


def describe_standing(interval: MembershipInterval) -> str:
    """One interval in words: status, from when to when, who says so."""
    since = format_fact(interval.since) or "?"
    until = format_fact(interval.until)
    sources = "; ".join(source.text for source in (*interval.sources, *interval.ended_by))
    return f"{interval.status} {since} to {until or 'now'}  ({sources})"


def shorten(text: str, length: int) -> str:
    """The text, cut with an ellipsis when it is too long."""
    return text if len(text) <= length else text[: length - 1] + "…"
