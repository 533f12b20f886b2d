"""Forms that name a body only beside a word of joining or leaving."""

import pytest


def entities(document):
    return {hit.entity_id for hit in document.mentions}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Bulgaria takes up the euro.", True),
        ("Sweden says no to the euro.", True),
        ("Bulgaria adopts the euro at midnight.", True),
        ("Danes reject euro", True),
        ("Bulgaria is the 21st country to use the euro.", True),
        ("Greece may drop out of the euro.", True),
        ("The Swedish euro referendum is lost.", True),
        ("Kosovo uses the euro.", False),
        ("The vote left the euro weaker.", False),
        ("A fright in Greece brought the euro down.", False),
        ("It left the euro at $1.08.", False),
        ("Investors fled out of the euro in Greece.", False),
        ("The shops take euro notes in Sweden.", False),
        ("The midfielder is out of the Euro after the football match in Sweden.", False),
    ],
)
def test_the_euro_is_a_union_where_a_state_takes_it_up_or_gives_it_up(reading, text, found):
    assert ("x-eurozone" in entities(reading(text))) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Burundi is out of the Hague court.", True),
        ("Burundi has quit the war crimes court.", True),
        ("Burundi wrote to the Hague court.", False),
        ("Burundi has quit; the war crimes court of Freetown sits on.", False),
    ],
)
def test_a_court_is_the_one_that_states_can_leave(reading, text, found):
    assert ("x-icc" in entities(reading(text))) is found


def test_who_leaves_a_court_by_the_door_leaves_no_treaty(reading):
    assert "x-icc" not in entities(reading("A general from Chad left the war crimes court."))
    assert "x-icc" not in entities(reading("The envoy of Chad waited outside the Hague court."))
    assert "x-icc" not in entities(reading("Saddam said Iraq should quit the war crimes court."))
