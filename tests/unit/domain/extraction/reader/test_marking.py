"""The text the trained reader sees: parties marked, dates and knowledge beside it, no names."""

from datetime import UTC, datetime

import pytest

from pactwire.domain.extraction.claims.tokens.context import ArticleContext
from pactwire.domain.extraction.entities import TextInput, tag_text
from pactwire.domain.extraction.reader.candidates import find_candidates
from pactwire.domain.extraction.reader.marking import mark_candidate
from pactwire.edges.reference import load_reference


def mark(text: str, published: str | None = None, pair: tuple[str, str] | None = None) -> str:
    reference = load_reference()
    when = datetime.fromisoformat(published).replace(tzinfo=UTC) if published else None
    document = tag_text(TextInput(text, published_at=when), reference)
    context = ArticleContext(document, reference)
    for candidate in find_candidates(document, context):
        if pair is None or candidate.pair == pair:
            return mark_candidate(candidate, context, reference)
    raise AssertionError("no such pair")


def test_names_are_replaced_by_what_they_are_for_the_pair() -> None:
    text = "Peru left OPEC; Chile's ministers and NATO were silent."
    assert mark(text, pair=("x-opec", "PE")) == (
        "[first] [known:stranger] [member] left [body] ; [other] 's ministers and [other-body] "
        "were silent."
    )


def test_a_treaty_an_adjective_and_a_capital_have_markers_of_their_own() -> None:
    marked = mark("The Peruvian president left the Paris Agreement in Lima.")
    assert "[member's] president left the [treaty] in [for-member]" in marked


def test_an_organ_is_marked_as_its_body_only_where_it_decides_for_it() -> None:
    pair = ("x-united-nations", "PE")
    deciding = mark("The UN Security Council recommended to admit Peru to the UN.", pair=pair)
    seated = mark("UN - Peru took its seat in the Security Council.", pair=pair)
    assert deciding.count("[body]") == 2
    assert seated.count("[body]") == 1


def test_a_party_that_only_an_earlier_sentence_names_is_put_before_the_window() -> None:
    text = "Fiji voted. " + "The count went on until late at night in every district. " * 5
    marked = mark(text + "The island has joined the African Union.")
    assert marked.startswith("[later] ")
    assert marked.split("] ", 2)[2].startswith("[member] ")


@pytest.mark.parametrize(
    ("text", "published", "known"),
    [
        ("Spain left NATO.", "2020-01-01", "member"),
        ("Peru left NATO.", "2020-01-01", "stranger"),
        ("Sweden joined NATO.", "2024-03-08", "stranger"),
        ("Britain left the European Union.", "2024-01-01", "former"),
        ("Spain left NATO.", None, "nothing"),
    ],
)
def test_what_is_known_is_what_was_known_before_the_news(
    text: str, published: str | None, known: str
) -> None:
    assert f"[known:{known}]" in mark(text, published)


def test_dates_are_told_apart_by_the_articles_own() -> None:
    marked = mark(
        "Peru left OPEC in 1992, may return in May 2031, and met it in 2020.", "2020-05-02"
    )
    assert "[past] 1992" in marked
    assert "[ahead] 2031" in marked
    assert "[now] 2020" in marked
    assert "[now] may" not in marked
