"""Nouns that make a membership: "a full member of the pact", "its 32nd member"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, is_plain
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import find_bodies_at
from pactwire.domain.extraction.claims.lexicon.word_list import word_set
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
        if token.has("OBSERVER"):
            return None
        if token.low in {"ally", "allies"} and not has_ordinal_before(analysis, index):
            return None
        if token.has("MEMBER", "PARTY", "CANDIDATE", "NATION") or token.low == "ally":
            return resolve_member_noun(analysis, index, owner)
        passes = (
            is_plain(token)
            or token.hit is not None
            or token.has("DET", "NEXT", "HYPHEN", "CONJ", "ADV", "REP", "GBODY")
            or token.low in {"'s", "'", ","}
            or token.low[0].isdigit()
        )
        if not passes:
            return None
    return None


def resolve_member_noun(
    analysis: SentenceAnalysis, noun: int, owner: BodyPhrase | None
) -> tuple[int, list[BodyPhrase], int] | None:
    """Decide whether the noun makes a membership: by its owner or by what follows."""
    head = analysis.tokens[noun]
    last = noun
    loose = head.low in {"partner", "partners"} and not has_ordinal_before(analysis, noun)
    if loose or has_task(analysis, last + 1):
        return None
    if analysis.low(last + 1) in {"of", "to", "in", "for"}:
        bodies, end = find_bodies_at(analysis, skip_membership(analysis, head, last + 2))
        if bodies:
            ranked = is_rank_among_members(analysis, noun, end)
            return None if ranked else (noun, bodies, end)
        if head.has("MEMBER") and owner is None:
            return None
    if head.has("NATION"):
        return None
    return noun, [owner] if owner is not None else [], last


def has_task(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "the first member to ban it": the rank is about something else."""
    if analysis.low(index) == "ever":
        index += 1
    verb = analysis.token(index + 1)
    to = analysis.low(index) == "to"
    return to and verb is not None and verb.hit is None and not verb.has("DET")


RANKED = word_set("first second third last latest only sole newest next fourth fifth sixth")


def is_rank_among_members(analysis: SentenceAnalysis, noun: int, end: int) -> bool:
    """As in "the first country in the union to ban it", "the richest economy in the pact".

    Who is first at something, or richest, is a member already.
    """
    before = {analysis.low(at) for at in range(max(0, noun - 4), noun)}
    counted = bool(before & RANKED) or has_ordinal_before(analysis, noun)
    if has_task(analysis, end + 1) and counted:
        return True
    plain = analysis.tokens[noun].has("NATION") and not analysis.tokens[noun].has("MEMBER")
    return plain and not counted


def skip_membership(analysis: SentenceAnalysis, head: Token, start: int) -> int:
    """Skip "membership of" in "a candidate for membership of"."""
    inner = analysis.token(start)
    skip = head.has("CANDIDATE") and inner is not None and inner.has("N_JOIN")
    return start + 2 if skip else start


def has_ordinal_before(analysis: SentenceAnalysis, noun: int) -> bool:
    """Whether an ordinal stands before the noun: "the 90th partner"."""
    before = analysis.tokens[max(0, noun - 4) : noun]
    return any(token.low[0].isdigit() or token.low in {"newest", "latest"} for token in before)


def find_nearby_body(analysis: SentenceAnalysis, index: int) -> list[BodyPhrase]:
    """As in "... joins the union, becoming its 28th member": the body named before."""
    earlier = [
        phrase
        for phrase in analysis.phrases.bodies
        if phrase.last < index and phrase.head != "modifier"
    ]
    if earlier or not is_clause_final(analysis, index):
        return earlier[-1:]
    body = analysis.context.last_body(analysis.tokens[0].start)
    return [] if body is None else [BodyPhrase(index, index, body, "body", generic=True)]


def is_clause_final(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "X and Y became members on Monday": nothing says what they are members of."""
    for ahead in range(index + 1, min(index + 5, len(analysis.tokens))):
        if analysis.tokens[ahead].has("MEMBER"):
            return analysis.low(ahead + 1) in {"", ".", ",", "on", "in", "at", "last", "this"}
    return False
