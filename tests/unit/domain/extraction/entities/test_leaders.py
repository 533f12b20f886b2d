"""Leaders: found by surname, and standing for their state while in office."""


def test_a_leader_is_found_by_surname_once_the_full_name_is_there(reading, reference):
    document = reading("Emmanuel Macron met farmers. Macron promised help.")
    people = [hit.entity_id for hit in document.mentions if hit.kind == "person"]
    assert len(people) == 2
    assert reference.state_of(people[0]) == "FR"


def test_a_namesake_of_a_leader_is_another_person(reading):
    assert not [h for h in reading("Wendy Trump runs a bakery.").mentions if h.kind == "person"]
