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
def test_inflection(verb, past, gerund):
    assert inflect(verb)[2] == past
    assert inflect(verb)[4] == gerund
