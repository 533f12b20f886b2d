"""Numbers are read alike in figures and in words."""

import pytest

from pactwire.domain.text.numerals import read_numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("fourteen of 41", ["14", "41"]),
        ("twenty two", ["22"]),
        ("a hundred and twenty people", ["120"]),
        ("two dozen", ["24"]),
        ("forty thousand homes", ["40000"]),
        ("three five", ["3", "5"]),
        ("twenty fourteen", ["20", "14"]),
        ("2,500 and 5.9", ["2500", "5.9"]),
        ("3.50 and 2.0 of 1.000", ["3.5", "2", "1.000"]),
        ("one man and nobody", []),
        ("Hundred", ["100"]),
        ("five", ["5"]),
    ],
)
def test_a_number_is_the_same_in_words_and_figures(text: str, numbers: list[str]) -> None:
    assert list(read_numbers(text.split())) == numbers
