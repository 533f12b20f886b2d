"""Capitals as places."""


def test_a_former_capital_is_a_place_of_its_own(reading):
    document = reading("Bonn and The Hague wrote back.")
    assert [hit.name for hit in document.mentions] == ["Bonn", "The Hague"]


def test_a_capital_is_a_place_that_knows_its_state(reading, reference):
    (hit,) = reading("Damascus signed the charter.").mentions
    assert (hit.kind, hit.iso2) == ("place", None)
    assert reference.state_of(hit.entity_id) == "SY"
