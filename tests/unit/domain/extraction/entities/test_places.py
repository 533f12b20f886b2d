"""Capitals as places."""


def test_a_former_capital_is_a_place_of_its_own(reading):
    document = reading("Bonn and The Hague wrote back.")
    assert [hit.name for hit in document.hits] == ["Bonn", "The Hague"]


def test_a_capital_is_a_place_that_knows_its_state(reading, knowledge):
    (hit,) = reading("Damascus signed the charter.").hits
    assert (hit.kind, hit.iso2) == ("place", None)
    assert knowledge.state_of(hit.entity_id) == "SY"
