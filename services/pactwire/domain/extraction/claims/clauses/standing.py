"""Lesser standing: who comes in "as an observer", "as a partner", is no member."""

from typing import TYPE_CHECKING

from pactwire.domain.extraction.claims.lexicon.word_list import word_set
from pactwire.domain.extraction.claims.tokens.protocols import BodyFacts

if TYPE_CHECKING:
    from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis

PARTNER_STATES = frozenset({"x-east-african-community"})
"""Bodies that call their members partner states."""


ORDINALS = word_set("first second third newest latest")
FARTHEST = 6


def has_lesser_standing(analysis: "SentenceAnalysis", last: int, body: BodyFacts) -> bool:
    """As in "joins the pact as a dialogue partner"; not "as its seventh partner state".

    Coalitions and some bodies call their members partners.
    """
    start = find_role(analysis, last)
    if start is None or body.kind == "coalition" or body.entity_id in PARTNER_STATES:
        return False
    for at in range(start, min(start + FARTHEST, len(analysis.tokens))):
        token = analysis.tokens[at]
        if is_ordinal(token.low) or token.has("MEMBER"):
            return False
        if token.among("LESSER") or token.has("OBSERVER"):
            return True
        if token.low == "associate" and analysis.among(at + 1, "COMPOUNDS"):
            return True
        if token.has("VERB", "PREP", "CONJ"):
            return False
    return False


def is_ordinal(word: str) -> bool:
    """As in "its seventh partner state": who is counted is a member by another name."""
    return word[0].isdigit() or word.endswith("th") or word in ORDINALS


def find_role(analysis: "SentenceAnalysis", last: int) -> int | None:
    """Index after "as", with no more than a day or a place between it and the body."""
    for at in range(last + 1, min(last + 4, len(analysis.tokens))):
        token = analysis.tokens[at]
        if token.low == "as":
            return at + 1
        if not (token.has("ADV") or token.low == "on" or at in analysis.phrases.party_at):
            return None
    return None
