"""Timelines as pictures: every interval has its mark, and nothing from outside is code."""

from datetime import date
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from pactwire.cli.timeline_page import render_page
from pactwire.cli.timeline_view import Span, draw_bar, draw_timeline, find_span
from pactwire.domain.ledger import IntervalSource, MembershipHistory, MembershipInterval
from pactwire_schemas import DatedFact, Party
from pactwire_schemas.ledger import Status

TODAY = date(2026, 1, 1)
LEAGUE = Party(entity_id="x-league", name="League")


def interval(status: Status, since: int | None, until: int | None = None) -> MembershipInterval:
    def first(year: int | None) -> DatedFact | None:
        return DatedFact(on=date(year, 1, 1), precision="year") if year else None

    source = IntervalSource(text="<script>a list</script>")
    return MembershipInterval(
        status=status, since=first(since), until=first(until), sources=(source,)
    )


def history(*intervals: MembershipInterval, name: str = "Syria") -> MembershipHistory:
    member = Party(entity_id=name, name=name)
    return MembershipHistory(organisation=LEAGUE, member=member, intervals=intervals)


SYRIA = history(
    interval("member", 1946, 2011), interval("suspended", 2011, 2023), interval("member", 2023)
)


def test_a_bar_shows_each_standing_in_its_years() -> None:
    bar = draw_bar(SYRIA, Span(date(1946, 1, 1), TODAY), 80)
    assert (bar[0], bar[-1], len(bar)) == ("█", "█", 80)
    assert bar.count("░") == 12
    assert bar.index("░") == 64


def test_a_picture_has_years_bars_legend_and_every_interval_with_its_source() -> None:
    lines = list(draw_timeline([SYRIA], find_span([SYRIA], TODAY), 100))
    assert lines[0].split()[0] == "1946"
    assert lines[1].startswith("Syria █")
    assert "░ suspended" in lines[2]
    assert lines[-1] == "  member 2023 to now  (<script>a list</script>)"


@given(
    st.lists(st.tuples(st.integers(1800, 2025), st.integers(1, 200)), min_size=1, max_size=5),
    st.integers(20, 120),
)
def test_even_the_shortest_interval_is_seen(spans: list[tuple[int, int]], width: int) -> None:
    for since, years in spans:
        one = history(interval("suspended", since, min(2025, since + years)))
        assert "░" in draw_bar(one, Span(date(1800, 1, 1), TODAY), width)


def test_an_unknown_beginning_is_drawn_from_the_left_edge() -> None:
    one = history(interval("member", None, 2000))
    assert draw_bar(one, Span(date(1950, 1, 1), TODAY), 76).startswith("█" * 45)


class Elements(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.names.append(tag)


def test_a_page_runs_nothing_and_fetches_nothing() -> None:
    evil = history(interval("member", 1990), name='</text><img src="https://a.example">')
    page = render_page("<b>evil</b>", [evil, SYRIA], find_span([evil, SYRIA], TODAY))
    elements = Elements()
    elements.feed(page)
    assert {"script", "img", "b"}.isdisjoint(elements.names)
    assert elements.names.count("rect") == 4
