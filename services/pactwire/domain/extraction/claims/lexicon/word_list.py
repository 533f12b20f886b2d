"""Parses the word lists of the tables: words with spaces between."""


def word_set(text: str) -> frozenset[str]:
    """The words of a text as a set."""
    return frozenset(text.split())
