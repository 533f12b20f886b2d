"""Names that go on: papers, streets and stadiums that are called like a state or a body."""

import pytest

from pactwire.domain.extraction.document import Document


def codes(document: Document) -> set[str]:
    return {hit.iso2 for hit in document.mentions if hit.iso2}


def bodies(document: Document) -> set[str]:
    return {hit.entity_id for hit in document.mentions if hit.kind == "organisation"}


MEDIA = [
    "The Lesotho Tribune and a reporter of the Peru Express were sued.",
    "Reprinted from India Today, Pakistan Monitor, Kuwait Times and Israel Hayom.",
    "She left Radio Sweden for the Bahrain News Agency.",
    "The Iraqi Central News Agency put out a denial.",
]
STREETS = [
    "The bus leaves Panama Street, crosses the Bolivia Bridge and stops at Kenya Stadium.",
    "He lives in Rue de Tunis, off the Avenue de France, near the Plaza Colombia.",
    "A pipe burst in the Norway Tunnel.",
]


@pytest.mark.parametrize("text", MEDIA)
def test_a_paper_or_an_agency_is_no_state(reading, text):
    assert codes(reading(text)) == set()


@pytest.mark.parametrize("text", STREETS)
def test_a_street_or_a_stadium_is_no_state(reading, text):
    assert codes(reading(text)) == set()


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Modi arrives in India today.", "IN"),
        ("Minister Lands in Jordan Today for Talks", "JO"),
        ("Norway Tunnel Fire Closes Motorway for Weeks", "NO"),
        ("Turkish TV showed the launch.", "TR"),
        ("A bridge in Bolivia fell into the gorge.", "BO"),
        ("The road from Panama was washed away.", "PA"),
        ("Sweden posts a surplus.", "SE"),
    ],
)
def test_a_state_before_a_common_word_is_one(reading, text, found):
    assert codes(reading(text)) == {found}


def test_a_capital_in_the_name_of_a_paper_stands_for_no_state(reading):
    assert reading("The Havana Tribune closed.").mentions == ()
    assert [hit.name for hit in reading("Havana closed its ports.").mentions] == ["Havana"]


def test_a_street_may_be_called_like_a_body(reading):
    assert bodies(reading("They met on the corner of ASEAN Avenue.")) == set()
    assert bodies(reading("ASEAN ministers met.")) == {"x-asean"}


def test_a_firm_may_be_called_like_a_body(reading):
    assert bodies(reading("A contract went to OPEC Systems of Canberra.")) == set()


def test_why_it_was_left_out_is_said(reading):
    (left_out,) = reading("She writes for the Lesotho Tribune.").rejected
    assert left_out.why == "a medium: Lesotho Tribune"
