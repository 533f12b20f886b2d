"""Copulas: "becomes the 32nd member of", "making it the bloc's newest member"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.bodies import find_only_body
from pactwire.domain.extraction.claims.clauses.coreference import exclude_bodies, resolve_subject
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.members import find_member_noun, find_nearby_body
from pactwire.domain.extraction.claims.clauses.patterns import match_pattern
from pactwire.domain.extraction.claims.clauses.telling import (
    PredicateChange,
    keep_frame,
    name_bodies,
    tell,
)
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.scope.governors import classify_form
from pactwire_schemas.enrichment import Stage


def match_copula(analysis: SentenceAnalysis, index: int) -> None:
    """Look for a member noun after become or make."""
    if analysis.tokens[index].has("MAKE"):
        match_made_member(analysis, index)
        return
    found = find_member_noun(analysis, index + (2 if analysis.among(index + 1, "AMONG") else 1))
    if found is None:
        return
    noun, bodies, last = found
    bodies = bodies or find_nearby_body(analysis, index)
    if not bodies:
        analysis.drop(index, "member of what isn't said")
        return
    candidate = analysis.tokens[noun].has("CANDIDATE")
    emit_becoming(analysis, index, bodies, last, "applied" if candidate else "effective")


def emit_becoming(
    analysis: SentenceAnalysis, index: int, bodies: list[BodyPhrase], last: int, base: Stage
) -> None:
    """Who becomes a member: the subject, be it that of the main clause."""
    chain = analysis.find_governors(index)
    subject, found = chain.subject, name_bodies(bodies)
    members = exclude_bodies(found, resolve_subject(analysis, chain, index))
    value = apply_operators(base, chain)
    if isinstance(subject, PartyPhrase) and subject.kind in {"leader", "people"}:
        return
    if not members or value.stage is None:
        analysis.drop(index, "nobody to be the member")
        return
    first = min(chain.top, index)
    frame = ClauseFrame("join", members, found, value, first, last, "join:become")
    frame.weak = chain.participle
    frame.certain = isinstance(subject, PartyPhrase) and bool(subject.members)
    keep_frame(analysis, frame, index)


def match_being_member(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "is now the 90th member", "are the newest members", "is to be a member"."""
    if analysis.among(index, "TO_BE"):
        due = match_pattern(analysis, "due_to_be", index) is not None
        due = due and match_pattern(analysis, "ceases", index) is None
        return due and match_pattern(analysis, "to_be_member", index) is not None
    is_now = analysis.among(index, "IS_NOW")
    return is_now and match_pattern(analysis, "is_member", index) is not None


def match_made_member(analysis: SentenceAnalysis, index: int) -> None:
    """As in "making it the bloc's 21st member", "was made an associate member of"."""
    passive = classify_form(analysis.tokens, index) == "passive"
    found = match_pattern(analysis, "member" if passive else "made_member", index)
    if found is None or (passive and not found.bodies):
        return
    chain = analysis.find_governors(index, body_subject=True)
    acting = [chain.subject] if isinstance(chain.subject, BodyPhrase) else []
    bodies = list(found.bodies) or acting
    if not bodies and found.party is not None:
        bodies = find_deciding_body(analysis, index, found.party)
    who = chain.subject if passive else found.party
    change = PredicateChange(
        "join", name_bodies(bodies[:1]), "effective", found.end - 1, "join:make"
    )
    frame = tell(analysis, index, change, chain, who)
    if frame is not None and not passive:
        frame.weak = chain.participle or not acting
        frame.certain = False


def find_deciding_body(
    analysis: SentenceAnalysis, index: int, party: PartyPhrase
) -> list[BodyPhrase]:
    """As in "Meeting in X, the organisation makes Y an associate member": what the text is on."""
    known = party.members or party.kind == "generic"
    return find_only_body(analysis, index) if known else []
