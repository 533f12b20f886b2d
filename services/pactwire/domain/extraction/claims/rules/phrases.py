"""What a phrase stands for: states by name, a club that invites."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import CLUBS
from pactwire.domain.extraction.claims.clauses.patterns import match_pattern

Bodies = tuple[list[BodyPhrase], int]
"""Bodies, and the last token of what names them."""


def names_members(phrase: PartyPhrase | BodyPhrase | None) -> bool:
    """Whether a phrase itself says which states it means."""
    return isinstance(phrase, PartyPhrase) and bool(phrase.members)


def is_club(phrase: PartyPhrase | BodyPhrase | None) -> bool:
    """Whether a phrase names a body that states are invited to join."""
    return isinstance(phrase, BodyPhrase) and phrase.body.kind in CLUBS


def read_bodies(analysis: SentenceAnalysis, name: str, index: int) -> Bodies:
    """The bodies that a pattern beside a word leads to; none, and the word, where there is none."""
    found = match_pattern(analysis, name, index)
    return ([], index) if found is None else (list(found.bodies), found.end - 1)
