"""Verb forms of English."""

import pytest

from pactwire.domain.extraction.claims.lexicon.verbs import inflect


@pytest.mark.parametrize(
    ("verb", "past", "gerund"),
    [
        ("quit", "quit", "quitting"),
        ("ratify", "ratified", "ratifying"),
        ("expel", "expelled", "expelling"),
    ],
)
def test_english_verbs_are_inflected(verb, past, gerund):
    assert inflect(verb)[2] == past
    assert inflect(verb)[4] == gerund
