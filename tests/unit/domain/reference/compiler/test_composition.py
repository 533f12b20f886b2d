"""What is composed of the words of an entry and the nouns of its kind."""

from pactwire.domain.reference.compiler.composition import compose_counted, compose_descriptions
from pactwire.domain.reference.tables import (
    COMPOSED,
    COMPOSED_BY_CHANGE,
    COMPOSED_LOOSELY,
)


def needs(words: dict[str, list[str]], kind: str, *generic: str) -> dict[str, str]:
    return {form: found.needs for form, found in compose_descriptions(words, kind, generic)}


def test_a_region_goes_with_every_noun_of_the_kind_and_the_bodys_own() -> None:
    composed = needs({"region": ["(west|west-) African"]}, "bloc", "community")

    assert {"west African bloc", "west African trade bloc", "west African community"} <= set(
        composed
    )
    assert set(composed.values()) == {COMPOSED}


def test_a_subject_makes_no_firm_and_no_circle_of_friends() -> None:
    composed = needs({"topics": ["coffee"]}, "igo", "organisation", "group", "pact")

    assert set(composed) == {"coffee organisation", "coffee pact"}


def test_a_seat_alone_takes_a_member_in_the_text() -> None:
    composed = needs({"seat": ["Vienna"]}, "cartel", "group")

    assert composed["Vienna-based cartel"] == composed["Vienna-based group"] == COMPOSED_LOOSELY


def test_what_a_treaty_is_about_stands_behind_it() -> None:
    composed = needs({"subject": ["land mines"]}, "treaty", "treaty", "ban")

    assert {
        "ban on land mines",
        "treaty banning land mines",
        "convention against the land mines",
    } <= (set(composed))
    assert "pact on land mines" not in composed


def test_who_leads_and_who_belongs() -> None:
    composed = needs({"led_by": ["China"], "of": ["Gulf states"]}, "bloc", "council")

    assert {"China-led bloc", "China-dominated bloc", "council of Gulf states"} <= set(composed)


def test_a_word_that_says_little_goes_with_few_nouns_and_takes_a_member() -> None:
    composed = needs({"perhaps": ["African"]}, "union", "continental body")

    assert composed["African bloc"] == COMPOSED_LOOSELY
    assert "African club" not in composed


def test_what_stands_behind_a_number_of_members() -> None:
    forms = {form for form, _ in compose_counted("alliance", ["bloc", "organisation"])}

    assert {"nation alliance", "member pact", "state organisation"} <= forms
    assert "nation bloc" not in forms


def test_a_short_name_and_a_topic_take_any_paper_with_a_word_of_change() -> None:
    composed = needs({"short": ["Ottawa"], "topics": ["energy"]}, "treaty", "convention")

    assert composed["Ottawa accord"] == composed["Ottawa deal"] == COMPOSED_BY_CHANGE
    assert composed["energy accord"] == COMPOSED_BY_CHANGE
    assert composed["energy treaty"] == COMPOSED
    assert "energy deal" not in composed
