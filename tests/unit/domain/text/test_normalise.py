"""The plain view of a text, and the way back to the original."""

import pytest

from pactwire.domain.text.normalise import ends_sentence, haystack, sentence, view


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
    assert view(text).plain == plain


@pytest.mark.parametrize("text", ["Ｏｍａｎ met", "Om\u200ban met", "Oma\u0301n met", "a  Oman  b"])
def test_a_place_in_the_plain_view_leads_back(text):
    seen = view(text)
    for word in seen.plain.split():
        start = seen.plain.index(word)
        first, last = seen.span(start, start + len(word))
        assert view(text[first:last]).plain.strip() == word


def test_the_haystack_has_one_byte_for_each_character_of_plain_text():
    assert haystack("U.S.-led, OPEC+!") == b" u s  led  opec+  "
    assert view("plain").one_byte


def test_a_sentence_is_found_around_a_place():
    text = "Mr. Ode of the U.S. spoke. Then Syria left! It rained."
    start = text.index("Syria")
    first, last = sentence(text, start, start + 5)
    assert text[first:last] == "Then Syria left!"


@pytest.mark.parametrize(
    ("text", "ends"),
    [("It ended.", True), ("Mr. Ode", False), ("3.5", False), ("the U.S. army", False)],
)
def test_a_dot_ends_a_sentence_or_an_abbreviation(text, ends):
    assert ends_sentence(text, text.rindex(".")) is ends
