"""Builds claim candidates from clause frames: evidence, numbers, dates, speaker, confidence."""

from dataclasses import dataclass, field, replace
from itertools import islice, product
from math import prod

from pactwire.domain.extraction.claims.attributes.attribution import find_speaker, is_quoted
from pactwire.domain.extraction.claims.attributes.slot_assignment import assign_slots
from pactwire.domain.extraction.claims.clauses.frame import ClauseFrame, SentenceAnalysis
from pactwire.domain.extraction.claims.tokens.context import Member
from pactwire_schemas.enrichment import Action, DatedFact, Doubt, ReadBy, Speaker, Stage

MAX_PAIRS = 200
"""Bodies times members of one change; no sentence has service for more of either than eighty."""
CERTAIN_RULES = {
    "decision": 0.98,
    "become": 0.98,
    "verb": 0.97,
    "plea": 0.96,
    "noun": 0.95,
    "causative": 0.94,
    "elliptic": 0.75,
}
OTHER_RULES = 0.96
RESOLVED = 0.93
CERTAIN_STAGES: dict[Stage, float] = {
    "effective": 0.985,
    "applied": 0.975,
    "approved": 0.955,
    "considered": 0.94,
    "rejected": 0.935,
}
"""The parts of a confidence: how often claims of a rule, of a party that had to be resolved, and of
a stage were right in body, member, action and stage on the held-back labelled cases of
`tests/quality` (829 claims, counted and not read; rare ones drawn towards the middle). Those cases
are harder than a plain stream of news."""


@dataclass(frozen=True, slots=True)
class ClaimCandidate:
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
    read_by: ReadBy = "rule"
    doubt: Doubt | None = None
    level: str = ""
    """The verdict of both readers, by its name in the table of precisions."""


def build_candidates(analysis: SentenceAnalysis) -> list[ClaimCandidate]:
    """One candidate for each body, member and action of a sentence's frames."""
    found: list[ClaimCandidate] = []
    for frame in analysis.frames:
        if not is_superseded(frame, analysis.frames):
            found.extend(build_frame_candidates(analysis, frame))
    return found


def build_frame_candidates(analysis: SentenceAnalysis, frame: ClauseFrame) -> list[ClaimCandidate]:
    """The candidates of one frame: all alike but for body and member."""
    bodies = [Member(body.entity_id, body.name, None) for body in frame.bodies]
    first = build_candidate(analysis, frame, bodies[0], frame.members[0])
    return [
        replace(first, organisation=body, member=member)
        for body, member in islice(product(bodies, frame.members), MAX_PAIRS)
    ]


def is_superseded(frame: ClauseFrame, frames: list[ClauseFrame]) -> bool:
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


def build_candidate(
    analysis: SentenceAnalysis, frame: ClauseFrame, organisation: Member, member: Member
) -> ClaimCandidate:
    """One claim candidate."""
    numbers = assign_slots(analysis, frame)
    first, last = analysis.tokens[frame.first], analysis.tokens[frame.last]
    start, end = find_evidence(analysis, first.start, last.end)
    parts = compute_confidence_parts(frame)
    return ClaimCandidate(
        organisation=organisation,
        member=member,
        action=frame.action,
        stage=frame.factuality.stage or "considered",
        background=frame.factuality.background,
        start=start,
        end=end,
        rule=frame.rule,
        confidence=round(prod(parts.values()), 3),
        parts=parts,
        ordinal=numbers.ordinal,
        member_count=numbers.member_count,
        announced_on=numbers.announced_on,
        effective_on=numbers.effective_on,
        speaker=find_speaker(analysis, frame),
        quoted=is_quoted(analysis, frame),
        headline=analysis.sentence.headline,
        weak=frame.weak,
        why=tuple(frame.factuality.why),
    )


def compute_confidence_parts(frame: ClauseFrame) -> dict[str, float]:
    """How sure the rule, the parties and the stage are, each by itself."""
    return {
        "rule": CERTAIN_RULES.get(frame.rule.partition(":")[2], OTHER_RULES),
        "parties": 1.0 if frame.certain else RESOLVED,
        "stage": CERTAIN_STAGES[frame.factuality.stage or "considered"],
    }


def find_evidence(analysis: SentenceAnalysis, start: int, end: int) -> tuple[int, int]:
    """The clause the claim was read from; the whole sentence when it's short."""
    sentence = analysis.sentence
    if sentence.end - sentence.start <= 300:
        return sentence.start, sentence.end
    return start, end


def fill_gaps(best: ClaimCandidate, other: ClaimCandidate) -> ClaimCandidate:
    """The better candidate, its empty attributes filled from the other one."""
    return replace(
        best,
        ordinal=best.ordinal or other.ordinal,
        member_count=best.member_count or other.member_count,
        announced_on=best.announced_on or other.announced_on,
        effective_on=best.effective_on or other.effective_on,
        speaker=best.speaker or other.speaker,
        quoted=best.quoted or other.quoted,
    )
