"""A change that the grammar didn't find gets the grammar's details all the same."""

from datetime import UTC, date, datetime

import pytest

from pactwire.domain.extraction.claims.attributes.candidates import ClaimCandidate
from pactwire.domain.extraction.claims.drafting import ReadChange, draft_claim
from pactwire.domain.extraction.claims.tokens.context import ArticleContext, Member
from pactwire.domain.extraction.entities import TextInput, tag_text
from pactwire.edges.reference import load_reference
from pactwire_schemas.enrichment import Action, Stage

OPEC, KENYA = Member("x-opec", "OPEC", None), Member("KE", "Kenya", "KE")


def draft(text: str, action: Action = "join", stage: Stage = "effective") -> ClaimCandidate:
    published = datetime(2026, 11, 24, tzinfo=UTC)
    reference = load_reference()
    document = tag_text(TextInput(text, 0, "en", published), reference)
    change = ReadChange(OPEC, KENYA, action, stage, 0, len(text))
    return draft_claim(change, ArticleContext(document, reference))


def test_a_read_change_has_the_number_the_date_and_the_speaker_of_its_sentence() -> None:
    claim = draft("Officials said on Monday that Kenya had become the 35th member of OPEC.")
    assert claim.ordinal == 35
    assert claim.announced_on is not None
    assert claim.announced_on.on == date(2026, 11, 23)
    assert claim.speaker is not None
    assert (claim.speaker.name, claim.speaker.official) == ("Officials", True)


def test_a_read_departure_takes_the_date_of_its_own_word() -> None:
    claim = draft("Kenya's exit from OPEC took effect on 1 July 2026.", "leave")
    assert claim.effective_on is not None
    assert claim.effective_on.on == date(2026, 7, 1)


def test_a_body_is_counted_with_its_members() -> None:
    claim = draft("Kenya completes the 13-nation OPEC, its secretary said.")
    assert claim.member_count == 13


@pytest.mark.parametrize(
    "text",
    [
        "Word from Vienna: Kenya, OPEC.",
        "OPEC is a producer club; Kenya found its door open.",
        "“We are in,” Kenya told OPEC.",
        "Kenya",
    ],
)
def test_a_sentence_without_a_word_of_change_gives_a_plain_claim(text: str) -> None:
    claim = draft(text)
    assert (claim.organisation, claim.member, claim.rule) == (OPEC, KENYA, "reader")
    assert (claim.start, claim.end) == (0, len(text))
    assert (claim.ordinal, claim.announced_on, claim.effective_on) == (None, None, None)


def test_the_word_nearest_to_the_parties_carries_the_change() -> None:
    claim = draft(
        "Chad became the 9th member of the club in May; Kenya left OPEC on 3 June.", "leave"
    )
    assert claim.effective_on is not None
    assert claim.effective_on.on == date(2026, 6, 3)
    assert claim.ordinal is None


def test_an_ordinal_before_an_inverted_copula_counts() -> None:
    assert draft("The 34th member of OPEC will be Kenya.", stage="approved").ordinal == 34


def test_what_takes_effect_later_has_a_date_of_its_own() -> None:
    claim = draft(
        "The secretary said that Kenya had told OPEC of its exit in October, and that it would "
        "take effect on 1 June 2027.",
        "leave",
        "approved",
    )
    assert claim.announced_on is not None
    assert claim.effective_on is not None
    assert claim.announced_on.on == date(2026, 10, 1)
    assert claim.effective_on.on == date(2027, 6, 1)
