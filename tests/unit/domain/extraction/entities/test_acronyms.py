"""Organisations and coalitions: acronyms, introductions, names inside names, leaders."""

from datetime import UTC, datetime

import pytest

from pactwire.domain.extraction.entities import Text, read


def entities(document):
    return {hit.entity_id for hit in document.hits}


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
        ("The ICC banned the bowler; the batsman was not out after ten overs of cricket.", False),
    ],
)
def test_ambiguous_letters_follow_their_introduction_and_their_text(reading, text, found):
    assert ("x-icc" in entities(reading(text))) is found


def test_a_text_may_introduce_letters_of_its_own(reading):
    text = "The Global Coalition to Defeat ISIS (GCDQ) met. Syria joined the GCDQ in May."
    hits = [hit for hit in reading(text).hits if hit.surface == "GCDQ"]
    assert len(hits) == 2
    assert {hit.entity_id for hit in hits} == {"x-global-coalition-to-defeat-isis"}


def test_the_longest_name_wins_and_the_shorter_is_explained(reading):
    document = reading("Syria joined the Global Coalition to Defeat ISIS.")
    assert entities(document) == {"SY", "x-global-coalition-to-defeat-isis"}
    assert any(drop.surface == "ISIS" and "inside" in drop.why for drop in document.dropped)


def test_the_country_that_leads_is_named_too(reading):
    document = reading(
        "The count was kept by the Britain-based Syrian Observatory for Human Rights."
    )
    assert "GB" in entities(document)
    assert "SY" not in entities(document)


def test_a_leader_is_found_by_surname_once_the_full_name_is_there(reading, knowledge):
    document = reading("Emmanuel Macron met farmers. Macron promised help.")
    people = [hit.entity_id for hit in document.hits if hit.kind == "person"]
    assert len(people) == 2
    assert knowledge.state_of(people[0]) == "FR"


def test_a_namesake_of_a_leader_is_another_person(reading):
    assert not [h for h in reading("Wendy Trump runs a bakery.").hits if h.kind == "person"]


def test_the_euro_is_a_body_only_for_those_who_take_it_up(reading):
    assert "x-eurozone" in entities(reading("Bulgaria adopted the euro."))
    assert "x-eurozone" not in entities(reading("The euro fell against the dollar in Paris."))


def test_a_leader_stands_for_the_state_while_in_office(knowledge):
    held = knowledge.offices["x-bashar-al-assad"]
    assert held[-1].until is not None
    assert knowledge.state_of("x-bashar-al-assad", held[-1].since) == "SY"
    assert knowledge.state_of("x-bashar-al-assad", held[-1].until) is None


def test_membership_is_known_by_day(knowledge):
    joined = knowledge.membership("x-nato", "SE").since
    assert "SE" in knowledge.members("x-nato", joined)
    assert "SE" not in knowledge.members("x-nato", joined.replace(year=joined.year - 1))


def test_the_moment_of_publication_is_kept(knowledge):
    moment = datetime(2024, 5, 1, tzinfo=UTC)
    assert read(Text("Syria", published_at=moment), knowledge).published_at == moment


def test_an_acronym_beside_a_body_is_one_too(reading):
    assert "x-oas" in {hit.entity_id for hit in reading("ASEAN, the OAS and NATO agree.").hits}
    assert "x-oas" not in {hit.entity_id for hit in reading("The OAS left Algiers.").hits}


@pytest.mark.parametrize(
    "text",
    [
        "The ICC picked six umpires for the series in Lahore, Pakistan.",
        "The ICC's arbitration panel met in Paris for a firm of Spain.",
    ],
)
def test_words_of_another_body_speak_against_ours(reading, text):
    assert "x-icc" not in {hit.entity_id for hit in reading(text).hits}


def test_no_name_goes_across_the_end_of_a_clause(reading):
    document = reading("They flew over the Virgin Islands; British planes turned back.")
    assert [hit.surface for hit in document.hits] == ["Virgin Islands", "British"]


def test_a_former_capital_is_a_place_of_its_own(reading):
    document = reading("Bonn and The Hague wrote back.")
    assert [hit.name for hit in document.hits] == ["Bonn", "The Hague"]
