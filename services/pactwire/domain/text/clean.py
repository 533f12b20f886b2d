"""Characters that show nothing: taken out of what comes in, and never sent to a terminal.

Control characters can drive a terminal, direction marks turn a text around, and what has no width
hides a word from a reader that looks for it. Joiners stay where a script is written with them.
"""

import re

from ftfy import fix_encoding

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
INVISIBLE = re.compile(f"[{UNSEEN}]")
PLAIN_LETTER = "\u0000-\u052f\u1e00-\u1fff\u2c60-\u2c7f\ua720-\ua7ff"
"""Latin, Greek and Cyrillic, which no joiner belongs to, with digits and signs."""
JOINERS = re.compile("([\u200c\u200d])[\u200c\u200d]+")
STRAY_JOINER = re.compile(
    f"(?<![^{PLAIN_LETTER}])[\u200c\u200d]|[\u200c\u200d](?=[{PLAIN_LETTER}]|$)"
)
STRAY_SELECTOR = re.compile("(?<=[A-Za-z\u00c0-\u052f])[\ufe00-\ufe0f]+")
SHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\u2028\u2029]")


def clean_text(text: str) -> str:
    """The text as it is read: right encoding, plain line ends, nothing that can't be seen."""
    text = text.encode("utf-8", "replace").decode("utf-8")
    text = text if text.isascii() else fix_encoding(text)
    text = HARD_BLANKS.sub(" ", LINE_ENDS.sub("\n", text))
    text = INVISIBLE.sub("", TERMINAL_SEQUENCE.sub("", text))
    if not text.isascii():
        text = STRAY_JOINER.sub("", JOINERS.sub(r"\1", text))
        text = STRAY_SELECTOR.sub("", text)
    return text.strip()


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
