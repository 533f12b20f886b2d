"""Organisations by their acronyms: which letters are a name, and whose."""

import pytest


def entities(document):
    return {hit.entity_id for hit in document.mentions}


def test_an_acronym_is_read_where_nothing_else_has_it(reading):
    assert "x-nato" in entities(reading("Sweden joined NATO."))
    assert "x-nato" in entities(reading("Sweden joined Nato."))
    assert "x-nato" not in entities(reading("The nato of this word is small."))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("South Africa left the ICC.", True),
        ("The International Criminal Court (ICC) opened a case. The ICC will hear it.", True),
        ("The Inland Canoe Club (ICC) met in France. The ICC has a new boat.", False),
        ("ICC Champions Trophy: India beat Nepal at the ICC event.", False),
        ("The ICC rankings have Nepal third.", False),
        ("The ICC banned the bowler; the batsman was not out after ten overs of cricket.", False),
    ],
)
def test_ambiguous_letters_follow_their_introduction_and_their_text(reading, text, found):
    assert ("x-icc" in entities(reading(text))) is found


def test_a_text_may_introduce_letters_of_its_own(reading):
    text = "The Global Coalition to Defeat ISIS (GCDQ) met. Syria joined the GCDQ in May."
    hits = [hit for hit in reading(text).mentions if hit.surface == "GCDQ"]
    assert len(hits) == 2
    assert {hit.entity_id for hit in hits} == {"x-global-coalition-to-defeat-isis"}


def test_the_euro_is_a_body_only_for_those_who_take_it_up(reading):
    assert "x-eurozone" in entities(reading("Bulgaria adopted the euro."))
    assert "x-eurozone" not in entities(reading("The euro fell against the dollar in Paris."))


def test_an_acronym_beside_a_body_is_one_too(reading):
    assert "x-oas" in {hit.entity_id for hit in reading("ASEAN, the OAS and NATO agree.").mentions}
    assert "x-oas" not in {hit.entity_id for hit in reading("The OAS left Algiers.").mentions}


@pytest.mark.parametrize(
    "text",
    [
        "The ICC picked six umpires for the series in Lahore, Pakistan.",
        "The ICC's arbitration panel met in Paris for a firm of Spain.",
    ],
)
def test_words_of_another_body_speak_against_ours(reading, text):
    assert "x-icc" not in {hit.entity_id for hit in reading(text).mentions}
