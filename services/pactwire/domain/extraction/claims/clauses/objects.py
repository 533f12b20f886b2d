"""The complements right of a predicate: bodies and direct objects."""

from pactwire.domain.extraction.claims.chunks.nouns import (
    BodyPhrase,
    PartyPhrase,
    continues_sentence,
    is_plain,
    is_time,
    is_word,
)
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.scope.governors import leads_to_infinitive
from pactwire.domain.extraction.claims.tokens.protocols import BodyFacts
from pactwire.domain.extraction.claims.tokens.tokens import Token

CLUBS = frozenset(
    {"alliance", "union", "bloc", "coalition", "cartel", "monetary_union", "forum", "igo"}
)
"""Kinds of bodies that invite states to be members; others invite to talks."""
ANY_HEAD = frozenset({"body", "agent", "possessor"})

TREATY_KINDS = frozenset({"treaty", "convention", "accord", "protocol", "pact"})


TREATY_WORDS = (
    "accord",
    "treaty",
    "convention",
    "protocol",
    "pact",
    "agreement",
    "statute",
    "compact",
    "charter",
    "partnership",
    "court",
)


def is_nounlike(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether "return", "bid", "exit" is a noun here."""
    left, token = analysis.look(index - 1), analysis.tokens[index]
    inflected = token.has("f:ed", "f:ing") and not token.has("f:base", "N_SIGN")
    if inflected or leads_to_infinitive(left):
        return False
    described = left.bears(*BEFORE_NOUN, "OF_OWNER") or analysis.phrases.describes(index - 1)
    return described or (is_plain(left) and left.text[0].islower())


BEFORE_NOUN = ("DET", "POSS", "NEXT", "CONSIDER", "f:s", "f:ed", "APPROVE", "REJECT")


def is_treaty(body: BodyFacts) -> bool:
    """Whether states sign and ratify it."""
    return body.kind in TREATY_KINDS or any(word in body.name.lower() for word in TREATY_WORDS)


CLOSED = ("PREP", "CONJ", "REL", "SUBORD", "BE", "HAVE", "FUT", "WOULD", "NEG", "COND", "PRON")
"""Labels of words that end a noun phrase."""


def is_premodifier(token: Token) -> bool:
    """Whether a token may stand between a verb or preposition and the body's name."""
    if token.hit is not None:
        return token.hit.kind in {"country", "place"}
    if not is_word(token) and not token.among("OF_OWNER", "QUOTE"):
        return False
    described = token.bears("DET", "NEXT", "HYPHEN", "GBODY", "POSS", "REP", "IMPENDING")
    if described or token.low[0].isdigit():
        return True
    verb = token.has("VERB") and not token.has("ADV", "CONSIDER", "f:en")
    return not token.has(*CLOSED) and not verb


def find_body_at(
    analysis: SentenceAnalysis, start: int, heads: frozenset[str] = frozenset({"body"})
) -> BodyPhrase | None:
    """The body that begins at `start`, after at most seven premodifiers."""
    for index in range(start, min(start + 9, len(analysis.tokens))):
        phrase = analysis.phrases.body_at.get(index)
        if phrase is not None:
            nested = find_owned_body(analysis, phrase)
            if nested is not None:
                return nested
            phrase = analysis.phrases.body_at.get(phrase.last + 1, phrase)
            return phrase if phrase.head in heads else None
        token = analysis.tokens[index]
        if not is_premodifier(token) or (token.among("THAT") and index > start):
            return None
    return None


def find_owned_body(analysis: SentenceAnalysis, phrase: BodyPhrase) -> BodyPhrase | None:
    """As in "the UN's Global Compact": the body that another body owns."""
    if phrase.head != "possessor":
        return None
    for index in range(phrase.last + 2, min(phrase.last + 6, len(analysis.tokens))):
        found = analysis.phrases.body_at.get(index)
        if found is not None:
            return found
        if not is_plain(analysis.tokens[index]):
            return None
    return None


def find_bodies_at(
    analysis: SentenceAnalysis, start: int, heads: frozenset[str] = frozenset({"body"})
) -> tuple[list[BodyPhrase], int]:
    """The body at `start` with those coordinated to it, and the index of the last token."""
    first = find_body_at(analysis, start, heads)
    if first is None:
        return [], start
    found = [first]
    while (after := find_coordinated_body(analysis, found[-1].last + 1, heads)) is not None:
        found.append(after)
    return found, found[-1].last


def find_coordinated_body(
    analysis: SentenceAnalysis, index: int, heads: frozenset[str]
) -> BodyPhrase | None:
    """The body behind "and", a comma or both, its article aside."""
    if not analysis.look(index).bears("CONJ", "COMMA"):
        return None
    while analysis.look(index).bears("CONJ", "COMMA", "DET"):
        index += 1
    nearby = analysis.phrases.body_at.get(index)
    return nearby if nearby is not None and nearby.head in heads else None


def skip_to_object(
    analysis: SentenceAnalysis, start: int, prepositions: frozenset[str], reach: int = 6
) -> int | None:
    """Index after the first such preposition, with only adverbs and dates before it."""
    for index in range(start, min(start + reach, len(analysis.tokens))):
        token = analysis.tokens[index]
        if token.low in prepositions:
            return index + 1
        loose = token.bears("ADV", "NEXT", "BEFORE_OBJECT", "QUOTE") or is_time(token)
        if not (loose or token.low.endswith("ly")):
            return None
    return None


def find_direct_object(analysis: SentenceAnalysis, start: int) -> PartyPhrase | None:
    """The party that is a verb's direct object: no other noun may follow it."""
    index, parties = start, analysis.phrases.party_at
    while index not in parties and analysis.look(index).bears("DET", "ADV", "NEXT", "TO_DO"):
        index += 1
    party = parties.get(index)
    if party is None or party.kind in NO_OBJECTS:
        return None
    return party if party.possessive or ends_noun_phrase(analysis, party.last + 1) else None


NO_OBJECTS = frozenset({"adjective", "people", "leader", "representative"})


def ends_noun_phrase(analysis: SentenceAnalysis, index: int) -> bool:
    """Whether no name and no noun goes on with what stands before."""
    after = analysis.look(index)
    return after.hit is None and (not is_plain(after) or continues_sentence(after))
