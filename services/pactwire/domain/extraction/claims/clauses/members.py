"""Nouns that make a membership: "a full member of the pact", "its 32nd member"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, is_plain
from pactwire.domain.extraction.claims.clauses.bodies import find_spoken_body, list_bodies_before
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import find_bodies_at
from pactwire.domain.extraction.claims.tokens.tokens import Token

REACH = 12


def find_member_noun(
    analysis: SentenceAnalysis, start: int
) -> tuple[int, list[BodyPhrase], int] | None:
    """The member noun after `start`, the bodies it belongs to, and the last token of the phrase."""
    owner: BodyPhrase | None = None
    for index in range(start, min(start + REACH, len(analysis.tokens))):
        token = analysis.tokens[index]
        phrase = analysis.phrases.body_at.get(index)
        if phrase is not None:
            if analysis.among(phrase.first - 1, "BYGONE"):
                return None  # "the first former Pact members": what they were, not what they join
            owner = phrase
            continue
        if token.has("OBSERVER") or is_mere_ally(analysis, index):
            return None
        if token.has("MEMBER", "PARTY", "CANDIDATE", "NATION"):
            return resolve_member_noun(analysis, index, owner)
        if not precedes_member_noun(token):
            return None
    return None


def is_mere_ally(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "becomes an ally of", "a partner": a member only where they are counted."""
    return analysis.among(index, "ALLIES") and not has_ordinal_before(analysis, index)


def precedes_member_noun(token: Token) -> bool:
    """Whether a word may stand before a member noun: an adjective, a name, a number."""
    described = token.has("DET", "NEXT", "HYPHEN", "CONJ", "ADV", "REP", "GBODY")
    named = token.hit is not None or token.low[0].isdigit()
    return described or named or is_plain(token) or token.among("OF_OWNER", "COMMA")


def resolve_member_noun(
    analysis: SentenceAnalysis, noun: int, owner: BodyPhrase | None
) -> tuple[int, list[BodyPhrase], int] | None:
    """Decide whether the noun makes a membership: by its owner or by what follows."""
    head = analysis.tokens[noun]
    if has_task(analysis, noun + 1):
        return None
    if analysis.among(noun + 1, "MEMBER_LINK"):
        bodies, end = find_bodies_at(analysis, skip_membership(analysis, head, noun + 2))
        if bodies:
            return None if is_rank_among_members(analysis, noun, end) else (noun, bodies, end)
        if head.has("MEMBER") and owner is None:
            return None
    return None if head.has("NATION") else (noun, [owner] if owner else [], noun)


def has_task(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "the first member to ban it": the rank is about something else."""
    index += analysis.among(index, "EVER")
    verb = analysis.look(index + 1)
    return analysis.among(index, "TO_DO") and verb.hit is None and not verb.has("DET")


def is_rank_among_members(analysis: SentenceAnalysis, noun: int, end: int) -> bool:
    """As in "the first country in the union to ban it", "the richest economy in the pact".

    Who is first at something, or richest, is a member already.
    """
    ranked = any(analysis.among(at, "RANKED") for at in range(noun - 4, noun))
    if ranked or has_ordinal_before(analysis, noun):
        return has_task(analysis, end + 1)
    return analysis.tokens[noun].has("NATION")


def skip_membership(analysis: SentenceAnalysis, head: Token, start: int) -> int:
    """Skip "membership of" in "a candidate for membership of"."""
    skip = head.has("CANDIDATE") and analysis.look(start).has("N_JOIN")
    return start + 2 if skip else start


def has_ordinal_before(analysis: SentenceAnalysis, noun: int) -> bool:
    """Whether an ordinal stands before the noun: "the 90th partner"."""
    before = analysis.tokens[max(0, noun - 4) : noun]
    return any(token.low[0].isdigit() or token.among("NEWEST") for token in before)


def find_nearby_body(analysis: SentenceAnalysis, index: int) -> list[BodyPhrase]:
    """As in "... joins the union, becoming its 28th member": the body named before."""
    earlier = [one for one in list_bodies_before(analysis, index) if one.head != "modifier"]
    if earlier or not is_clause_final(analysis, index):
        return earlier[-1:]
    return find_spoken_body(analysis, index)


def is_clause_final(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "X and Y became members on Monday": nothing says what they are members of."""
    for ahead in range(index + 1, min(index + 5, len(analysis.tokens))):
        if analysis.tokens[ahead].has("MEMBER"):
            return ahead + 1 == len(analysis.tokens) or analysis.among(ahead + 1, "THEN_WHEN")
    return False
