"""Texts that no one would write: work grows with their length, is bounded, and hides nothing."""

import sys
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from adversarial_texts import AdversarialText, kinds
from pactwire.domain.extraction.enrich import ExtractionResult, extract_article
from pactwire.edges.reference import load_reference
from pactwire_schemas import Article, Source

KINDS = kinds(load_reference())
REPEATS = [kind for kind in KINDS if kind.repeats and kind.language == "en"]
SMALL, LARGE = 25_000, 100_000
MOST_CALLS = 300_000
"""Of functions, for 100 kB; as much news from abroad takes 73,000."""


def reading(text: str, language: str) -> ExtractionResult:
    article = Article(
        article_id="a", source=Source(name="desk"), body=text, language=language,
        received_at=datetime(2026, 1, 5, tzinfo=UTC), content_hash="",
    )  # fmt: skip
    return extract_article(article, load_reference())


def calls(work: Callable[[], object]) -> int:
    """How many functions were called: the same on every machine, however busy."""
    count = 0

    def note(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def called(kind: AdversarialText) -> str:
    return kind.name


@pytest.mark.parametrize("kind", KINDS, ids=called)
def test_work_grows_no_faster_than_length_and_is_bounded(kind):
    small, large = kind.make(SMALL), kind.make(LARGE)
    reading(large, kind.language)
    little, much = (calls(lambda t=text: reading(t, kind.language)) for text in (small, large))
    assert much < 5 * little + 5000
    assert much < MOST_CALLS


@pytest.mark.parametrize("kind", KINDS, ids=called)
def test_mentions_quote_the_text_and_claims_are_few(kind):
    text = kind.make(SMALL)
    found = reading(text, kind.language)
    for mention in found.mentions:
        assert mention.surface == text[mention.start : mention.end]
    assert len(found.claims) <= 200


@pytest.mark.parametrize("kind", REPEATS, ids=called)
def test_news_before_the_repetition_is_read_and_a_name_behind_it_is_found(kind):
    noise = kind.make(LARGE)
    found = reading(f"Fiji has joined the OECD.\n\n{noise}\n\nTuvalu was absent.", "en")
    claimed = {(one.member.iso2, one.organisation.entity_id, one.action) for one in found.claims}
    assert ("FJ", "x-oecd", "join") in claimed
    assert "TV" in {mention.iso2 for mention in found.mentions}
