"""Which pairs of body and member the trained reader is asked about."""

import pytest

from pactwire.domain.extraction.claims.tokens.context import ArticleContext
from pactwire.domain.extraction.entities import TextInput, tag_text
from pactwire.domain.extraction.reader.candidates import MAX_PAIRS, find_candidates
from pactwire.edges.reference import load_reference


def pairs(text: str) -> set[tuple[str, str]]:
    reference = load_reference()
    document = tag_text(TextInput(text), reference)
    return {one.pair for one in find_candidates(document, ArticleContext(document, reference))}


def test_a_sentence_with_a_trigger_gives_its_bodies_and_members() -> None:
    assert pairs("Peru and Chile left OPEC.") == {("x-opec", "PE"), ("x-opec", "CL")}


LONG = "The weather was fine all over the north that day. " * 10


@pytest.mark.parametrize(
    "text",
    [
        f"Peru met OPEC. {LONG}",
        "Peru left the talks.",
        "OPEC left the talks.",
        "He left early.",
        "",
    ],
)
def test_without_a_trigger_a_body_or_a_member_there_is_nothing_to_read(text: str) -> None:
    assert pairs(text) == set()


@pytest.mark.parametrize("text", ["Lima: OPEC, here we come", "He paused. OPEC has Peru now."])
def test_headings_and_short_items_need_no_trigger(text: str) -> None:
    assert pairs(text) == {("x-opec", "PE")}


def test_a_headline_needs_no_trigger_and_the_prose_under_it_does() -> None:
    headline = "Lima: OPEC, here we come"
    text = TextInput(f"{headline}\nChile met OPEC. {LONG}", headline_end=len(headline))
    document = tag_text(text, load_reference())
    found = find_candidates(document, ArticleContext(document, load_reference()))
    assert [one.pair for one in found] == [("x-opec", "PE")]


def test_capitals_and_leaders_stand_for_their_state_and_organs_for_their_body() -> None:
    assert ("x-nato", "SY") in pairs("Damascus has joined NATO.")
    assert ("x-european-union", "NO") in pairs("Norway has joined, the European Commission said.")


@pytest.mark.parametrize(
    "text",
    [
        "The African Union's Peace and Security Council has suspended Gabon.",
        "The Committee of Ministers expelled Gabon from the Council of Europe.",
    ],
)
def test_what_an_organ_decides_is_told_of_its_body(text: str) -> None:
    assert pairs(text) & {("x-african-union", "GA"), ("x-council-of-europe", "GA")}


@pytest.mark.parametrize(
    "text",
    [
        "Kenya was elected to the Peace and Security Council of the African Union.",
        "The Security Council imposed an arms embargo on Kenya after it left.",
        "The Parliamentary Assembly of the Council of Europe suspends Kenya's voting rights.",
    ],
)
def test_a_seat_in_an_organ_is_the_organs_own(text: str) -> None:
    wholes = {"x-african-union", "x-united-nations", "x-council-of-europe"}
    assert not {body for body, member in pairs(text) if member == "KE"} & wholes


def test_bodies_join_others_that_take_bodies_in() -> None:
    assert ("x-g20", "x-african-union") in pairs("The G20 has admitted the African Union.")
    assert ("x-opec", "x-african-union") not in pairs("OPEC has left the African Union out.")


def test_a_parliament_with_a_name_of_its_own_stands_for_its_state() -> None:
    assert ("x-ctbt", "RU") in pairs("The Duma ratified the CTBT.")


def test_a_party_named_shortly_before_is_a_candidate_and_one_named_far_away_is_not() -> None:
    near = "Fiji held a vote. The island has joined the African Union."
    assert ("x-african-union", "FJ") in pairs(near)
    far = "Fiji held a vote. " + "Nothing else of note was said. " * 30
    assert pairs(far + "The island has joined the African Union.") == set()


def test_the_euro_stands_for_its_area_and_not_for_a_sum() -> None:
    assert ("x-eurozone", "BG") in pairs("Bulgaria has adopted the euro.")


def test_a_text_full_of_names_is_read_within_bounds() -> None:
    states = "Peru, Chile, Cuba, Fiji, Oman, Iraq, Iran, Togo, Chad, Mali, Laos, Nepal and Kenya"
    bodies = "OPEC, NATO, ASEAN, Mercosur and the African Union"
    assert len(pairs(f"{states} left {bodies}. " * 4)) <= MAX_PAIRS
