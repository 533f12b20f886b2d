"""What comes with a claim: ordinals, dates, speakers, evidence; and the bounds of the work."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from marked import WORLD, findings, marked
from pactwire.domain.extraction.claims import extractor as claims_module
from pactwire.domain.extraction.claims.attributes.ordinals import ordinal_of
from pactwire.domain.extraction.claims.extractor import find_claims
from pactwire.domain.extraction.claims.lexicon.verbs import inflect
from pactwire.domain.extraction.claims.triggers import CUES


def only(text, published=None):
    (claim,) = findings(text, published).claims
    return claim


@pytest.mark.parametrize(
    ("word", "number"),
    [("90th", 90), ("tenth", 10), ("thirty-second", 32), ("fortieth", 40), ("member", None)],
)
def test_ordinals_in_digits_and_words(word, number):
    assert ordinal_of(word) == number


def test_ordinal_and_member_count():
    assert only("[Chad|TD] became the 32nd member of [NATO|x-nato].").ordinal == 32
    assert only("[Chad|TD] joined the 54-member [ECOWAS|x-ecowas] bloc.").member_count == 54


def test_dates_are_as_exact_as_the_text():
    day = only("[Chad|TD] will join [NATO|x-nato] on 1 May 2027.").effective_on
    month = only("[Chad|TD] will join [NATO|x-nato] in May 2027.").effective_on

    assert (day.on, day.precision) == (date(2027, 5, 1), "day")
    assert (month.on, month.precision) == (date(2027, 5, 1), "month")


def test_weekdays_count_back_from_the_publication():
    claim = only("[Chad|TD] applied to join [NATO|x-nato] on Monday.", "2026-05-06")

    assert claim.announced_on.on == date(2026, 5, 4)


def test_speaker_and_quotation():
    claim = only("“[Chad|TD] has joined [NATO|x-nato],” the president of [Mali|ML] said.")

    assert claim.quoted
    assert claim.speaker.official
    assert claim.speaker.entity_id == "ML"


def test_evidence_holds_member_and_body():
    text = "It rained. [Chad|TD] joins [NATO|x-nato] today. It rained again."
    claim = only(text)

    assert marked(text).text[claim.start : claim.end] == "Chad joins NATO today."


def test_confidence_is_the_product_of_its_parts():
    claim = only("[Chad|TD] joins [NATO|x-nato].")

    product = 1.0
    for part in claim.parts.values():
        product *= part
    assert claim.confidence == round(product, 3)


@pytest.mark.parametrize(
    ("verb", "past", "gerund"),
    [
        ("quit", "quit", "quitting"),
        ("ratify", "ratified", "ratifying"),
        ("expel", "expelled", "expelling"),
    ],
)
def test_inflection(verb, past, gerund):
    assert inflect(verb)[2] == past
    assert inflect(verb)[4] == gerund


def test_trigger_words_are_lower_case_and_labelled():
    assert all(form == form.lower() and labels for form, labels in CUES.items())


PIECES = st.sampled_from(
    ["[Syria|SY]", "[NATO|x-nato]", "[ECOWAS|x-ecowas]", "joins", "to", "not", "will", ",", "and",
     "its", "membership", "bid", "of", "that", "said", "suspended", "the", "bloc", "“", ".", "\n",
     "which", "after", "becoming", "32nd", "member", "no longer", "out of", "if", "(", ")", "'s",
     "— ", "take", "back", "into", "euro", "first", "country", "let", "[Putin|x-leader]", "?"]
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.lists(PIECES, max_size=60))
def test_no_order_of_words_raises_or_leaves_the_text(pieces):
    document = marked(" ".join(pieces))

    for claim in find_claims(document, WORLD, explain=True).claims:
        assert 0 <= claim.start < claim.end <= len(document.text)


def test_the_work_on_endless_text_is_bounded(monkeypatch):
    read = []
    whole = claims_module.read
    monkeypatch.setattr(
        claims_module, "read", lambda sentence, context: read.append(1) or whole(sentence, context)
    )

    findings("[Syria|SY] joins [NATO|x-nato]. " * 3000)

    assert len(read) < 400


@pytest.mark.parametrize(
    ("text", "announced", "effective"),
    [
        ("[Chad|TD] will join [NATO|x-nato] on Friday.", None, "2026-05-22"),
        ("[Chad|TD] joined [NATO|x-nato] on Friday.", None, "2026-05-15"),
        ("[Chad|TD] joined [NATO|x-nato], the minister said on Friday.", "2026-05-15", None),
        (
            "On Friday the minister said that [Chad|TD] has joined [NATO|x-nato].",
            "2026-05-15",
            None,
        ),
        ("After the vote on Friday, [Chad|TD] joined [NATO|x-nato].", None, None),
        ("[NATO|x-nato] suspended [Chad|TD] on Friday from 1 June.", "2026-05-15", "2026-06-01"),
    ],
)
def test_a_date_goes_to_the_saying_or_to_the_change(text, announced, effective):
    claim = only(text, "2026-05-20")

    dates = [fact and fact.on.isoformat() for fact in (claim.announced_on, claim.effective_on)]
    assert dates == [announced, effective]


@pytest.mark.parametrize(
    ("words", "on", "precision"),
    [
        ("three days ago", "2026-05-17", "day"),
        ("next year", "2027-01-01", "year"),
        ("a year from now", "2027-05-01", "month"),
        ("in six months' time", "2026-11-01", "month"),
        ("next January", "2027-01-01", "month"),
        ("on the 3rd of June", "2026-06-03", "day"),
        ("on Sunday, 7 June", "2026-06-07", "day"),
    ],
)
def test_relative_dates_count_from_the_publication(words, on, precision):
    fact = only(f"[Chad|TD] will join [NATO|x-nato] {words}.", "2026-05-20")
    fact = fact.effective_on or fact.announced_on

    assert (fact.on.isoformat(), fact.precision) == (on, precision)


@pytest.mark.parametrize(
    ("who", "name", "official"),
    [
        ("analysts", "analysts", False),
        ("a former minister", "former minister", False),
        ("two envoys", "two envoys", True),
        ("the foreign minister, Ann Lee,", "foreign minister, Ann Lee", True),
        ("officials, speaking on condition of anonymity,", "officials", True),
    ],
)
def test_who_speaks_for_a_state_is_official(who, name, official):
    speaker = only(f"[Chad|TD] has joined [NATO|x-nato], {who} said.").speaker

    assert (speaker.name, speaker.official) == (name, official)


def test_numbers_of_something_else_are_no_numbers_of_members():
    claim = only("[Chad|TD] joined [NATO|x-nato] at the 22nd assembly of members with 3 flags.")

    assert (claim.ordinal, claim.member_count) == (None, None)
