"""Headings, items and prose."""

import pytest

from pactwire.domain.extraction.entities import TextInput, tag_text
from pactwire.domain.extraction.text_kind import classify_text
from pactwire.edges.reference import load_reference

LONG = "Ministers met. " * 40


@pytest.mark.parametrize(
    ("text", "headline_end", "start", "kind"),
    [
        ("Peru leaves OPEC", 0, 0, "heading"),
        ("Peru leaves OPEC.", 0, 0, "item"),
        ("Peru leaves OPEC\n" + LONG, 16, 3, "heading"),
        ("Peru leaves OPEC\n" + LONG, 16, 40, "prose"),
        (LONG, 0, 0, "prose"),
        ("", 0, 0, "heading"),
    ],
)
def test_a_text_is_of_a_kind_by_its_place_and_length(
    text: str, headline_end: int, start: int, kind: str
) -> None:
    document = tag_text(TextInput(text, headline_end), load_reference())
    assert classify_text(document, start) == kind
