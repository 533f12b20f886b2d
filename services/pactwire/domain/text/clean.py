"""Characters that show nothing: taken out of what comes in, and never sent to a terminal.

Control characters can drive a terminal, direction marks turn a text around, and what has no width
hides a word from a reader that looks for it. Joiners stay where a script is written with them.
"""

import re
from bisect import bisect_right
from typing import NamedTuple

TERMINAL_SEQUENCE = re.compile(
    r"\x1b\[[0-?]{0,50}[ -/]{0,5}[@-~]|\x1b\][^\x07\x1b]{0,500}(?:\x07|\x1b\\)"
)
"""A whole command to a terminal: colours, cursor, titles, links."""
LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")
HARD_BLANKS = re.compile("[\x0b\x0c]")

UNSEEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f"  # controls, C0 and C1
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\u2800"  # fillers
    "\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff0-\ufffb\ufffe\uffff"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # shorthand, music, tags
)
PLAIN_LETTER = "\u0000-\u052f\u1e00-\u1fff\u2c60-\u2c7f\ua720-\ua7ff"
"""Latin, Greek and Cyrillic, which no joiner belongs to, with digits and signs."""
INVISIBLE = re.compile(f"[{UNSEEN}]")
JOINERS = re.compile("([\u200c\u200d])[\u200c\u200d]+")
WORD_BREAK = re.compile("(?<=[a-z.,;:!?)])\u200b(?=[A-Z(])")
"""A blank without width that stands where a blank belongs."""
STRAY = re.compile(
    f"[{UNSEEN}]|(?<![^{PLAIN_LETTER}])[\u200c\u200d]+"
    f"|[\u200c\u200d]{{1,20}}(?=[{PLAIN_LETTER}]|$)|(?<=[A-Za-z\u00c0-\u052f])[\ufe00-\ufe0f]+"
)
"""What shows nothing where it stands."""
MAYBE_UNSEEN = UNSEEN + "\u200c\u200d\ufe00-\ufe0f"
"""With the joiners and variants that show something in some scripts."""
MAYBE_STRAY = re.compile(f"[{MAYBE_UNSEEN}]")
CLEANED = re.compile(f"[{MAYBE_UNSEEN}\r\x0b\x0c\x85\u2028\u2029]")
"""A sign without which nothing is to be done to a text."""
SHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\u2028\u2029]")


def clean_text(text: str) -> str:
    """The text as it is read: right encoding, plain line ends, nothing that can't be seen."""
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text.strip()
    text = text.encode("utf-8", "replace").decode("utf-8")
    text = text if text.isascii() else _fix_encoding(text)
    if not CLEANED.search(text):
        return text.strip()
    text = HARD_BLANKS.sub(" ", LINE_ENDS.sub("\n", text))
    text = INVISIBLE.sub("", WORD_BREAK.sub(" ", TERMINAL_SEQUENCE.sub("", text)))
    return STRAY.sub("", JOINERS.sub(r"\1", text)).strip()


def _fix_encoding(text: str) -> str:
    from ftfy import fix_encoding  # a tenth of a second, which no command waits for that needs none

    return fix_encoding(text)


class SeenText(NamedTuple):
    """A text without what shows nothing, and the way back to where each sign of it stood."""

    text: str
    starts: tuple[int, ...] = ()
    """Where stretches of the text begin; none when nothing was taken out."""
    shifts: tuple[int, ...] = ()
    """How much further on each of them stood."""

    def origin(self, offset: int) -> int:
        """Where the sign at an offset stood."""
        stretch = bisect_right(self.starts, offset) - 1
        return offset + (self.shifts[stretch] if stretch >= 0 else 0)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the text stood, from its first sign to its last."""
        return self.origin(start), self.origin(end - 1) + 1 if end > start else self.origin(start)


def remove_unseen(text: str) -> SeenText:
    """The text as a reader sees it, for who must tell offsets of the text as it was given."""
    if not MAYBE_STRAY.search(text):
        return SeenText(text)
    broken = WORD_BREAK.sub(" ", text)
    pieces, starts, shifts, at, length = [], [], [], 0, 0
    for found in STRAY.finditer(broken):
        pieces.append(broken[at : found.start()])
        length += found.start() - at
        at = found.end()
        starts.append(length)
        shifts.append(at - length)
    pieces.append(broken[at:])
    return SeenText("".join(pieces), tuple(starts), tuple(shifts))


def clean_line(text: str) -> str:
    """A name, a headline or an id: cleaned, on one line, blanks collapsed."""
    return " ".join(clean_text(text).split())


def escape_controls(text: str) -> str:
    """The text for a terminal: what could drive it is written out, as JSON would write it."""
    return SHOWN.sub(_escape, text)


def drop_controls(text: str) -> str:
    """The text for a terminal without what could drive it, which takes up no room there."""
    return SHOWN.sub(lambda found: found[0] if found[0] in "\n\t" else "", text)


def _escape(found: "re.Match[str]") -> str:
    sign = found[0]
    return sign if sign in "\n\t" else f"\\u{ord(sign):04x}"
