"""Tells records of articles that no watch can fit from their bytes alone, without decoding them.

What a watch requires stands in a record as it is written: an entity by its id in quotes, a phrase
by its words. A record without any of it is passed over for a tenth of what it costs to decode.
"""

from collections.abc import Iterable

import daachorse

from pactwire.domain.watches.phrases import ASCII, FOLDED, WORD

ESCAPE = b"\\u"
CANCELED = b'"canceled"'
"""In the record of every article that takes something back, which concerns whoever was told."""


class RecordSieve:
    """Lets a record pass that may fit a watch; never holds one back that does."""

    def __init__(self, needles: Iterable[bytes] | None) -> None:
        """Bytes in small letters of which a record must have one; None lets all pass."""
        found = None if needles is None else sorted({CANCELED, *needles})
        self._automaton = daachorse.DoubleArrayAhoCorasick(found) if found else None

    def may_fit(self, record: bytes | None) -> bool:
        """Whether a record may be of an article that fits a watch."""
        if self._automaton is None or not record:
            return True
        return bool(self._automaton.find(record.translate(FOLDED))) or proves_nothing(record)


def proves_nothing(record: bytes) -> bool:
    """Whether letters are escaped, or beyond ASCII and others without case."""
    if ESCAPE in record:
        return True
    other = record.translate(None, ASCII)
    if not other:
        return False
    odd = other.decode("utf-8", "replace")
    return odd.casefold() != odd


def name_needle(entity: str) -> bytes:
    """How an entity stands in a record."""
    return f'"{entity}"'.lower().encode()


def phrase_needle(phrase: str) -> bytes | None:
    """The longest word of a folded phrase; None where it has none in ASCII."""
    words = [word for word in WORD.findall(phrase) if word.isascii()]
    return max(words, key=len).encode() if words else None
