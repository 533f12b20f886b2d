"""What a phrase stands for: states by name, a club that invites."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.objects import CLUBS


def names_members(phrase: PartyPhrase | BodyPhrase | None) -> bool:
    """Whether a phrase itself says which states it means."""
    return isinstance(phrase, PartyPhrase) and bool(phrase.members)


def is_club(phrase: PartyPhrase | BodyPhrase | None) -> bool:
    """Whether a phrase names a body that states are invited to join."""
    return isinstance(phrase, BodyPhrase) and phrase.body.kind in CLUBS
