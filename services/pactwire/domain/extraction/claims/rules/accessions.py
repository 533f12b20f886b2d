"""Accessions by rank: from associate to full member, "promotes X to full membership"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.bodies import find_only_body
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.patterns import match_pattern
from pactwire.domain.extraction.claims.clauses.telling import PredicateChange, name_bodies, tell
from pactwire.domain.extraction.claims.rules.emit import emit_claim
from pactwire.domain.extraction.claims.rules.phrases import read_bodies
from pactwire.domain.extraction.claims.scope.governors import classify_form


def match_rank_rise(analysis: SentenceAnalysis, index: int) -> None:
    """Who rises is the object of the verb when a body acts, else its subject."""
    risen = match_pattern(analysis, "to_full_rank", index)
    if risen is None:
        return
    rank = risen.marks["rank"]
    bodies, last = find_body_of_rank(analysis, rank)
    raised = match_pattern(analysis, "raised_party", index)
    chain = analysis.find_governors(index, body_subject=raised is not None)
    form = classify_form(analysis.tokens, index)
    if raised is not None and form != "passive":
        if not bodies and isinstance(chain.subject, BodyPhrase):
            bodies = [chain.subject]
        change = PredicateChange("join", name_bodies(bodies[:1]), "effective", last, "join:rise")
        tell(analysis, index, change, chain, raised.party)
        return
    if analysis.tokens[index].has("ACTS_ON"):
        chain.read_as_passive(analysis.tokens, index)
    bodies = bodies or find_only_body(analysis, index)
    if bodies and isinstance(chain.subject, PartyPhrase):
        change = PredicateChange("join", name_bodies(bodies), "effective", last, "join:rise")
        emit_claim(analysis, index, change, chain)


def find_body_of_rank(analysis: SentenceAnalysis, rank: int) -> tuple[list[BodyPhrase], int]:
    """The body behind "member of", or the one that modifies the rank."""
    bodies, last = read_bodies(analysis, "rank_of", rank)
    if bodies:
        return bodies, last
    before = analysis.phrases.body_at.get(rank - 1) or analysis.phrases.body_at.get(rank - 2)
    return ([before] if before is not None else []), rank
