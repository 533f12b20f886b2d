"""From a verb with its body to a frame: climb to the subject, compose the stage, keep or drop."""

from dataclasses import dataclass

from pactwire.domain.extraction.claims.chunks.nouns import Party
from pactwire.domain.extraction.claims.clauses.coreference import (
    members_of,
    others_than,
    subject_members,
)
from pactwire.domain.extraction.claims.clauses.frame import Frame, Reading
from pactwire.domain.extraction.claims.clauses.predicate_after import after_verb
from pactwire.domain.extraction.claims.lexicon.verbs import REJOINING
from pactwire.domain.extraction.claims.rules.constraints import unfit_subject
from pactwire.domain.extraction.claims.rules.operator_senses import turn
from pactwire.domain.extraction.claims.scope.factuality import compose
from pactwire.domain.extraction.claims.scope.factuality_value import Outcome
from pactwire.domain.extraction.claims.scope.governors import Ascent, Operator
from pactwire.domain.extraction.claims.tokens.context import Member
from pactwire.domain.extraction.claims.tokens.protocols import Body
from pactwire_schemas.enrichment import Action, Stage

DUE = frozenset({"needs", "has to", "have to", "wants", "plans", "required", "obliged"})


@dataclass(frozen=True, slots=True)
class Change:
    """What a predicate says by itself: the action, the bodies, how far it goes."""

    action: Action
    bodies: tuple[Body, ...]
    base: Stage
    last: int
    rule: str


def told(reading: Reading, index: int, change: Change) -> None:
    """A verb with its body: climb to the subject and compose the stage."""
    tell(reading, index, change, reading.climb(index))


def tell(reading: Reading, index: int, change: Change, ascent: Ascent) -> None:
    """Add the frame when somebody fit is its subject."""
    members = subject_members(reading, ascent, index)
    members, ascent = companions(reading, members, ascent)
    outcome = outcome_of(reading, index, change, ascent)
    bodies = change.bodies
    why = "only compared with a change" if compared(reading, ascent) else ""
    why = why or unfit_subject(reading, index, ascent, bodies, outcome)
    members = others_than(bodies, members)
    if outcome.stage is None:
        why = why or outcome.why[-1]
    if why or not members:
        reading.drop(index, why or "nobody to be the member")
        return
    first = min(ascent.top, index)
    frame = Frame(change.action, members, bodies, outcome, first, change.last, change.rule)
    frame.weak = ascent.participle
    frame.certain = isinstance(ascent.subject, Party) and bool(ascent.subject.members)
    if reading.tokens[index].lemma in REJOINING:
        frame.rule += ":again"
    reading.keep(frame, index)


def outcome_of(reading: Reading, index: int, change: Change, ascent: Ascent) -> Outcome:
    """The stage of a change under all that governs it."""
    if ascent.operators and "TAIL" in ascent.operators[0].labels and ascent.form == "infinitive":
        ascent.operators = ascent.operators + after_verb(reading, change.last)
    if ascent.form == "gerund" and index == 0:
        ascent.operators = ascent.operators + verdicts(reading, change.last)
    turn(reading, ascent)
    outcome = compose(change.base, ascent)
    if outcome.stage in FIRM and only_spoken_of(reading, index, change, ascent):
        outcome.to("considered", "spoken of as a thing")
    if outcome.stage == "approved" and only_promised(reading, ascent):
        outcome.to("considered", "promised by somebody out of office")
    if still_to_come(reading, ascent):
        outcome = Outcome("considered", why=["before it, something else is due"])
    return outcome


FIRM = frozenset({"effective", "approved"})
CHALLENGERS = frozenset({"candidate", "opposition", "hopeful", "challenger", "frontrunner"})


def only_promised(reading: Reading, ascent: Ascent) -> bool:
    """As in "the candidate says she would take X out": who speaks doesn't govern."""
    would = any("WOULD" in operator.labels for operator in ascent.operators)
    before = reading.tokens[: max(0, ascent.top)]
    return would and any(token.low in CHALLENGERS for token in before)


MODALS = frozenset({"can", "could", "may", "might", "must", "should"})


def only_spoken_of(reading: Reading, index: int, change: Change, ascent: Ascent) -> bool:
    """As in "joining the pact is its goal", "looks unkindly on X joining": nothing happens."""
    if reading.low(index - 1) == "about":
        return True
    if ascent.form != "gerund":
        return False
    after = reading.token(change.last + 1)
    is_subject = after is not None and (after.has("BE", "WOULD") or after.low in MODALS)
    subject = ascent.subject
    before = subject.first if isinstance(subject, Party) else index
    governed = isinstance(subject, Party) and subject.last == index - 1 and not ascent.operators
    return is_subject or (
        governed and reading.low(before - 1) in {"on", "about", "against", "over"}
    )


def compared(reading: Reading, ascent: Ascent) -> bool:
    """As in "like Argentina joining the bloc"."""
    first = ascent.subject.first if isinstance(ascent.subject, Party) else 0
    return ascent.form == "gerund" and reading.low(first - 1) == "like"


def verdicts(reading: Reading, last: int) -> list[Operator]:
    """As in "Joining the bloc is out of the question"."""
    return [op for op in after_verb(reading, last) if op.labels & {"REJECT", "BLOCK"}]


def still_to_come(reading: Reading, ascent: Ascent) -> bool:
    """As in "must ask its voters before leaving": the change waits for something."""
    if ascent.subordinate not in {"before", "prior to"} or ascent.form != "gerund":
        return False
    main = reading.tokens[max(0, ascent.top) : max(op.index for op in ascent.operators)]
    return any(token.has("COND", "FUT") or token.low in DUE for token in main)


def companions(
    reading: Reading, members: tuple[Member, ...], ascent: Ascent
) -> tuple[tuple[Member, ...], Ascent]:
    """As in "will join A and B in leaving C": the joiner leaves too; its verb sets the stage.

    Who follows A in leaving finds A gone.
    """
    subject = ascent.subject
    if not isinstance(subject, Party) or subject.first == 0:
        return members, ascent
    before = subject.first - 1
    while before > 0 and reading.tokens[before].has("DET"):
        before -= 1
    verb = reading.tokens[before]
    if reading.low(subject.last + 1) != "in" or not (verb.has("JOIN") or verb.lemma == "follow"):
        return members, ascent
    outer = reading.climb(before)
    others = members_of(reading, outer.subject)
    return (others if verb.lemma == "follow" else (*members, *others)), outer
