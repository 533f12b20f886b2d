"""The complements right of a predicate: bodies and direct objects."""

from pactwire.domain.extraction.claims.chunks.nouns import (
    TIME_WORDS,
    BodyPhrase,
    PartyPhrase,
    continues_sentence,
    is_plain,
    is_word,
)
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.tokens.protocols import BodyFacts
from pactwire.domain.extraction.claims.tokens.tokens import Token

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
    left = analysis.token(index - 1)
    token = analysis.tokens[index]
    inflected = token.has("f:ed", "f:ing") and not token.has("f:base", "N_SIGN")
    if left is None or inflected or left.low == "to" or left.low.endswith(" to"):
        return False
    return (
        left.has("DET", "POSS", "NEXT", "CONSIDER", "f:s", "f:ed", "APPROVE", "REJECT")
        or left.low in {"'s", "'"}
        or index - 1 in analysis.phrases.body_at
        or (is_plain(left) and left.text[0].islower())
        or (
            index - 1 in analysis.phrases.party_at
            and analysis.phrases.party_at[index - 1].kind == "adjective"
        )
    )


def is_treaty(body: BodyFacts) -> bool:
    """Whether states sign and ratify it."""
    return body.kind in TREATY_KINDS or any(word in body.name.lower() for word in TREATY_WORDS)


def is_premodifier(token: Token) -> bool:
    """Whether a token may stand between a verb or preposition and the body's name."""
    if token.hit is not None:
        return token.hit.kind in {"country", "place"}
    if not is_word(token) and token.low not in {"'s", "'", '"', "“", "”"}:
        return False
    if token.has("DET", "NEXT", "HYPHEN", "GBODY", "POSS", "REP") or token.low[0].isdigit():
        return True
    if token.low in {"planned", "upcoming", "forthcoming", "impending"}:
        return True
    if token.has(
        "PREP", "CONJ", "REL", "SUBORD", "BE", "HAVE", "FUT", "WOULD", "NEG", "COND", "PRON"
    ):
        return False
    return (
        is_plain(token)
        or token.has("ADV", "CONSIDER")
        or not token.has("VERB")
        or token.has("f:en")
    )


def find_body_at(
    analysis: SentenceAnalysis, start: int, heads: frozenset[str] = frozenset({"body"})
) -> BodyPhrase | None:
    """The body that begins at `start`, after at most seven premodifiers."""
    index = start
    while index < min(start + 9, len(analysis.tokens)):
        phrase = analysis.phrases.body_at.get(index)
        if phrase is not None:
            nested = find_owned_body(analysis, phrase)
            if nested is not None:
                return nested
            twin = analysis.phrases.body_at.get(phrase.last + 1)
            if twin is not None:
                phrase = twin
            return phrase if phrase.head in heads else None
        if not is_premodifier(analysis.tokens[index]) or (
            analysis.low(index) == "that" and index > start
        ):
            return None
        index += 1
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
    while True:
        index = found[-1].last + 1
        link = analysis.token(index)
        if link is None or not (link.has("CONJ") or link.low == ","):
            break
        if (
            link.low == ","
            and (follow := analysis.token(index + 1)) is not None
            and follow.has("CONJ")
        ):
            index += 1
        step = analysis.token(index + 1)
        if step is not None and step.has("DET"):
            index += 1
        nearby = analysis.phrases.body_at.get(index + 1)
        if nearby is None or nearby.head not in heads:
            break
        found.append(nearby)
    return found, found[-1].last


def skip_to_object(
    analysis: SentenceAnalysis, start: int, prepositions: frozenset[str], reach: int = 6
) -> int | None:
    """Index after the first such preposition, with only adverbs and dates before it."""
    for index in range(start, min(start + reach, len(analysis.tokens))):
        token = analysis.tokens[index]
        if token.low in prepositions:
            return index + 1
        loose = token.has("ADV", "NEXT") or token.low in TIME_WORDS or token.low[0].isdigit()
        loose = loose or token.among("BEFORE_OBJECT") or token.low.endswith("ly")
        loose = loose or token.low in {'"', "“", "”"}
        if not loose:
            return None
    return None


def find_direct_object(analysis: SentenceAnalysis, start: int) -> PartyPhrase | None:
    """The party that is a verb's direct object: no other noun may follow it."""
    index = start
    while (token := analysis.token(index)) is not None and (
        (token.has("DET", "ADV", "NEXT") or token.low == "to")
        and index not in analysis.phrases.party_at
    ):
        index += 1
    party = analysis.phrases.party_at.get(index)
    if (
        party is None
        or party.kind in {"adjective", "people", "leader", "representative"}
        or party.first < start
    ):
        return None
    after = analysis.token(party.last + 1)
    if after is not None and after.hit is not None and not party.possessive:
        return None
    if (
        after is not None
        and not party.possessive
        and is_plain(after)
        and not continues_sentence(after)
    ):
        return None
    return party
