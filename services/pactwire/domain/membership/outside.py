"""States of being out: "is out of the union", "is no longer a member of", "ceases to be a party to"."""

from pactwire.domain.membership.becoming import member_noun
from pactwire.domain.membership.frames import Frame, Reading
from pactwire.domain.membership.nouns import BodyPhrase, Party
from pactwire.domain.membership.objects import bodies_from
from pactwire.domain.membership.resolving import members_of
from pactwire.domain.membership.stages import compose


def outsiders(reading: Reading, index: int) -> None:
    """Dispatch on "out of", "no longer", "cease"."""
    token = reading.tokens[index]
    if token.low == "out of":
        before = index - 1
        while before > 0 and reading.tokens[before].has("ADV", "DET"):
            before -= 1
        verb = reading.tokens[before]
        if verb.has("BE") or verb.lemma in {"want", "vote", "stay", "remain"}:
            bodies, last = bodies_from(reading, index + 1)
            tell(reading, before, bodies, last, "considered" if verb.lemma == "want" else "")
        return
    start = index + 1
    if token.lemma == "cease":
        if reading.low(start) != "to":
            return
        start += 2
    elif not reading.tokens[index - 1].has("BE"):
        return
    part = start + 1 if reading.low(start) == "a" else start
    if reading.low(part) in {"part of", "in"}:
        bodies, last = bodies_from(reading, part + 1)
        tell(reading, index - 1, bodies, last, "")
        return
    found = member_noun(reading, start)
    if found is not None:
        tell(reading, index if token.lemma == "cease" else index - 1, found[1], found[2], "")


def tell(reading: Reading, verb: int, bodies: list[BodyPhrase], last: int, stage: str) -> None:
    """The subject is out of a body."""
    if not bodies:
        return
    ascent = reading.climb(verb)
    outcome = compose("considered" if stage else "effective", ascent)
    subject = ascent.subject
    if (
        not isinstance(subject, Party)
        or outcome.stage is None
        or subject.kind in {"leader", "people"}
    ):
        return
    members = members_of(reading, subject)
    if members:
        found = tuple(phrase.body for phrase in bodies)
        reading.keep(
            Frame("leave", members, found, outcome, min(ascent.top, verb), last, "leave:outside"),
            verb,
        )
