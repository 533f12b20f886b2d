"""Bids and candidate status: "its bid", "its application to", "grants X candidate status"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.bodies import list_bodies_before
from pactwire.domain.extraction.claims.clauses.frame import SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.patterns import has_pattern, match_pattern
from pactwire.domain.extraction.claims.clauses.telling import PredicateChange, tell
from pactwire.domain.extraction.claims.rules.noun_arguments import DeverbalNoun
from pactwire.domain.extraction.claims.tokens.protocols import BodyFacts

NOT_ASKED = frozenset({"court", "development_bank"})
"""Kinds of bodies that requests go to for other things."""


def resolve_bare_talks(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> bool:
    """As in "gives Serbia a date for membership talks": body and member are the clause's."""
    if not nominal.talks:
        return False
    nominal.bodies = list_bodies_before(analysis, nominal.first)[-1:]
    return bool(nominal.bodies)


def match_bid_to_body(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "its application to the union", "its bid for a seat at the bank"; not for a loan."""
    if has_pattern(analysis, "bid_for_seat", index):
        return True
    found = match_pattern(analysis, "bid_to_body", index)
    if found is None or found.bodies[0].body.kind in NOT_ASKED:
        return False
    direct = analysis.tokens[index + 2].has("DET") or index + 2 in analysis.phrases.body_at
    return direct and not analysis.among(found.end, "FOR")


def match_owned_bid(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "sign off on its own bid": a bid with an owner, and a body named before."""
    owned = analysis.among(index, "OWN_BID") and analysis.among(index - 1, "OWNING")
    if not owned or not has_pattern(analysis, "bid_ends", index):
        return False
    body = analysis.context.last_body(analysis.tokens[index].start)
    return body is not None or find_judging_body(analysis, index) is not None


def find_judging_body(analysis: SentenceAnalysis, index: int) -> BodyFacts | None:
    """As in "was turned down by the bloc": the body behind "by"."""
    found = match_pattern(analysis, "judged_by", index)
    return None if found is None else found.bodies[0].body


def match_candidate_status(analysis: SentenceAnalysis, index: int) -> None:
    """As in "grants Moldova candidate status", "Moldova gets candidate status"."""
    named = find_adjacent_body(analysis, index)
    before = index - 1 if named is None else named.first - 1
    given = match_pattern(analysis, "status_given_to", index)
    party = given.party if given is not None else analysis.phrases.party_at.get(before)
    start = party.first if party is not None else before + 1
    chain = analysis.find_governors(start, body_subject=True)
    body = named.body if named is not None else find_status_body(analysis, index)
    owner = party if party is not None else chain.subject
    if body is not None and isinstance(owner, PartyPhrase):
        chain.form, chain.talks = "noun", True
        change = PredicateChange("join", (body,), "applied", index, "join:status")
        tell(analysis, index, change, chain, owner)


def find_status_body(analysis: SentenceAnalysis, index: int) -> BodyFacts | None:
    """The body that gives the status, or that was named last."""
    judging = find_judging_body(analysis, index)
    inside = list_bodies_before(analysis, index)
    if judging is not None or inside:
        return judging or inside[-1].body
    return analysis.context.last_body(analysis.tokens[index].start)


def find_adjacent_body(analysis: SentenceAnalysis, index: int) -> BodyPhrase | None:
    """The body right before a noun."""
    return analysis.phrases.body_at.get(index - 1)
