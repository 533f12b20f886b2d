"""States of being out: "is out of the union", "is no longer a member of", "ceases to be"."""

from pactwire.domain.membership.becoming import member_noun
from pactwire.domain.membership.frames import Frame, Reading
from pactwire.domain.membership.nouns import BodyPhrase, Party
from pactwire.domain.membership.objects import bodies_from
from pactwire.domain.membership.resolving import members_of
from pactwire.domain.membership.stages import compose
from pactwire_schemas.enrichment import Stage


def outsiders(reading: Reading, index: int) -> None:
    """Dispatch on "out of", "no longer", "cease"."""
    token = reading.tokens[index]
    if token.low == "out of":
        out_of(reading, index)
    elif token.lemma == "cease":
        if reading.low(index + 1) == "to":
            no_member(reading, index, index + 3)
    elif reading.tokens[index - 1].has("BE"):
        no_member(reading, index - 1, index + 1)


def out_of(reading: Reading, index: int) -> None:
    """As in "is out of the union", "wants out of the treaty"."""
    before = index - 1
    while before > 0 and reading.tokens[before].has("ADV", "DET"):
        before -= 1
    verb = reading.tokens[before]
    party = reading.phrases.party_at.get(before)
    if party is not None and not party.first and not party.possessive:
        bodies, last = bodies_from(reading, index + 1)
        tell(reading, index, bodies, last, "effective")
    elif verb.has("BE") or verb.lemma in {"want", "vote", "stay", "remain"}:
        bodies, last = bodies_from(reading, index + 1)
        tell(reading, before, bodies, last, "considered" if verb.lemma == "want" else "effective")


def no_member(reading: Reading, verb: int, start: int) -> None:
    """As in "... a member of the union", "... part of the treaty" after the end is told."""
    part = start + 1 if reading.low(start) == "a" else start
    if reading.low(part) in {"part of", "in"}:
        bodies, last = bodies_from(reading, part + 1)
        tell(reading, verb, bodies, last, "effective")
        return
    found = member_noun(reading, start)
    if found is not None:
        tell(reading, verb, found[1], found[2], "effective")


def tell(reading: Reading, verb: int, bodies: list[BodyPhrase], last: int, base: Stage) -> None:
    """The subject is out of a body."""
    if not bodies:
        return
    ascent = reading.climb(verb)
    outcome = compose(base, ascent)
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
