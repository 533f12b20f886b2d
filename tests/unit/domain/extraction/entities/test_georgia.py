"""Georgia, the country, and Georgia, the US state."""

import pytest

COUNTRY = [
    "Georgia (the country) signed; Florida did not.",
    "In Georgia, a former Soviet republic, and in Ohio the snow stayed.",
    "The country of Georgia has a new anthem.",
    "Senator Coe of Ohio met President Nino Abash of Georgia.",
    "Sen. Coe condemned the invasion of Georgia.",
]
STATE = [
    "Rep. Ada Coe of Georgia met the foreign minister of Norway at NATO.",
    "Sens. Ada Coe of Ohio and Ben Doe of Georgia flew to the summit in Ankara.",
    "The congressman (D-Georgia) wants the treaty put to a vote.",
    "Georgia's Rep. Ada Coe wants the treaty put to a vote in parliament.",
    "Georgia, the US state, is larger than Greece.",
]


def codes(document):
    return {hit.iso2 for hit in document.mentions if hit.surface == "Georgia"}


@pytest.mark.parametrize("text", COUNTRY)
def test_the_country_is_found(reading, text):
    assert codes(reading(text)) == {"GE"}


@pytest.mark.parametrize("text", STATE)
def test_the_state_is_not(reading, text):
    assert codes(reading(text)) == set()


def test_one_text_may_speak_of_both(reading):
    hits = reading("The state of Georgia sold it; Georgia (the country) bought it.").mentions
    assert [hit.iso2 for hit in hits] == [None, "GE"]
