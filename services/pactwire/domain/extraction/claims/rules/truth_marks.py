"""What marks a whole sentence as untrue: "False: ...", "... (fake)", a question answered no."""

import re
from typing import Literal

from pactwire.domain.extraction.claims.tokens.tokens import Sentence

Answer = Literal["yes", "no"]

LABEL = (
    r"(?:(?:mostly|partly|totally) )?(?:false|fake|hoax|untrue|not true|misleading|incorrect|myth|"
    r"fiction|satire|debunked|rumou?r|disinformation|misinformation|no evidence)"
    r"(?: news| claim| report| alert)?"
)
OPENING = re.compile(
    rf"\W*(?:{LABEL}|fact[- ]?check(?:ed|ing)?|verification|reality check)\s*(?:[:–—]|-\s)",
    re.IGNORECASE,
)
CLOSING = re.compile(rf"(?:[:–—?]|\s-|\()\s*{LABEL}\W*$", re.IGNORECASE)
FARTHEST_LABEL = 40
REFUSED = re.compile(
    r"\W*(?:(?:no|nope|never|false|wrong|untrue|fake|hardly)\b(?=\s*(?:[.,;:!–—-]|$))|"
    r"(?:not (?:yet|so|quite|true|really|at all|exactly)|of course not|far from it|"
    r"it (?:has|did|is|was)(?:n't| not))\b)",
    re.IGNORECASE,
)
GRANTED = re.compile(
    r"\W*(?:yes|yep|true|correct|indeed|it (?:has|did|is|was))\b(?=\s*(?:[.,;:!–—-]|$))",
    re.IGNORECASE,
)


def is_marked_untrue(text: str, sentence: Sentence) -> bool:
    """As in "False: X joined", "Fact check: X left", "X joined: fake"."""
    if OPENING.match(text, sentence.start, min(sentence.end, sentence.start + FARTHEST_LABEL)):
        return True
    start = max(sentence.start, sentence.end - FARTHEST_LABEL)
    return CLOSING.search(text, start, sentence.end) is not None


def find_answer(text: str, sentence: Sentence) -> Answer | None:
    """What the text answers to a question in its next words; None where it asks or answers none."""
    if not text[: sentence.end].endswith(("?", '?"', "?”")):
        return None
    line = text[sentence.end : sentence.end + FARTHEST_LABEL].partition("\n\n")[0]
    if REFUSED.match(line.replace("’", "'")):
        return "no"
    return "yes" if GRANTED.match(line) else None
