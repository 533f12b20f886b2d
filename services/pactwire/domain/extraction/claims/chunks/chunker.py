"""Noun phrases of a sentence: the parties that may join or leave, and the bodies they may join.

A `Party` is a state, a list of them, a government, a leader, a seat, a pronoun or "the country";
a `BodyPhrase` is a body's name or a common noun that stands for it.
"""

from pactwire.domain.extraction.claims.chunks.coordination import coordinate_parties
from pactwire.domain.extraction.claims.chunks.counted_lists import take_in_counted_nouns
from pactwire.domain.extraction.claims.chunks.nouns import (
    FOLLOWS,
    TIME_WORDS,
    BodyPhrase,
    Head,
    SentenceChunks,
    continues_sentence,
    find_determiner,
    is_plain,
    is_word,
)
from pactwire.domain.extraction.claims.chunks.parties import find_single_parties
from pactwire.domain.extraction.claims.tokens.context import ArticleContext, can_refer_to
from pactwire.domain.extraction.claims.tokens.protocols import BodyFacts
from pactwire.domain.extraction.claims.tokens.tokens import Sentence, Token


def find_chunks(sentence: Sentence, context: ArticleContext) -> SentenceChunks:
    """Bodies first, then parties: a body's name never is a state's."""
    phrases = SentenceChunks()
    tokens = sentence.tokens
    for index, token in enumerate(tokens):
        if index in phrases.body_at:
            continue
        found = (
            find_named_body(tokens, index, context)
            if token.hit
            else find_generic_body(tokens, index, context)
        )
        if found is not None:
            phrases.bodies.append(found)
            for covered in range(found.first, found.last + 1):
                phrases.body_at[covered] = found
    singles = find_single_parties(tokens, phrases, context)
    phrases.parties = take_in_counted_nouns(tokens, coordinate_parties(tokens, singles))
    for party in phrases.parties:
        for covered in range(party.first, party.last + 1):
            phrases.party_at[covered] = party
    return phrases


def find_named_body(tokens: list[Token], index: int, context: ArticleContext) -> BodyPhrase | None:
    """The phrase of a body's own name, with its acronym in brackets and its class noun."""
    hit = tokens[index].hit
    body = context.body_of(hit) if hit else None
    if body is None and hit is not None and (owner := context.organ_of(hit)) is not None:
        return BodyPhrase(index, index, owner, "agent")
    if body is None:
        return None
    last = skip_brackets(tokens, index, body)
    last = skip_class_noun(tokens, last, body)
    head = classify_head(tokens, last)
    if head == "modifier" and is_verb_of_members(tokens, index, last + 1):
        head = "body"
    return BodyPhrase(index, last, body, head)


def is_verb_of_members(tokens: list[Token], index: int, verb: int) -> bool:
    """As in "Members of the union vote in X": a verb, not a noun that the body modifies."""
    before = index - 1
    while before > 0 and tokens[before].has("DET"):
        before -= 1
    agents = before > 0 and tokens[before].low == "of" and tokens[before - 1].has("AGENT", "MEMBER")
    return agents and tokens[verb].low in {"vote", "plan"}


def skip_brackets(tokens: list[Token], last: int, body: BodyFacts) -> int:
    """Skip "(ECOWAS)" or ", ICCO," after a name."""
    if last + 3 <= len(tokens) and last + 3 < len(tokens) + 1 and tokens[last + 1 : last + 2]:
        opening = tokens[last + 1]
        inner = tokens[last + 2 : last + 4]
        if opening.low == "(" and len(inner) == 2 and inner[1].low == ")":
            hit = inner[0].hit
            if (hit and hit.entity_id == body.entity_id) or inner[0].text.isupper():
                return last + 3
    return last


def skip_class_noun(tokens: list[Token], last: int, body: BodyFacts) -> int:
    """Skip the class noun after a name: "ECOWAS regional bloc", "Kyoto climate pact"."""
    for ahead in range(last + 1, min(last + 4, len(tokens))):
        token = tokens[ahead]
        if token.hit is None and token.among("FOLDS"):
            return ahead
        if token.hit is None and "GBODY" in token.tags and can_refer_to(body, token.low):
            return ahead
        if not is_plain(token) and token.low != "military":
            break
    return last


def classify_head(tokens: list[Token], last: int) -> Head:
    """What a body's name is to the word that follows it."""
    if last + 1 >= len(tokens):
        return "body"
    token = tokens[last + 1]
    if token.low in {"'s", "'"}:
        return "possessor"
    if token.low == "one":
        return "body"
    if token.has("AGENT", "REP"):
        return "agent"
    if not is_word(token) or token.has(*FOLLOWS) or token.low in TIME_WORDS | {"back"}:
        return "body"
    following = tokens[last + 2] if last + 2 < len(tokens) else None
    return "body" if continues_sentence(token, following) else "modifier"


def find_generic_body(
    tokens: list[Token], index: int, context: ArticleContext
) -> BodyPhrase | None:
    """A body by a common noun: "the 54-member bloc", "the treaty"; and "the euro"."""
    token = tokens[index]
    if token.among("EURO"):
        return find_euro(tokens, index, context)
    if "GBODY" not in token.tags:
        return None
    first = find_determiner(tokens, index)
    if first is None:
        return None
    head = classify_head(tokens, index)
    if head == "modifier" and not tokens[index + 1].has(
        "N_JOIN", "MEMBER", "NATION", "TAIL", "PARTY"
    ):
        return None
    body = context.body_called(token.low, token.start)
    return None if body is None else BodyPhrase(first, index, body, head, generic=True)


def find_euro(tokens: list[Token], index: int, context: ArticleContext) -> BodyPhrase | None:
    """The euro as the union one can join."""
    body = context.world.body("x-eurozone")
    if body is None:
        return None
    last = index
    if index + 1 < len(tokens) and tokens[index + 1].low in {
        "currency",
        "club",
        "bloc",
        "area",
        "zone",
    }:
        last = index + 1
    return BodyPhrase(index, last, body, classify_head(tokens, last))
