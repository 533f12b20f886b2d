"""Composed descriptions: which body is meant on which day, and when none is."""

from datetime import UTC, datetime

import pytest

from pactwire.domain.extraction.document import Document
from pactwire.domain.extraction.entities.tagger import TextInput, tag_text
from pactwire.domain.reference import ReferenceData


def tag(text: str, reference: ReferenceData, year: int | None = None) -> Document:
    published = datetime(year, 7, 1, tzinfo=UTC) if year else None
    return tag_text(TextInput(text, language="en", published_at=published), reference, explain=True)


def bodies(document: Document) -> list[str]:
    return [one.entity_id for one in document.mentions if one.kind == "organisation"]


@pytest.mark.parametrize(("year", "body"), [(1985, "x-warsaw-pact"), (2015, "x-csto")])
def test_the_day_decides_between_a_body_and_its_forerunner(
    reference: ReferenceData, year: int, body: str
) -> None:
    assert bodies(tag("They stay in the Moscow-led pact.", reference, year)) == [body]


def test_without_a_date_a_member_decides(reference: ReferenceData) -> None:
    assert bodies(tag("Hungary is sick of the Moscow-led pact.", reference)) == ["x-warsaw-pact"]
    assert bodies(tag("They are sick of the Moscow-led pact.", reference)) == []


def test_a_number_in_front_must_be_that_of_the_members(reference: ReferenceData) -> None:
    text = "Qatar stays in the {}-nation Gulf Arab club."

    assert bodies(tag(text.format("six"), reference, 2018)) == ["x-gcc"]
    assert bodies(tag("Kiribati is back in the 18-nation Pacific tent.", reference, 2023)) == [
        "x-pacific-islands-forum"
    ]
    assert bodies(tag("Kiribati is back in the five-nation Pacific tent.", reference, 2023)) == []


@pytest.mark.parametrize(
    "text",
    [
        "Gabon may found an oil club.",
        "Gabon's anti-oil club met in Libreville.",
        "Gabon's Oil Club has a new bar.",
        "The Texas oil club let in Gabon.",
        "Gabon's oil club won the football league on goal difference after the penalty shootout.",
    ],
)
def test_what_stands_beside_it_makes_it_anothers(reference: ReferenceData, text: str) -> None:
    assert bodies(tag(text, reference, 2018)) == []


def test_a_seat_says_little_where_another_body_is_named(reference: ReferenceData) -> None:
    assert bodies(tag("East Timor is in the Jakarta-based bloc.", reference, 2025)) == ["x-asean"]

    document = tag("East Timor told the WTO that the Jakarta-based bloc had left.", reference, 2025)
    assert bodies(document) == ["x-wto"]
    assert any("another body" in one.why for one in document.rejected)


@pytest.mark.parametrize(
    ("text", "year", "found"),
    [
        ("Montenegro has been let into the 29-nation alliance.", 2017, ["29-nation alliance"]),
        ("Montenegro has been let into the twenty-nine nation alliance.", 2017, ["nine nation"]),
        ("Montenegro has been let into the 29-nation alliance.", 1999, []),
        ("Montenegro has been let into the 29-nation alliance.", None, []),
        ("Montenegro has been let into a 29-nation alliance.", 2017, []),
        ("Montenegro has been let into the 29th nation alliance.", 2017, []),
        ("Georgia has been let into the 29-nation alliance.", 2017, []),
    ],
)
def test_a_number_of_members_names_the_body_that_has_so_many(
    reference: ReferenceData, text: str, year: int | None, found: list[str]
) -> None:
    document = tag(text, reference, year)
    surfaces = [one.surface for one in document.mentions if one.kind == "organisation"]

    assert len(surfaces) == len(found)
    assert all(part in surface for part, surface in zip(found, surfaces, strict=True))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Finland is leaving the Ottawa accord.", ["x-ottawa-treaty"]),
        ("Finland praised the Ottawa accord of the rail unions.", []),
        ("Finland is leaving. The Ottawa accord of the rail unions holds.", []),
        ("Finland is leaving an Ottawa accord.", []),
    ],
)
def test_a_short_name_takes_any_noun_where_a_state_joins_or_leaves(
    reference: ReferenceData, text: str, found: list[str]
) -> None:
    assert bodies(tag(text, reference, 2025)) == found


def test_the_owner_in_front_makes_no_longer_name(reference: ReferenceData) -> None:
    document = tag("Canada left the UN convention against desertification.", reference, 2013)
    assert "x-unccd" in bodies(document)
