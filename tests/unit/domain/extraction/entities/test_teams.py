"""National sides: teams where a text is about sport, states everywhere else."""

import pytest

from pactwire.domain.extraction.document import Document

TABLE = """SWIMMING - RESULTS FROM THE SPRING MEETING.
TURIN, Italy 1997-04-11
1. Karin Lund (Sweden) 55.20
2. Mia Torres (U.S.) 55.31
3. Nino Gelashvili (Georgia) 55.90
"""
TEAMS = [
    ("HANDBALL - DENMARK STUN EGYPT.", "DK EG"),
    ("Chile 2 Bolivia 1", "CL BO"),
    ("Morocco were bowled out for 88 by Nepal.", "MA NP"),
    ("Sweden scored first, but Mexico won on penalties.", "SE MX"),
    ("Fiji lost 40-3 to Samoa in Suva.", "FJ WS"),
    ("Jamaica thrash Haiti 6-0.", "JM HT"),
    ("Spain beat Italy to reach the semifinals.", "ES IT"),
    ("In the Nations Cup, Kenya drew with Togo after a late penalty.", "KE TG"),
    (TABLE, "SE US GE"),
]
STATES = [
    "Spain beat Italy to the seat after a long match of wits.",
    "Denmark beat the drum for wind power.",
    "Germany won praise for its reform, and Poland lost patience.",
    "Latvia voted 70-21 to join the fund.",
    "Arab League ministers met. The league said Syria, Iraq and the league's chief would talk.",
    "Exports from Peru rose 12-15 per cent.",
]


def teams(document: Document) -> set[str]:
    return {hit.iso2 for hit in document.mentions if hit.iso2 and hit.form == "team"}


@pytest.mark.parametrize(("text", "expected"), TEAMS)
def test_sides_that_play_are_teams(reading, text, expected):
    assert teams(reading(text)) == set(expected.split())


@pytest.mark.parametrize("text", STATES)
def test_states_outside_sport_are_no_teams(reading, text):
    document = reading(text)
    assert teams(document) == set()
    assert any(hit.kind == "country" for hit in document.mentions)


def test_where_a_match_is_played_is_no_team(reading):
    document = reading("CRICKET - INDIA 90-2.\nKANDY, Sri Lanka 1997-03-02\nIndia won in Malaysia.")
    forms = {hit.surface: hit.form for hit in document.mentions}
    assert forms["India"] == "team"
    assert forms["Sri Lanka"] == forms["Malaysia"] == "name"


def test_a_pair_of_states_in_one_plural_gives_both(reading):
    document = reading("The two Koreas and the two Congos sent teams.")
    assert {hit.iso2 for hit in document.mentions} == {"KP", "KR", "CD", "CG"}


def test_a_side_at_play_is_a_team(reading):
    text = (
        "Brazil beat Argentina 2-1 in the World Cup qualifier. The striker scored in the second "
        "half, and the coach praised the goalkeeper. The match was played in Uruguay."
    )
    forms = {hit.iso2: hit.form for hit in reading(text).mentions}
    assert forms == {"BR": "team", "AR": "team", "UY": "name"}
