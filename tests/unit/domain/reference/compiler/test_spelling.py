"""The spellings of a name."""

import pytest

from pactwire.domain.reference.compiler.spelling import slug, spelling_variants


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("São Tomé", {"São Tomé", "Sao Tome"}),
        ("St. Lucia", {"St. Lucia", "St Lucia"}),
        ("Bosnia & Herzegovina", {"Bosnia & Herzegovina", "Bosnia and Herzegovina"}),
        ("Россия", {"Россия", "России", "Россию", "Россией"}),
        ("G-20", {"G-20", "G 20"}),
        ("16+1", {"16+1", "16 + 1"}),
        ("OPEC+", {"OPEC+"}),
        ("Trans-Pacific Pact", {"Trans-Pacific Pact", "Transpacific Pact", "TransPacific Pact"}),
        ("الصين", {"الصين", "للصين"}),
    ],
)
def test_a_name_has_these_spellings(name, written):
    assert set(spelling_variants(name)) == written


def test_a_slug_is_lower_case_letters_and_hyphens():
    assert slug("Recep Tayyip Erdoğan") == "recep-tayyip-erdogan"
