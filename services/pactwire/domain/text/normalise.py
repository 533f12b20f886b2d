"""A text as the automaton sees it: folded, one byte string, every offset leading back.

Nothing here knows what a name is. The quick path costs about two microseconds for a plain text of
1.6 kB; only texts with full-width letters, zero-width characters, combining marks or runs of blanks
take the slow path, which keeps a table of offsets.
"""

import re
import unicodedata
from bisect import bisect_right
from itertools import accumulate, islice
from operator import add
from typing import NamedTuple

ONE_FOR_ONE = tuple(
    zip(
        "\u2019\u2018\u201b\u02bc\u2032\u00b4\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a"
        "\u2013\u2014\u2010\u2011\u2012\u2015\u2212\u00a0\u202f\u2007\u2009\u2026\u2022\u00b7\u0130"
        "\u060c\u061b\u061f\u3001\u3002\u00bf\u00a1\uff0c\uff08\uff09\uff1a",
        "''''''\"\"\"\"\"\"''-------    ...i,;?,.??,():",
        strict=True,
    )
)
"""Typographic characters and the plain ones they are read as; length never changes."""

FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
"""Wide Latin letters and signs; the plain ones are as long."""

WIDE = re.compile("[\uff01-\uff5e]")

INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff\u00ad\u0640"
NOTHING = frozenset(INVISIBLE)
UNSEEN = re.compile(f"[{INVISIBLE}]")

ODD = re.compile(
    r"\s\s+"
    rf"|[{INVISIBLE}\u202a-\u202e\u064b-\u0652]"
    r"|[^\s\u0300-\u036f][\u0300-\u036f\u0653-\u0655\u3099\u309a]+|[\u0300-\u036f]"
    r"|[\u00aa\u00b2\u00b3\u00b9\u00ba\u00bc-\u00be\u0132\u0133\u013f\u0140\u0149\u017f"
    r"\u01c4-\u01cc\u01f1-\u01f3\u02b0-\u02b8\u1d2c-\u1d6a\u2000-\u200a\u2024\u2025\u2033-\u2037"
    r"\u205f\u2070-\u209c\u2100-\u214f\u2150-\u218f\u2460-\u24ff\u2c7c\u2c7d\u3000\u3131-\u318e"
    r"\u3200-\u33ff\uf900-\ufaff\ufb00-\ufb4f\ufb50-\ufdff\ufe10-\ufe6f\ufe70-\ufefc\uff01-\uffee"
    r"\U0001d400-\U0001d7ff\U0001f100-\U0001f1ff]"
)
RUN = re.compile(r"\s\s+")
ODD_SHARE = 5
ODD_ANYWAY = 2000
"""One odd place in so many code points is read, and so many in any text; more is no writing."""
MANY_LINES = 40
HARD_BREAK = re.compile(r"\n\s*\n")


def _byte_table() -> bytes:
    kept = [code if code > 127 or chr(code) == "+" else 32 for code in range(256)]
    for code in range(128):
        if chr(code).isalnum():
            kept[code] = ord(chr(code).lower())
    return bytes(kept)


BYTES = _byte_table()


class OffsetMap(NamedTuple):
    """Stretches of a plain view: where each begins, there and in the text; whether it moves along.

    A stretch that doesn't move is a replacement: all of it stands at one place of the text.
    """

    marks: list[int]
    bases: list[int]
    moving: list[bool]

    def at(self, offset: int) -> int:
        """The offset in the text."""
        piece = bisect_right(self.marks, offset) - 1
        base = self.bases[piece]
        return base + offset - self.marks[piece] if self.moving[piece] else base


class NormalisedText(NamedTuple):
    """A text made plain. `plain` and `text` differ only where the text is odd."""

    text: str
    plain: str
    haystack: bytes
    """Lower case, a blank for all that is neither letter, digit nor plus, a blank at both ends."""
    one_byte: bool
    """True when a byte of the haystack is a code point, so offsets are offsets (plus one)."""
    origin: OffsetMap | None
    """The way back from `plain` to `text`; None when their offsets agree."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place in `text` of a stretch of `plain`."""
        if self.origin is None:
            return start, end
        first = self.origin.at(start)
        stop = self.origin.at(end - 1) + 1 if end > start else first
        beyond = self.origin.at(end)
        inside = self.text[stop:beyond]
        if inside and not inside.isspace():
            stop = beyond
        return first, stop


def normalise_text(text: str) -> NormalisedText:
    """The plain view of any text, in linear time."""
    plain = text if text.isascii() else replace_typography(text)
    if "\t" in plain:
        plain = plain.replace("\t", " ")
    strange = not plain.isascii() and _is_strange(plain)
    if strange:
        plain = plain.translate(FULL_WIDTH) if WIDE.search(plain) else plain
        plain = plain.translate(_single_replacements(plain))
    origin: OffsetMap | None = None
    if strange and not plain.isascii():
        plain, origin = _replace_odd(plain)
    elif _has_runs(plain):
        plain, origin = _collapse(plain, RUN)
    return NormalisedText(text, plain, fold_to_bytes(plain), plain.isascii(), origin)


def _replace_odd(plain: str) -> tuple[str, OffsetMap | None]:
    bare = _without_invisible(plain)
    if len(bare) < len(plain) and not ODD.search(bare):
        return bare, _map_gaps(plain)
    return _collapse(plain, ODD)


def fold_to_bytes(plain: str) -> bytes:
    """What the automaton reads; forms are folded the same way, so both always agree."""
    if plain.isascii():
        return b" " + plain.encode().translate(BYTES) + b" "
    lowered = plain.lower().encode("utf-8", "replace")
    return b" " + lowered.translate(BYTES) + b" "


def replace_typography(text: str) -> str:
    """Typographic quotes, dashes and blanks made plain, one code point for one."""
    for fancy, simple in ONE_FOR_ONE:
        if fancy in text:
            text = text.replace(fancy, simple)
    return text


def normalise_form(text: str) -> str:
    """A short form made plain, offsets forgotten."""
    return normalise_text(text).plain


def _has_runs(plain: str) -> bool:
    """Whether there is white space that is more than one blank or one line break."""
    if "  " in plain or "\r" in plain:
        return True
    breaks = plain.count("\n")
    if not breaks or breaks > MANY_LINES:
        return breaks > 0 and (" \n" in plain or "\n " in plain)
    lines = plain.split("\n")
    for line in lines[1:]:
        if line[:1] == " ":
            return True
    return any(line[-1:] == " " for line in lines[:-1])


def _is_strange(plain: str) -> bool:
    """Whether there are characters that stand for others, or for nothing."""
    return any(mark in plain for mark in INVISIBLE) or not unicodedata.is_normalized("NFKC", plain)


def _single_replacements(plain: str) -> dict[int, str]:
    """The signs of a text that stand for one plain character each, and that character."""
    found = {}
    for sign in set(plain):
        if sign > "\x7f" and ODD.match(sign) and sign not in NOTHING and not sign.isspace():
            simple = unicodedata.normalize("NFKC", sign)
            if len(simple) == 1 and simple != sign and not unicodedata.combining(simple):
                found[ord(sign)] = simple
    return found


def _collapse(plain: str, odd_places: "re.Pattern[str]") -> tuple[str, OffsetMap | None]:
    pieces: list[str] = []
    marks, bases, moving = [0], [0], [True]
    known: dict[str, str] = {}
    length = at = 0
    for odd in islice(odd_places.finditer(plain), max(len(plain) // ODD_SHARE, ODD_ANYWAY)):
        start, end = odd.span()
        signs = odd[0]
        simple = known.get(signs)
        if simple is None:
            simple = _replacement(signs, plain[start - 1 : start] + plain[end : end + 1])
            if simple is None:
                continue
            if not signs.isspace():
                known[signs] = simple
        pieces += (plain[at:start], simple)
        length += start - at
        after = length + len(simple)
        marks += (length, after)
        bases += (start, end)
        moving += (False, True)
        length = after
        at = end
    pieces.append(plain[at:])
    return "".join(pieces), OffsetMap(marks, bases, moving) if len(marks) > 1 else None


def _without_invisible(plain: str) -> str:
    for mark in INVISIBLE:
        if mark in plain:
            plain = plain.replace(mark, "")
    return plain


def _map_gaps(plain: str) -> OffsetMap:
    """The way back where nothing but invisible characters was left out."""
    marks = [0, *accumulate(map(len, UNSEEN.split(plain)))]
    marks.pop()
    return OffsetMap(marks, list(map(add, marks, range(len(marks)))), [True] * len(marks))


def _replacement(odd: str, beside: str) -> str | None:
    """What an odd stretch is read as; None when it may stay, as white space after a full stop."""
    if odd in NOTHING:
        return ""
    if odd.isspace():
        if not beside.isalnum() or len(beside) < 2:
            return None
        return "\n\n" if HARD_BREAK.search(odd) else "\n" if "\n" in odd else " "
    if "\u202a" <= odd <= "\u202e" or "\u064b" <= odd <= "\u0652":
        return ""
    return unicodedata.normalize("NFKC", odd)
