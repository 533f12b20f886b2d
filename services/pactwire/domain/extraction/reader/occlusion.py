"""Which words carried a reading: each is left out in turn, and the reading made again."""

from typing import NamedTuple

from pactwire.domain.extraction.reader.marking import MARKERS
from pactwire.domain.extraction.reader.reading import Reader

LEAST = 0.05
"""Of a probability; words that change less carried nothing."""


class CarryingWord(NamedTuple):
    """A word and by how much the probability of news falls without it; negative where it rises."""

    word: str
    weight: float


def weigh_words(reader: Reader, marked: str, most: int = 5) -> list[CarryingWord]:
    """The words that carried the reading of a marked text, the weightiest first.

    Reads the text once for each of its words.
    """
    words = marked.split()
    whole = reader.read(marked).news
    weighed = [
        CarryingWord(word, round(whole - reader.read(leave_out(words, index)).news, 2))
        for index, word in enumerate(words)
        if word not in MARKERS
    ]
    strong = [one for one in weighed if abs(one.weight) >= LEAST]
    return sorted(strong, key=lambda one: -abs(one.weight))[:most]


def leave_out(words: list[str], index: int) -> str:
    """The text without one word."""
    return " ".join(words[:index] + words[index + 1 :])
