"""From frames to claim drafts: evidence, numbers, dates, speaker and confidence."""

from dataclasses import dataclass, field, replace

from pactwire.domain.membership.context import Member
from pactwire.domain.membership.frames import Frame, Reading
from pactwire.domain.membership.quantities import Quantities, quantities
from pactwire.domain.membership.speakers import is_quoted, speaker_of
from pactwire_schemas.enrichment import Action, DatedFact, Speaker, Stage

CERTAIN_RULES = {"verb": 0.95, "decision": 0.95, "become": 0.97, "noun": 0.85, "causative": 0.92}


@dataclass(frozen=True, slots=True)
class ClaimDraft:
    """A claim before it gets its article and ids; offsets are the document's."""

    organisation: Member
    member: Member
    action: Action
    stage: Stage
    background: bool
    start: int
    end: int
    rule: str
    confidence: float
    parts: dict[str, float] = field(default_factory=dict)
    ordinal: int | None = None
    member_count: int | None = None
    announced_on: DatedFact | None = None
    effective_on: DatedFact | None = None
    speaker: Speaker | None = None
    quoted: bool = False
    headline: bool = False
    weak: bool = False
    why: tuple[str, ...] = ()


def drafts(reading: Reading) -> list[ClaimDraft]:
    """One draft for each body, member and action of a sentence's frames."""
    frames = [frame for frame in reading.frames if not superseded(frame, reading.frames)]
    found = []
    for frame in frames:
        numbers = quantities(reading, frame)
        for body in frame.bodies:
            for member in frame.members:
                found.append(
                    draft(reading, frame, Member(body.entity_id, body.name, None), member, numbers)
                )
    return found


def superseded(frame: Frame, frames: list[Frame]) -> bool:
    """A participle adds to the main clause, it doesn't speak for itself."""
    if not frame.weak:
        return False
    return any(
        other is not frame
        and not other.weak
        and other.action == frame.action
        and set(other.members) & set(frame.members)
        and {body.entity_id for body in other.bodies} & {body.entity_id for body in frame.bodies}
        for other in frames
    )


def draft(
    reading: Reading, frame: Frame, organisation: Member, member: Member, numbers: Quantities
) -> ClaimDraft:
    """One claim draft."""
    first, last = reading.tokens[frame.first], reading.tokens[frame.last]
    start, end = evidence(reading, first.start, last.end)
    parts = {
        "rule": CERTAIN_RULES.get(frame.rule.split(":")[1], 0.8),
        "parties": 1.0 if frame.certain else 0.85,
        "stage": 0.98 if not frame.outcome.why else 0.92,
    }
    confidence = 1.0
    for value in parts.values():
        confidence *= value
    stage = frame.outcome.stage or "considered"
    return ClaimDraft(
        organisation,
        member,
        frame.action,
        stage,
        frame.outcome.background,
        start,
        end,
        frame.rule,
        round(confidence, 3),
        parts,
        numbers.ordinal,
        numbers.member_count,
        numbers.announced_on,
        numbers.effective_on,
        speaker_of(reading, frame),
        is_quoted(reading, frame),
        reading.sentence.headline,
        frame.weak,
        tuple(frame.outcome.why),
    )


def evidence(reading: Reading, start: int, end: int) -> tuple[int, int]:
    """The clause the claim was read from; the whole sentence when it's short."""
    sentence = reading.sentence
    if sentence.end - sentence.start <= 300:
        return sentence.start, sentence.end
    return start, end


def with_more(best: ClaimDraft, other: ClaimDraft) -> ClaimDraft:
    """The better draft, with what only the other one knows."""
    return replace(
        best,
        ordinal=best.ordinal or other.ordinal,
        member_count=best.member_count or other.member_count,
        announced_on=best.announced_on or other.announced_on,
        effective_on=best.effective_on or other.effective_on,
        speaker=best.speaker or other.speaker,
        quoted=best.quoted or other.quoted,
    )
