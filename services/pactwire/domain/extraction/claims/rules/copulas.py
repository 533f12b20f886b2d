"""Copulas: "becomes the 32nd member of", "is now the newest member"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import exclude_bodies, resolve_subject
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.members import find_member_noun, find_nearby_body
from pactwire.domain.extraction.claims.clauses.patterns import has_pattern
from pactwire.domain.extraction.claims.clauses.telling import (
    keep_frame,
    name_bodies,
)
from pactwire.domain.extraction.claims.rules.phrases import names_members
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire_schemas.enrichment import Stage


def match_copula(analysis: SentenceAnalysis, index: int) -> None:
    """Look for a member noun after become."""
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
    frame.certain = names_members(subject)
    keep_frame(analysis, frame, index)


def match_being_member(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "is now the 90th member", "are the newest members", "is to be a member"."""
    if analysis.among(index, "TO_BE"):
        due = has_pattern(analysis, "due_to_be", index)
        due = due and not has_pattern(analysis, "ceases", index)
        return due and has_pattern(analysis, "to_be_member", index)
    is_now = analysis.among(index, "IS_NOW")
    return is_now and has_pattern(analysis, "is_member", index)
