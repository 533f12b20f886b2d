"""Copulas: "becomes the 32nd member of", "making it the bloc's newest member"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase, is_plain
from pactwire.domain.extraction.claims.clauses.coreference import (
    exclude_bodies,
    resolve_members,
    resolve_subject,
)
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import find_bodies_at
from pactwire.domain.extraction.claims.lexicon.word_list import word_set
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.scope.governors import classify_form
from pactwire.domain.extraction.claims.tokens.tokens import Token
from pactwire_schemas.enrichment import Stage

REACH = 12


def match_copula(analysis: SentenceAnalysis, index: int) -> None:
    """Look for a member noun after become or make."""
    token = analysis.tokens[index]
    if token.has("MAKE"):
        match_made_member(analysis, index)
        return
    found = find_member_noun(analysis, index + (2 if analysis.low(index + 1) == "among" else 1))
    if found is None:
        return
    noun, bodies, last = found
    if not bodies:
        bodies = find_nearby_body(analysis, index)
    if not bodies:
        analysis.drop(index, "member of what isn't said")
        return
    chain = analysis.find_governors(index)
    members = resolve_subject(analysis, chain, index)
    found_bodies = tuple(phrase.body for phrase in bodies)
    members = exclude_bodies(found_bodies, members)
    head = analysis.tokens[noun]
    base: Stage = "applied" if head.has("CANDIDATE") else "effective"
    value = apply_operators(base, chain)
    if isinstance(chain.subject, PartyPhrase) and chain.subject.kind in {"leader", "people"}:
        return
    if not members or value.stage is None:
        analysis.drop(index, "nobody to be the member")
        return
    first = min(chain.top, index)
    frame = ClauseFrame("join", members, found_bodies, value, first, last, "join:become")
    frame.weak = chain.participle
    frame.certain = isinstance(chain.subject, PartyPhrase) and bool(chain.subject.members)
    analysis.keep(frame, index)


def match_being_member(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "is now the 90th member", "are the newest members", "is to be a member"."""
    token = analysis.tokens[index]
    ahead = [analysis.low(position) for position in range(index + 1, index + 6)]
    if token.low == "be" and analysis.tokens[index - 2].lemma == "cease":
        return False
    if token.low == "be":
        left = analysis.token(index - 1)
        due = left is not None and (left.low.endswith("to") or left.has("FUT", "WOULD", "COND"))
        return due and (
            ahead[:1] in (["a"], ["an"], ["the"], ["members"]) or ahead[:2] == ["among", "the"]
        )
    if token.low not in {"is", "are"} or not ahead:
        return False
    return (
        ahead[0] == "now"
        and (any(word.endswith("member") for word in ahead) or bool(set(ahead[1:3]) & {"the"}))
    ) or bool(set(ahead) & {"newest"})


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


def match_made_member(analysis: SentenceAnalysis, index: int) -> None:
    """As in "making it the bloc's 21st member", "was made an associate member of"."""
    if classify_form(analysis.tokens, index) == "passive":
        match_made_member_passive(analysis, index)
        return
    start = index + 1
    while start not in analysis.phrases.party_at and analysis.low(start) in {"the", "both"}:
        start += 1
    party = analysis.phrases.party_at.get(start)
    if party is None or party.possessive:
        return
    found = find_member_noun(analysis, party.last + 1)
    if found is None or analysis.tokens[found[0]].has("CANDIDATE"):
        return
    chain = analysis.find_governors(index, body_subject=True)
    acting = isinstance(chain.subject, BodyPhrase)
    bodies = found[1] or ([chain.subject] if isinstance(chain.subject, BodyPhrase) else [])
    bodies = bodies or find_deciding_body(analysis, index, party)
    value = apply_operators("effective", chain)
    members = resolve_members(analysis, party)
    if bodies and members and value.stage is not None:
        one = (bodies[0].body,)
        weak = chain.participle or not acting
        frame = ClauseFrame("join", members, one, value, index, found[2], "join:make", weak)
        frame.certain = False
        analysis.keep(frame, index)


def find_deciding_body(
    analysis: SentenceAnalysis, index: int, party: PartyPhrase
) -> list[BodyPhrase]:
    """As in "Meeting in X, the organisation makes Y an associate member": what the text is on."""
    if not party.members and party.kind != "generic":
        return []
    earlier = [phrase for phrase in analysis.phrases.bodies if phrase.last < index]
    if earlier:
        return earlier[-1:] if len({phrase.body.entity_id for phrase in earlier}) == 1 else []
    body = analysis.context.last_body(analysis.tokens[0].start)
    return [] if body is None else [BodyPhrase(index, index, body, "body", generic=True)]


def match_made_member_passive(analysis: SentenceAnalysis, index: int) -> None:
    """As in "was made a full member of the association"."""
    found = find_member_noun(analysis, index + 1)
    if found is None or not found[1] or analysis.tokens[found[0]].has("CANDIDATE"):
        return
    chain = analysis.find_governors(index, body_subject=True)
    value = apply_operators("effective", chain)
    one = (found[1][0].body,)
    members = exclude_bodies(one, resolve_members(analysis, chain.subject))
    if members and value.stage is not None:
        first = min(chain.top, index)
        analysis.keep(ClauseFrame("join", members, one, value, first, found[2], "join:make"), index)
