"""Copulas: "becomes the 32nd member of", "making it the bloc's newest member"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import (
    exclude_bodies,
    resolve_members,
    resolve_subject,
)
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.members import find_member_noun, find_nearby_body
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.scope.governors import classify_form
from pactwire_schemas.enrichment import Stage


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
