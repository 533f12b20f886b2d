"""Names inside longer names: which of them count too, and what is said about the others."""

from pactwire.domain.extraction.document import RejectedCandidate
from pactwire.domain.extraction.entities.decision import EntityDecision
from pactwire.domain.extraction.entities.scan import Candidate, keep_longest
from pactwire.domain.text.normalise import NormalisedText

DecidedCandidate = tuple[Candidate, EntityDecision]
NestedNames = list[tuple[Candidate, Candidate]]
"""Pairs: the shorter name, and the longer one that won."""

DESCRIBING = ("led ", "based ", "backed ")
BODIES = frozenset({"organisation", "coalition", "armed_group"})


def find_inner_names(
    decisions: list[DecidedCandidate], nested: NestedNames, plain: str
) -> list[Candidate]:
    """Shorter names that count although a longer one won.

    The country of "US-led coalition" is one beside the coalition; and where a longer name turned
    out to be no body of ours, the names inside it are looked at again.
    """
    if not nested:
        return []
    refused = {
        span_of(candidate)
        for candidate, decision in decisions
        if decision.sense is None and candidate.senses[0].entity.kind in BODIES
    }
    inside = [
        loser
        for loser, winner in nested
        if span_of(winner) in refused or _heads(loser, winner, plain)
    ]
    return keep_longest(sorted(inside, key=_by_end))[0] if inside else []


def span_of(candidate: Candidate) -> tuple[int, int]:
    """Start and end: what tells the candidates of a text apart."""
    return candidate.start, candidate.end


def _by_end(candidate: Candidate) -> tuple[int, int]:
    return candidate.end, candidate.start


def _heads(loser: Candidate, winner: Candidate, plain: str) -> bool:
    return (
        loser.start == winner.start
        and plain.startswith("-", loser.end)
        and plain.startswith(DESCRIBING, loser.end + 1)
        and loser.senses[0].entity.kind == "country"
    )


def explain_rejections(
    decisions: list[DecidedCandidate], nested: NestedNames, normalised: NormalisedText
) -> tuple[RejectedCandidate, ...]:
    """Every candidate that is no mention, and why."""
    decided = {span_of(candidate) for candidate, _ in decisions}
    inside = [
        _dropped(loser, normalised, f"inside {normalised.plain[winner.start : winner.end]}")
        for loser, winner in nested
        if span_of(loser) not in decided
    ]
    refused = [
        _dropped(candidate, normalised, decision.why)
        for candidate, decision in decisions
        if not decision.sense
    ]
    return tuple(sorted(inside + refused))


def _dropped(candidate: Candidate, normalised: NormalisedText, why: str) -> RejectedCandidate:
    start, end = normalised.span(candidate.start, candidate.end)
    return RejectedCandidate(
        start, end, normalised.text[start:end], candidate.senses[0].entity.name, why
    )
