"""Names inside longer names: which of them count too, and what is said about the others."""

from pactwire.domain.extraction.document import Dropped
from pactwire.domain.extraction.entities.decision import Choice
from pactwire.domain.extraction.entities.scan import Candidate, longest
from pactwire.domain.text.normalise import View

Decided = tuple[Candidate, Choice]
Lost = list[tuple[Candidate, Candidate]]
"""Pairs: the shorter name, and the longer one that won."""

DESCRIBING = ("led ", "based ", "backed ")
BODIES = frozenset({"organisation", "coalition", "armed_group"})


def freed(choices: list[Decided], lost: Lost, plain: str) -> list[Candidate]:
    """Shorter names that count although a longer one won.

    The country of "US-led coalition" is one beside the coalition; and where a longer name turned
    out to be no body of ours, the names inside it are looked at again.
    """
    if not lost:
        return []
    refused = {
        place_of(candidate)
        for candidate, choice in choices
        if choice.sense is None and candidate.senses[0].entity.kind in BODIES
    }
    inside = [
        loser
        for loser, winner in lost
        if place_of(winner) in refused or _heads(loser, winner, plain)
    ]
    return longest(sorted(inside, key=_by_end))[0] if inside else []


def place_of(candidate: Candidate) -> tuple[int, int]:
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


def left_out(choices: list[Decided], lost: Lost, seen: View) -> tuple[Dropped, ...]:
    """Every candidate that is no mention, and why."""
    told = {place_of(candidate) for candidate, _ in choices}
    inside = [
        _dropped(loser, seen, f"inside {seen.plain[winner.start : winner.end]}")
        for loser, winner in lost
        if place_of(loser) not in told
    ]
    refused = [
        _dropped(candidate, seen, choice.why) for candidate, choice in choices if not choice.sense
    ]
    return tuple(sorted(inside + refused))


def _dropped(candidate: Candidate, seen: View, why: str) -> Dropped:
    start, end = seen.span(candidate.start, candidate.end)
    return Dropped(start, end, seen.text[start:end], candidate.senses[0].entity.name, why)
