"""Elections to an organ and votes that fail: who wins a seat, who is beaten, who falls short."""

from dataclasses import dataclass

from pactwire.domain.extraction.claims.chunks.nouns import BodyPhrase, Party
from pactwire.domain.extraction.claims.clauses.coreference import members_of, others_than
from pactwire.domain.extraction.claims.clauses.frame import Frame, Reading
from pactwire.domain.extraction.claims.clauses.objects import bodies_from, direct_party
from pactwire.domain.extraction.claims.lexicon.word_list import listed
from pactwire.domain.extraction.claims.rules.copulas import member_noun
from pactwire.domain.extraction.claims.scope.factuality import compose
from pactwire.domain.extraction.claims.scope.governors import Ascent, form_of
from pactwire_schemas.enrichment import Stage

CHAIRS = listed("seat seats chair chairs place places spot spots berth")
FALLING = listed("fall come finish end be")
GETTING_IN = listed("enter join get-into admission entry membership join rejoin")


@dataclass(frozen=True, slots=True)
class Poll:
    """The bodies a vote is about, what governs its verb, and the last token of the phrase."""

    bodies: list[BodyPhrase]
    ascent: Ascent
    last: int


def contested(reading: Reading, index: int) -> None:
    """As in "A beat B to a seat on the council", "B is beaten to a chair by A"."""
    chair = chair_after(reading, index + 1)
    if chair is None:
        return
    bodies, last = bodies_from(reading, chair + 2)
    if not bodies or bodies[0].body.kind != "organ":
        return
    ascent = reading.climb(index)
    passive = form_of(reading.tokens, index) == "passive"
    rival = behind_by(reading, index + 1, last + 1) if passive else direct_party(reading, index + 1)
    winner, loser = (rival, ascent.subject) if passive else (ascent.subject, rival)
    poll = Poll(bodies, ascent, last)
    if isinstance(winner, Party):
        told(reading, index, winner, poll, "approved")
    if isinstance(loser, Party):
        told(reading, index, loser, poll, "rejected")


def chair_after(reading: Reading, start: int) -> int | None:
    """As in "... to a seat on", "... to one of two chairs in"."""
    to = False
    for at in range(start, min(start + 12, len(reading.tokens))):
        low = reading.low(at)
        to = to or low in {"to", "for"}
        if to and low in CHAIRS:
            return at if reading.low(at + 1) in {"on", "in", "at"} else None
        if low in {";", ":", ","}:
            return None
    return None


def behind_by(reading: Reading, start: int, end: int) -> Party | None:
    """The party behind "by", before the seat or after the body."""
    for at in range(start, min(end + 3, len(reading.tokens))):
        if reading.low(at) == "by":
            for step in range(at + 1, min(at + 4, len(reading.tokens))):
                if (party := reading.phrases.party_at.get(step)) is not None:
                    return None if party.possessive else party
    return None


def told(reading: Reading, index: int, party: Party, poll: Poll, stage: Stage) -> None:
    """Keep what a vote means for one of its rivals."""
    outcome = compose(stage, poll.ascent)
    found = tuple(phrase.body for phrase in poll.bodies)
    members = others_than(found, members_of(reading, party))
    if members and outcome.stage is not None and party.kind in {"state", "seat", "generic"}:
        first = min(poll.ascent.top, index)
        frame = Frame("join", members, found, outcome, first, poll.last, "join:contest")
        reading.keep(frame, index)


def fallen_short(reading: Reading, index: int) -> None:
    """As in "falls three votes short of the majority it needs to enter the organisation"."""
    verb = next(
        (
            back
            for back in range(index - 1, max(-1, index - 7), -1)
            if reading.tokens[back].lemma in FALLING or reading.tokens[back].has("BE")
        ),
        None,
    )
    if verb is None:
        return
    bodies, last = aimed_at(reading, index + 1)
    ascent = reading.climb(verb)
    if not bodies or not isinstance(ascent.subject, Party) or ascent.subject.possessive:
        return
    told(reading, index, ascent.subject, Poll(bodies, ascent, last), "rejected")


def aimed_at(reading: Reading, start: int) -> tuple[list[BodyPhrase], int]:
    """The body behind "entering", "membership of", "a seat on"."""
    for at in range(start, min(start + 16, len(reading.tokens))):
        token = reading.tokens[at]
        if token.low in {";", ":"}:
            break
        if token.low in CHAIRS or token.has("N_JOIN"):
            return bodies_from(reading, at + 2)
        if token.has("JOIN") and token.has("VERB"):
            return bodies_from(reading, at + 1)
        if token.has("MEMBER") or token.low == "becoming":
            found = member_noun(reading, at)
            return (found[1], found[2]) if found is not None else ([], start)
    return [], start
