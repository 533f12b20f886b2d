"""Bids and candidate status: "its bid", "its application to", "grants X candidate status"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, PartyPhrase
from pactwire.domain.extraction.claims.clauses.coreference import resolve_members
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.clauses.objects import find_bodies_at, find_direct_object
from pactwire.domain.extraction.claims.clauses.telling import keep_frame
from pactwire.domain.extraction.claims.rules.noun_arguments import DeverbalNoun
from pactwire.domain.extraction.claims.scope.factuality import apply_operators
from pactwire.domain.extraction.claims.tokens.protocols import BodyFacts


def resolve_bare_talks(analysis: SentenceAnalysis, nominal: DeverbalNoun) -> bool:
    """As in "gives Serbia a date for membership talks": body and member are the clause's."""
    if not nominal.talks:
        return False
    inside = [phrase for phrase in analysis.phrases.bodies if phrase.last < nominal.first]
    nominal.bodies = inside[-1:]
    return bool(inside)


def match_bid_to_body(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "its application to the union"; not one for a loan."""
    if analysis.low(index + 1) not in {"to", "for", "into"}:
        return False
    ahead = analysis.token(index + 2)
    if (seat := find_seat(analysis, index + 2)) is not None:
        return bool(find_bodies_at(analysis, seat + 2)[0])
    if ahead is None or not (ahead.has("DET") or index + 2 in analysis.phrases.body_at):
        return False
    bodies, last = find_bodies_at(analysis, index + 2)
    return (
        bool(bodies)
        and bodies[0].body.kind not in {"court", "development_bank"}
        and analysis.low(last + 1) != "for"
    )


def find_seat(analysis: SentenceAnalysis, start: int) -> int | None:
    """As in "its bid for a seat at the bank": the index of the seat."""
    for at in (start, start + 1, start + 2):
        token = analysis.token(at)
        if token is not None and token.has("SEAT"):
            return at if analysis.low(at + 1) in {"on", "in", "at"} else None
    return None


def match_owned_bid(analysis: SentenceAnalysis, index: int) -> bool:
    """As in "sign off on its own bid": a bid with an owner, and a body named before."""
    end = index + 1
    if analysis.low(end) == "for" and analysis.low(end + 1) in {"membership", "admission", "entry"}:
        end += 2
    after = analysis.token(end)
    if analysis.low(index) not in {"bid", "application", "request"} or not (
        after is None
        or after.low in {".", ",", ";", "at", "on"}
        or after.has("BE", "HAVE", "SUBORD", "ADV")
    ):
        return False
    left = analysis.low(index - 1)
    owner = left in {"its", "their", "own", "'s"}
    body = analysis.context.last_body(analysis.tokens[index].start)
    return owner and (body is not None or find_judging_body(analysis, index) is not None)


def find_judging_body(analysis: SentenceAnalysis, index: int) -> BodyFacts | None:
    """As in "was turned down by the bloc": the body behind "by"."""
    for ahead in range(index + 1, min(index + 7, len(analysis.tokens))):
        if analysis.low(ahead) == "by":
            bodies, _ = find_bodies_at(analysis, ahead + 1, frozenset({"body", "agent"}))
            return bodies[0].body if bodies else None
    return None


def match_candidate_status(analysis: SentenceAnalysis, index: int) -> None:
    """As in "grants Moldova candidate status", "Moldova gets candidate status"."""
    party = analysis.phrases.party_at.get(index - 1)
    if analysis.low(index + 1) in {"to", "for"}:
        party = find_direct_object(analysis, index + 2) or party
    before = index - 1
    left = analysis.phrases.body_at.get(index - 1)
    if left is not None:
        before = left.first - 1
        party = analysis.phrases.party_at.get(before)
    start = party.first if party is not None else before + 1
    chain = analysis.find_governors(start, body_subject=True)
    body = left.body if left is not None else None
    if body is None and (acting := find_judging_body(analysis, index)) is not None:
        body = acting
    if body is None:
        inside = [phrase for phrase in analysis.phrases.bodies if phrase.last < index]
        body = (
            inside[-1].body if inside else analysis.context.last_body(analysis.tokens[index].start)
        )
    owner = party if party is not None else chain.subject
    members = resolve_members(analysis, owner) if isinstance(owner, PartyPhrase) else ()
    if body is None or not members:
        return
    chain.form = "noun"
    value = apply_operators("applied", chain, nominal=True, talks=True)
    if value.stage is not None:
        frame = ClauseFrame(
            "join", members, (body,), value, min(chain.top, start), index, "join:status"
        )
        keep_frame(analysis, frame, index)


def find_adjacent_body(analysis: SentenceAnalysis, index: int) -> BodyPhrase | None:
    """The body right before a noun."""
    return analysis.phrases.body_at.get(index - 1)
