"""Anaphoric phrases: pronouns, "the country", "both nations", bare "lawmakers"."""

from pactwire.domain.extraction.claims.chunks.nouns import PartyPhrase, find_determiner, is_plain
from pactwire.domain.extraction.claims.tokens.tokens import Token, look

REFERRING = frozenset({"PRONOUN", "POSS", "COLLECTIVES", "PLURAL_GENERIC", "GPARTY"})
"""Labels and groups of words that may stand for a party."""


def find_anaphor(tokens: list[Token], index: int) -> PartyPhrase | None:
    """A pronoun or "the country", to be resolved where it's needed."""
    token = tokens[index]
    if token.tags.isdisjoint(REFERRING) and token.groups.isdisjoint(REFERRING):
        return None
    return read_anaphor(tokens, index)


def read_anaphor(tokens: list[Token], index: int) -> PartyPhrase | None:
    """What a word that may stand for a party is."""
    token = tokens[index]
    if token.among("PRONOUN"):
        plural = token.among("PLURAL_PRONOUN")
        return PartyPhrase(index, index, (), "pronoun", plural=plural, word=token.low)
    if token.has("POSS"):
        return find_possessor(tokens, index)
    if token.among("COLLECTIVES") and is_bare_subject(tokens, index):
        return PartyPhrase(index, index, (), "generic", word=token.low)
    if token.among("PLURAL_GENERIC") and (word := find_plural_determiner(tokens, index)):
        return PartyPhrase(index, index, (), "generic", plural=True, word=word)
    if token.has("GPARTY") and is_definite(tokens, index):
        last = skip_mark(tokens, index)
        first = index - 1 if tokens[index - 1].has("GPARTY") else index
        return PartyPhrase(first, last, (), "generic", last > index, word=token.low)
    return None


def find_possessor(tokens: list[Token], index: int) -> PartyPhrase:
    """As in "its", "his country", "their government's"."""
    token = tokens[index]
    if look(tokens, index + 1).among("GENERIC_OWN"):
        last = skip_mark(tokens, index + 1)
        word = "he" if token.among("OF_PERSON") else "it"
        return PartyPhrase(index, last, (), "generic", last > index + 1, word=word)
    plural = token.among("THEIRS")
    return PartyPhrase(index, index, (), "pronoun", possessive=True, plural=plural, word=token.low)


def skip_mark(tokens: list[Token], last: int) -> int:
    """The possessive mark behind a word, else the word itself."""
    return last + look(tokens, last + 1).among("OF_OWNER")


def is_bare_subject(tokens: list[Token], index: int) -> bool:
    """As in "Lawmakers voted": no name before or after that says whose."""
    before, after = look(tokens, index - 1), look(tokens, index + 1)
    owned = before.hit is not None or before.bears("OF_OWNER", "OF_EUROPE", "PREP")
    return not owned and after.has("VERB", "ADV", "BE", "HAVE", "FUT", "WOULD")


def is_definite(tokens: list[Token], index: int) -> bool:
    """As in "the country", "the island state"; not "the first country to ..."."""
    first = find_determiner(tokens, index)
    if first is None or look(tokens, index + 1).bears("NARROWING", "GPARTY"):
        return False
    return not any(token.has("NEXT", "MEMBER") or token.hit for token in tokens[first + 1 : index])


def find_plural_determiner(tokens: list[Token], index: int) -> str:
    """As in "the two countries", "both nations": the word that makes them known."""
    for back in range(index - 1, max(-1, index - 5), -1):
        token = tokens[back]
        if token.among("DEFINITE_PLURAL"):
            return token.low
        described = is_plain(token) or token.has("NEXT", "HYPHEN", "NUM")
        if not described or token.has("GBODY", "MEMBER"):
            return ""
    return ""
