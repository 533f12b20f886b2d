"""The plain view of a text, and the way back to the original."""

import pytest

from pactwire.domain.text.normalise import fold_to_bytes, normalise_text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("plain text", "plain text"),
        ("Ｏｍａｎ", "Oman"),
        ("a\u200bb", "ab"),
        ("“Côte d’Ivoire”", '"Côte d\'Ivoire"'),
        ("United \n  States", "United\nStates"),
        ("one.\n\ntwo", "one.\n\ntwo"),
        ("e\u0301t\u00e9", "été"),
    ],
)
def test_a_text_is_made_plain(text, plain):
    assert normalise_text(text).plain == plain


@pytest.mark.parametrize("text", ["Ｏｍａｎ met", "Om\u200ban met", "Oma\u0301n met", "a  Oman  b"])
def test_a_place_in_the_plain_view_leads_back(text):
    seen = normalise_text(text)
    for word in seen.plain.split():
        start = seen.plain.index(word)
        first, last = seen.span(start, start + len(word))
        assert normalise_text(text[first:last]).plain.strip() == word


def test_the_haystack_has_one_byte_for_each_character_of_plain_text():
    assert fold_to_bytes("U.S.-led, OPEC+!") == b" u s  led  opec+  "
    assert normalise_text("plain").one_byte
