"""Noun phrases of a sentence: the parties that may join or leave, and the bodies they may join.

A `Party` is a state, a list of them, a government, a leader, a seat, a pronoun or "the country";
a `BodyPhrase` is a body's name or a common noun that stands for it.
"""

from pactwire.domain.extraction.claims.chunks.coordination import coordinate_parties
from pactwire.domain.extraction.claims.chunks.counted_lists import take_in_counted_nouns
from pactwire.domain.extraction.claims.chunks.nouns import (
    FOLLOWS,
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
from pactwire.domain.extraction.claims.tokens.tokens import Sentence, Token, look

AFTER_CLASS_NOUN = ("N_JOIN", "MEMBER", "NATION", "TAIL", "PARTY")
"""Labels of nouns that "the treaty" may stand before and still be meant."""


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
    if hit is None:
        return None
    body = context.body_of(hit)
    if body is None:
        owner = context.organ_of(hit)
        return BodyPhrase(index, index, owner, "agent") if owner is not None else None
    last = skip_class_noun(tokens, skip_brackets(tokens, index, body), body)
    head = classify_head(tokens, last)
    if head == "modifier" and is_verb_of_members(tokens, index, last + 1):
        head = "body"
    return BodyPhrase(index, last, body, head)


def is_verb_of_members(tokens: list[Token], index: int, verb: int) -> bool:
    """As in "Members of the union vote in X": a verb, not a noun that the body modifies."""
    of = index - 1 - look(tokens, index - 1).has("DET")
    agents = look(tokens, of).low == "of" and look(tokens, of - 1).has("AGENT", "MEMBER")
    return agents and tokens[verb].among("MEMBERS_DO")


def skip_brackets(tokens: list[Token], last: int, body: BodyFacts) -> int:
    """Skip "(ECOWAS)" after a name."""
    inner = look(tokens, last + 2)
    if look(tokens, last + 1).low != "(" or look(tokens, last + 3).low != ")":
        return last
    own = inner.hit is not None and inner.hit.entity_id == body.entity_id
    return last + 3 if own or inner.text.isupper() else last


def skip_class_noun(tokens: list[Token], last: int, body: BodyFacts) -> int:
    """Skip the class noun after a name: "ECOWAS regional bloc", "Kyoto climate pact"."""
    for ahead in range(last + 1, min(last + 4, len(tokens))):
        token = tokens[ahead]
        named = token.has("GBODY") and can_refer_to(body, token.low)
        if token.hit is None and (named or token.among("FOLDS")):
            return ahead
        if not (is_plain(token) or token.among("MILITARY")):
            break
    return last


def classify_head(tokens: list[Token], last: int) -> Head:
    """What a body's name is to the word that follows it."""
    token = look(tokens, last + 1)
    if token.among("OF_OWNER"):
        return "possessor"
    if token.has("AGENT", "REP"):
        return "agent"
    if not is_word(token) or token.bears(*FOLLOWS, "TIME_WORD", "AFTER_BODY"):
        return "body"
    return "body" if continues_sentence(token, look(tokens, last + 2)) else "modifier"


def find_generic_body(
    tokens: list[Token], index: int, context: ArticleContext
) -> BodyPhrase | None:
    """A body by a common noun: "the 54-member bloc", "the treaty"; and "the euro"."""
    token = tokens[index]
    if token.among("EURO"):
        euro = context.world.body("x-eurozone")
        return BodyPhrase(index, index, euro, classify_head(tokens, index)) if euro else None
    first = find_determiner(tokens, index) if token.has("GBODY") else None
    if first is None:
        return None
    head = classify_head(tokens, index)
    if head == "modifier" and not tokens[index + 1].has(*AFTER_CLASS_NOUN):
        return None
    body = context.body_called(token.low, token.start)
    return None if body is None else BodyPhrase(first, index, body, head, generic=True)
