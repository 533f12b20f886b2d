"""Verb forms of English."""

import pytest

from pactwire.domain.extraction.claims.lexicon.verbs import inflect, list_forms


@pytest.mark.parametrize(
    ("verb", "past", "gerund"),
    [
        ("quit", "quit", "quitting"),
        ("ratify", "ratified", "ratifying"),
        ("expel", "expelled", "expelling"),
        ("opt", "opted", "opting"),
        ("scrap", "scrapped", "scrapping"),
        ("defer", "deferred", "deferring"),
    ],
)
def test_english_verbs_are_inflected(verb, past, gerund):
    assert inflect(verb)[2] == past
    assert inflect(verb)[4] == gerund


def test_verbs_with_two_spellings_have_both():
    assert {form for form, _ in list_forms("cancel")} >= {"canceled", "cancelled", "cancelling"}
