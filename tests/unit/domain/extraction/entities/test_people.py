"""People who are called like a state, told by what only people have."""

import pytest

PEOPLE = [
    "Chad, 52, of Duluth, had fished there for years.",
    "Jordan, who grew up in Tulsa, turned to music.",
    "Chad's wife found the letter.",
    "Her cousin Jordan drove the van.",
    "The flat belongs to Chad and Denise.",
    "Witnesses said Pollock and Jordan ran away.",
    "Jordan had 17 rebounds in the second half.",
    "Chad left the choir. Chad had sung bass.",
    "BY CHAD MERRIDEW",
    "A Jordan resident lost his licence.",
    "Chad pleaded guilty to two counts of fraud.",
    "Jordan, a sophomore, won the spelling prize.",
]
STATES = [
    ("Jordan and Egypt closed the crossing.", {"JO", "EG"}),
    ("Chad left the coalition.", {"TD"}),
    ("Rain fell in Galilee and Jordan.", {"JO"}),
    ("Jordan, 12, Oman, 9, Kuwait, 7: the table of exports.", {"JO", "OM", "KW"}),
    ("Jordan, a senior official said, would wait.", {"JO"}),
    ("Chad was charged by Sudan with arming rebels.", {"TD", "SD"}),
    ("Israel said he was the commander.", {"IL"}),
    ("The Gambia is to withdraw.", {"GM"}),
]


def codes(document):
    return {hit.iso2 for hit in document.mentions if hit.iso2}


@pytest.mark.parametrize("text", PEOPLE)
def test_a_person_is_no_state(reading, text):
    assert codes(reading(text)) == set()


@pytest.mark.parametrize(("text", "found"), STATES)
def test_a_state_is_no_person(reading, text, found):
    assert codes(reading(text)) == found


def test_the_river_is_no_state(reading):
    assert codes(reading("They crossed the Jordan at dawn.")) == set()
    assert codes(reading("The Jordan government sent tents.")) == {"JO"}
