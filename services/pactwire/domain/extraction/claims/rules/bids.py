"""Bids and candidate status: "its bid", "its application to", "grants X candidate status"."""

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, Party
from pactwire.domain.extraction.claims.clauses.coreference import members_of
from pactwire.domain.extraction.claims.clauses.frame import Frame, Reading
from pactwire.domain.extraction.claims.clauses.objects import bodies_from, direct_party
from pactwire.domain.extraction.claims.rules.noun_arguments import Nominal
from pactwire.domain.extraction.claims.scope.factuality import compose
from pactwire.domain.extraction.claims.tokens.protocols import Body


def alone(reading: Reading, nominal: Nominal) -> bool:
    """As in "gives Serbia a date for membership talks": body and member are the clause's."""
    if not nominal.talks:
        return False
    inside = [phrase for phrase in reading.phrases.bodies if phrase.last < nominal.first]
    nominal.bodies = inside[-1:]
    return bool(inside)


def bid_to(reading: Reading, index: int) -> bool:
    """As in "its application to the union"; not one for a loan."""
    if reading.low(index + 1) not in {"to", "for", "into"}:
        return False
    ahead = reading.token(index + 2)
    if (seat := seat_for(reading, index + 2)) is not None:
        return bool(bodies_from(reading, seat + 2)[0])
    if ahead is None or not (ahead.has("DET") or index + 2 in reading.phrases.body_at):
        return False
    bodies, last = bodies_from(reading, index + 2)
    return (
        bool(bodies)
        and bodies[0].body.kind not in {"court", "development_bank"}
        and reading.low(last + 1) != "for"
    )


def seat_for(reading: Reading, start: int) -> int | None:
    """As in "its bid for a seat at the bank": the index of the seat."""
    for at in (start, start + 1, start + 2):
        token = reading.token(at)
        if token is not None and token.has("SEAT"):
            return at if reading.low(at + 1) in {"on", "in", "at"} else None
    return None


def bid_of(reading: Reading, index: int) -> bool:
    """As in "sign off on its own bid": a bid with an owner, and a body named before."""
    end = index + 1
    if reading.low(end) == "for" and reading.low(end + 1) in {"membership", "admission", "entry"}:
        end += 2
    after = reading.token(end)
    if reading.low(index) not in {"bid", "application", "request"} or not (
        after is None
        or after.low in {".", ",", ";", "at", "on"}
        or after.has("BE", "HAVE", "SUBORD", "ADV")
    ):
        return False
    left = reading.low(index - 1)
    owner = left in {"its", "their", "own", "'s"}
    body = reading.context.last_body(reading.tokens[index].start)
    return owner and (body is not None or judged_by(reading, index) is not None)


def judged_by(reading: Reading, index: int) -> Body | None:
    """As in "was turned down by the bloc": the body behind "by"."""
    for ahead in range(index + 1, min(index + 7, len(reading.tokens))):
        if reading.low(ahead) == "by":
            bodies, _ = bodies_from(reading, ahead + 1, frozenset({"body", "agent"}))
            return bodies[0].body if bodies else None
    return None


def candidate_status(reading: Reading, index: int) -> None:
    """As in "grants Moldova candidate status", "Moldova gets candidate status"."""
    party = reading.phrases.party_at.get(index - 1)
    if reading.low(index + 1) in {"to", "for"}:
        party = direct_party(reading, index + 2) or party
    before = index - 1
    left = reading.phrases.body_at.get(index - 1)
    if left is not None:
        before = left.first - 1
        party = reading.phrases.party_at.get(before)
    start = party.first if party is not None else before + 1
    ascent = reading.climb(start, body_subject=True)
    body = left.body if left is not None else None
    if body is None and (acting := judged_by(reading, index)) is not None:
        body = acting
    if body is None:
        inside = [phrase for phrase in reading.phrases.bodies if phrase.last < index]
        body = inside[-1].body if inside else reading.context.last_body(reading.tokens[index].start)
    owner = party if party is not None else ascent.subject
    members = members_of(reading, owner) if isinstance(owner, Party) else ()
    if body is None or not members:
        return
    ascent.form = "noun"
    outcome = compose("applied", ascent, nominal=True, talks=True)
    if outcome.stage is not None:
        frame = Frame(
            "join", members, (body,), outcome, min(ascent.top, start), index, "join:status"
        )
        reading.keep(frame, index)


def adjacent_body(reading: Reading, index: int) -> BodyPhrase | None:
    """The body right before a noun."""
    return reading.phrases.body_at.get(index - 1)
