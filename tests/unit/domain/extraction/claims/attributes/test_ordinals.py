"""Ordinals of members and counts of members."""

import pytest
from num2words import num2words

from marked_text import only_claim
from pactwire.domain.extraction.claims.attributes.number_words import open_number_words
from pactwire.edges.reference import load_reference


@pytest.mark.parametrize(
    ("word", "number"),
    [("90th", 90), ("tenth", 10), ("thirty-second", 32), ("fortieth", 40), ("newest", None)],
)
def test_ordinals_in_digits_and_words(word, number):
    assert only_claim(f"[Chad|TD] became the {word} member of [NATO|x-nato].").ordinal == number


def test_ordinal_and_member_count():
    assert only_claim("[Chad|TD] became the 32nd member of [NATO|x-nato].").ordinal == 32
    assert only_claim("[Chad|TD] joined the 54-member [ECOWAS|x-ecowas] bloc.").member_count == 54


def test_numbers_of_something_else_are_no_numbers_of_members():
    claim = only_claim(
        "[Chad|TD] joined [NATO|x-nato] at the 22nd assembly of members with 3 flags."
    )

    assert (claim.ordinal, claim.member_count) == (None, None)


def test_the_spelled_numbers_are_those_of_num2words():
    numbers, words = range(1, 100), open_number_words(load_reference().grammar)

    assert {num2words(number, to="ordinal"): number for number in numbers} == words.ordinals
    assert {num2words(number): number for number in numbers} == words.cardinals
