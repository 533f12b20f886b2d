"""What the compiled reference data answers about offices and memberships."""

from pathlib import Path

import pactwire_seeds
from pactwire.domain.watches import build_resolver
from pactwire.edges.reference import COMPILED, load_reference_file

COMPILED_FILE = Path(pactwire_seeds.__file__).parent / COMPILED


def test_a_leader_stands_for_the_state_while_in_office(reference):
    held = reference.offices["x-bashar-al-assad"]
    assert held[-1].until is not None
    assert reference.state_of("x-bashar-al-assad", held[-1].since) == "SY"
    assert reference.state_of("x-bashar-al-assad", held[-1].until) is None


def test_membership_is_known_by_day(reference):
    joined = reference.membership("x-nato", "SE").since
    assert "SE" in reference.members("x-nato", joined)
    assert "SE" not in reference.members("x-nato", joined.replace(year=joined.year - 1))


def test_names_are_looked_up_without_what_reading_texts_takes():
    fresh = load_reference_file(COMPILED_FILE)
    resolver = build_resolver(fresh)
    assert resolver.resolve("Syrian Arab Republic").entities[0].id == "SY"
    assert fresh.parsed_patterns == [None] * len(fresh.parsed_patterns)
    assert "automaton" not in vars(fresh)


def test_every_spelling_of_a_form_comes_with_its_entity(reference):
    forms = {"abbreviation", "former"}
    found = set(reference.iterate_spellings(forms))
    assert ("x-nato", "NATO") in found
    assert found == {
        (sense.entity.id, sense.spelling)
        for entry in reference.pattern_entries
        for sense in entry.senses
        if sense.form in forms
    }
