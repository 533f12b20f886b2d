"""From a verb with its body to a frame: climb to the subject, compose the stage, keep or drop."""

from pactwire.domain.membership.ascent import Ascent
from pactwire.domain.membership.context import Member
from pactwire.domain.membership.fitness import unfit_subject
from pactwire.domain.membership.frames import Frame, Reading
from pactwire.domain.membership.nouns import BodyPhrase, Party
from pactwire.domain.membership.objects import (
    after_verb,
)
from pactwire.domain.membership.resolving import members_of, subject_members
from pactwire.domain.membership.stages import compose
from pactwire.domain.membership.verbs import REJOINING
from pactwire.domain.membership.world import Body
from pactwire_schemas.enrichment import Action, Stage


def told(
    reading: Reading, index: int, last: int, action: Action, bodies: list[BodyPhrase], base: Stage
) -> None:
    """A verb with its body: climb to the subject and compose the stage."""
    ascent = reading.climb(index)
    rule = f"{action}:verb"
    if any(phrase.generic for phrase in bodies):
        rule += ":generic"
    tell(reading, index, last, action, tuple(phrase.body for phrase in bodies), base, ascent, rule)


def tell(
    reading: Reading,
    index: int,
    last: int,
    action: Action,
    bodies: tuple[Body, ...],
    base: Stage,
    ascent: Ascent,
    rule: str,
) -> None:
    """Add the frame when somebody fit is its subject."""
    members = subject_members(reading, ascent, index)
    extra, ascent = companions(reading, ascent)
    if ascent.operators and ascent.operators[0].labels & {"TAIL"} and ascent.form == "infinitive":
        ascent.operators = ascent.operators + after_verb(reading, last)
    outcome = compose(base, ascent)
    why = unfit_subject(reading, index, ascent, bodies, outcome)
    members = tuple(dict.fromkeys((*members, *extra)))
    members = tuple(
        member for member in members if all(member.entity_id != body.entity_id for body in bodies)
    )
    if why or not members or outcome.stage is None:
        reading.drop(
            index, why or (outcome.why[-1] if outcome.stage is None else "nobody to be the member")
        )
        return
    ascent_start = min(ascent.top, index)
    frame = Frame(action, members, bodies, outcome, ascent_start, last, rule)
    frame.weak = ascent.participle
    frame.certain = isinstance(ascent.subject, Party) and bool(ascent.subject.members)
    if reading.tokens[index].lemma in REJOINING:
        frame.rule += ":again"
    frame.reported = ascent.linked != "group"
    reading.keep(frame, index)


def companions(reading: Reading, ascent: Ascent) -> tuple[tuple[Member, ...], Ascent]:
    """As in "will join A and B in leaving C": the joiner leaves as well, and its verb sets the stage."""
    subject = ascent.subject
    if not isinstance(subject, Party) or subject.first == 0:
        return (), ascent
    before = subject.first - 1
    while before > 0 and reading.tokens[before].has("DET"):
        before -= 1
    verb = reading.tokens[before]
    if verb.has("JOIN") and reading.low(subject.last + 1) == "in":
        outer = reading.climb(before)
        return members_of(reading, outer.subject), outer
    return (), ascent
