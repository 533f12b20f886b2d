"""The words of dates and numbers, as `seeds/grammar/numbers.yaml` gives them."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from pactwire.domain.reference.tables import GrammarTables

YEAR = re.compile(r"(?:19|20)\d\d")


class NumberWords(NamedTuple):
    """What the words of dates and numbers stand for."""

    months: Mapping[str, int]
    weekdays: Mapping[str, int]
    """Monday is 0."""
    days: Mapping[str, int]
    shifts: Mapping[str, int]
    units: frozenset[str]
    cardinals: Mapping[str, int]
    """Up to ninety-nine, as are the ordinals."""
    ordinals: Mapping[str, int]
    starts: frozenset[str]
    """All at which a date may be read, but for years."""

    def may_start_date(self, low: str) -> bool:
        """Whether a word can be the one a date is read at: a quick no for most words."""
        return low in self.starts or (low[:1].isdigit() and is_year(low))

    def unit(self, low: str) -> str:
        """The unit of time that a word names in the singular or plural; else empty."""
        one = low.removesuffix("s")
        return one if one in self.units else ""


def is_year(low: str) -> bool:
    """Whether a word is a year between 1900 and 2099."""
    return YEAR.fullmatch(low) is not None


@lru_cache(maxsize=4)
def open_number_words(grammar: GrammarTables) -> NumberWords:
    """The words of a grammar; opened once."""
    table = dict(grammar.content["numbers"])
    tens = table.pop("tens").split()
    table["cardinals"] = spell_numbers(table["cardinals"].split(), tens, "y")
    table["units"] = frozenset(table["units"].split())
    table["ordinals"] = spell_numbers(table["ordinals"].split(), tens, "ieth")
    return NumberWords(**table, starts=list_starts(**table))


def list_starts(
    weekdays: Iterable[str], days: Iterable[str], months: Iterable[str], units: Iterable[str],
    **others: object,
) -> frozenset[str]:  # fmt: skip
    """The words at which a date may be read."""
    del others
    plurals = (f"{unit}s" for unit in units)
    return frozenset((*weekdays, *days, *months, *units, *plurals))


def spell_numbers(units: list[str], tens: list[str], ending: str) -> dict[str, int]:
    """Numbers up to ninety-nine in words, of the words below twenty and the tens' ending."""
    numbers = {word: number for number, word in enumerate(units, 1)}
    for ten, stem in enumerate(tens, 2):
        numbers[stem + ending] = ten * 10
        numbers.update({f"{stem}y-{word}": ten * 10 + numbers[word] for word in units[:9]})
    return numbers
