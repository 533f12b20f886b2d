"""Two readers, one verdict: what the grammar's claim and the trained reading amount to together.

Agreement is what makes a claim firm in running prose. Nothing is dropped because the reader doesn't
see it: there such a claim is doubtful. The reader alone makes a claim only in kinds of text that
earned it. A doubtful claim keeps the stage that was read in `doubt`, and the ledger waits until
another source says so.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from pactwire.domain.extraction.claims.attributes.candidates import ClaimCandidate
from pactwire.domain.extraction.claims.drafting import ReadChange, draft_claim
from pactwire.domain.extraction.claims.tokens.context import ArticleContext, Member
from pactwire.domain.extraction.document import DENIALS, Document
from pactwire.domain.extraction.known import ReportedChange, contradict_change
from pactwire.domain.extraction.reader.candidates import PairCandidate, place_claim
from pactwire.domain.extraction.reader.marking import opens_with_year
from pactwire.domain.extraction.reader.network import Reading
from pactwire.domain.extraction.reader.reading import PairReading, Reader
from pactwire.domain.extraction.text_kind import TextKind, classify_text
from pactwire.domain.reference import ReferenceData
from pactwire_schemas.enrichment import FIRM_STAGES, Action, Doubt, ReadBy, Stage

ON_RECORD = FIRM_STAGES | {"rejected"}
"""Stages that say something of a membership as it is, so that the record can speak against it."""
SURE = 0.9
"""Of a change as news: from here agreement has a confidence of its own."""
LIKELY = 0.5
"""Of a change as news or history: from here the two are told apart."""
UNLIKELY = 0.1
"""Of a change as news or history: below, what the grammar alone calls firm is doubtful in short
texts too.

On held-back ones 4 of 17 such claims were right, and 43 of 66 above it.
"""
NEVER = 1.01
"""A probability that no reading reaches."""
PRESENT = re.compile(
    r"\bthis (?:week|month|year|spring|summer|autumn|fall|winter)\b"
    r"|\b(?:today|tomorrow|tonight|yesterday)\b",
    re.IGNORECASE,
)
"""Words of the day of a short text: what it tells is history only where that is likelier."""
RECALLED, DOUBTFUL, UNREAD, READER_UNSURE = "recalled", "doubtful", "unread", "reader, less sure"


class Thresholds(NamedTuple):
    """Probabilities from which the reader is believed, learnt for each kind of text."""

    agrees: float
    """That it tells of a change as news: it then confirms the grammar's claim."""
    recalls: float
    """That the change is history: the claim is then marked so."""
    stage: float
    """Of its stage, against another stage of the grammar's."""
    alone: float
    """That it tells of a change as news, and of its stage, where the grammar saw none: a claim."""
    alone_firm: float
    """The same where the change is approved or in effect."""
    alone_considered: float
    """The same where the change is only considered."""
    alone_doubtful: float
    """That it tells of a change as news, though less surely: a doubtful claim."""


class ReaderPolicy(NamedTuple):
    """How far the reader is believed, and how often each verdict was right, by kind of text."""

    thresholds: Mapping[TextKind, Thresholds]
    precision: Mapping[TextKind, Mapping[str, float]]

    @property
    def trusting_alone(self) -> frozenset[TextKind]:
        """The kinds of text in which a pair that the grammar has no claim of can become one."""
        return frozenset(
            kind
            for kind, one in self.thresholds.items()
            if min(one.alone, one.alone_firm, one.alone_considered, one.alone_doubtful) <= 1
        )


class InstalledReader(NamedTuple):
    """The trained reader of an installation, with how far it is believed."""

    reader: Reader
    policy: ReaderPolicy


class Verdict(NamedTuple):
    """What two readings of a pair amount to."""

    level: str
    """Its name in the table of precisions."""
    read_by: ReadBy
    stage: Stage
    why: str

    @property
    def recalled(self) -> bool:
        """Whether the change is history, and no news."""
        return self.level == RECALLED

    @property
    def doubt(self) -> Doubt | None:
        """The stage that was read and why it is doubtful; None where it isn't."""
        doubtful = self.level in {DOUBTFUL, READER_UNSURE}
        return Doubt(stage=self.stage, reason=self.why) if doubtful else None


def join_readings(
    claims: Iterable[ClaimCandidate],
    readings: Mapping[PairCandidate, PairReading],
    document: Document,
    reference: ReferenceData,
    policy: ReaderPolicy,
) -> Iterator[ClaimCandidate]:
    """The claims of both readers, each with its verdict; the grammar's first, in its order."""
    claims = tuple(claims)
    placed = [place_claim(claim) for claim in claims]
    crowded = find_crowded(claims, placed)
    for claim, place in zip(claims, placed, strict=True):
        kind = classify_text(document, claim.start)
        thresholds = policy.thresholds[kind]
        if place in crowded:
            thresholds = thresholds._replace(stage=NEVER)
        verdict = judge_claim(claim, readings.get(place), thresholds, kind)
        checked = check_record(verdict, claim, document, reference)
        yield apply_verdict(claim, checked, policy.precision[kind])
    for place, one in readings.items():
        kind = classify_text(document, place.start)
        judge = judge_denied if is_denied(place, document) else judge_alone
        found = judge(one.reading, policy.thresholds[kind])
        if found is not None and is_out_of_time(place, document):
            found = found._replace(level=READER_UNSURE)
        if found is not None and not is_covered(place, placed):
            draft = draft_reading(one, document, reference)
            checked = check_record(found, draft, document, reference)
            yield apply_verdict(draft, checked, policy.precision[kind])


def find_crowded(
    claims: Iterable[ClaimCandidate], placed: Iterable[PairCandidate]
) -> frozenset[PairCandidate]:
    """Where a pair has changes of two kinds: nobody knows whose the one stage is that was read."""
    actions: defaultdict[PairCandidate, set[Action]] = defaultdict(set)
    for claim, place in zip(claims, placed, strict=True):
        actions[place].add(claim.action)
    return frozenset(place for place, seen in actions.items() if len(seen) > 1)


def is_covered(place: PairCandidate, placed: Iterable[PairCandidate]) -> bool:
    """Whether the grammar has a claim of the pair, or any in the same sentence, which it knows."""
    return any(
        one.pair == place.pair or (one.start < place.end and place.start < one.end)
        for one in placed
    )


def is_denied(place: PairCandidate, document: Document) -> bool:
    """Whether the grammar saw a change there that the text says did not come about."""
    return any(
        one.why in DENIALS and place.start <= one.start < place.end for one in document.rejected
    )


def is_out_of_time(place: PairCandidate, document: Document) -> bool:
    """Whether it is a line of a chronicle that has no date to tell news from history by."""
    return document.published_at is None and opens_with_year(document.text[place.start : place.end])


def check_record(
    verdict: Verdict, claim: ClaimCandidate, document: Document, reference: ReferenceData
) -> Verdict:
    """The verdict, doubtful where known memberships speak against a firm claim."""
    if verdict.recalled or verdict.stage not in ON_RECORD:
        return verdict
    on = document.published_at.date() if document.published_at else None
    parties = claim.organisation.entity_id, claim.member.entity_id
    reported = ReportedChange(*parties, claim.action, verdict.stage)
    against = contradict_change(reference, reported, on)
    return verdict._replace(level=DOUBTFUL, why=against) if against else verdict


def judge_claim(
    claim: ClaimCandidate, read: PairReading | None, thresholds: Thresholds, kind: TextKind
) -> Verdict:
    """The verdict on a claim of the grammar."""
    if claim.background:
        return Verdict(RECALLED, "rule", claim.stage, "the grammar calls it history")
    if read is None:
        unread = judge_unread(claim.stage, kind, "no second reader read it")
        return unread if unread.doubt else unread._replace(level=UNREAD)
    reading = read.reading
    if may_be_history(read, thresholds, kind):
        return judge_history(claim.stage, reading)
    if reading.news < thresholds.agrees or reading.action != claim.action:
        seen = reading.action if reading.news >= thresholds.agrees else "no change"
        why = f"the reader sees {seen} ({reading.news:g})"
        return judge_unread(claim.stage, kind, why, unlikely=reading.change < UNLIKELY)
    return judge_agreement(claim.stage, reading, thresholds, kind)


def may_be_history(read: PairReading, thresholds: Thresholds, kind: TextKind) -> bool:
    """Whether the reader takes a change for one of the past, or does not rule it out."""
    if read.reading.change < LIKELY:
        return False
    of_today = kind != "prose" and PRESENT.search(read.marked)
    return read.reading.recalled >= (LIKELY if of_today else thresholds.recalls)


def judge_history(stage: Stage, reading: Reading) -> Verdict:
    """A claim that may be of the past: history where that is likelier than news, else doubtful."""
    if reading.recalled >= LIKELY:
        return Verdict(
            RECALLED, "both", stage, f"the reader calls it history ({reading.recalled:g})"
        )
    return Verdict(DOUBTFUL, "both", stage, f"it may be history ({reading.recalled:g})")


def judge_unread(stage: Stage, kind: TextKind, why: str, *, unlikely: bool = False) -> Verdict:
    """A claim of the grammar alone: doubtful in running prose, and where it is unlikely."""
    if stage not in FIRM_STAGES or (kind != "prose" and not unlikely):
        return Verdict("rule", "rule", stage, why)
    return Verdict(DOUBTFUL, "rule", stage, why)


def judge_agreement(
    stage: Stage, reading: Reading, thresholds: Thresholds, kind: TextKind
) -> Verdict:
    """Both tell of the change as news: the grammar's stage, or the reader's where it is sure.

    What the reader takes for undecided is never firm in running prose.
    """
    why = f"both readers say so ({reading.news:g})"
    if reading.stage == stage:
        level = "both" if reading.news >= SURE else "both, less sure"
        return Verdict(level, "both", stage, why)
    if reading.certain_stage >= thresholds.stage:
        why += f", the reader is sure of {reading.stage} ({reading.certain_stage:g})"
        return Verdict("stage of the reader", "both", reading.stage, why)
    why += f", the reader would rather say {reading.stage} ({reading.certain_stage:g})"
    if kind == "prose" and stage in FIRM_STAGES and not reading.firm:
        return Verdict(DOUBTFUL, "both", stage, why)
    return Verdict("stage in dispute", "both", stage, why)


def judge_alone(reading: Reading, thresholds: Thresholds) -> Verdict | None:
    """The verdict on a pair that the grammar had no claim of; None where it is hardly likely.

    It has to be surer of a change that is firm, and of a mere wish, which is worth least. Less sure
    it is doubtful, and waits for another source.
    """
    if reading.firm:
        needed = thresholds.alone_firm
    elif reading.stage == "considered":
        needed = thresholds.alone_considered
    else:
        needed = thresholds.alone
    sure = min(reading.news, reading.certain_stage) >= needed
    if not sure and reading.news < thresholds.alone_doubtful:
        return None
    why = f"the reader alone says so ({reading.news:g}, stage {reading.certain_stage:g})"
    return Verdict("reader" if sure else READER_UNSURE, "reader", reading.stage, why)


def judge_denied(reading: Reading, thresholds: Thresholds) -> Verdict | None:
    """The verdict on a pair whose change the grammar saw denied: the reader has to see that too."""
    sure = reading.news >= thresholds.agrees and reading.certain_stage >= thresholds.stage
    if reading.stage != "rejected" or not sure:
        return None
    why = f"denied, and the reader sees it refused ({reading.news:g})"
    return Verdict("stage of the reader", "both", "rejected", why)


def apply_verdict(
    claim: ClaimCandidate, verdict: Verdict, precision: Mapping[str, float]
) -> ClaimCandidate:
    """The claim as the verdict has it."""
    known = precision.get(verdict.level)
    return replace(
        claim,
        stage="considered" if verdict.doubt else verdict.stage,
        background=verdict.recalled,
        doubt=verdict.doubt,
        read_by=verdict.read_by,
        confidence=claim.confidence if known is None else known,
        parts=claim.parts if known is None else {verdict.level: known},
        level=verdict.level,
        why=(*claim.why, verdict.why),
    )


def draft_reading(
    read: PairReading, document: Document, reference: ReferenceData
) -> ClaimCandidate:
    """A claim that only the reader saw, with the details the grammar finds in its sentence."""
    candidate, reading = read.candidate, read.reading
    change = ReadChange(
        name_party(candidate.organisation, reference),
        name_party(candidate.member, reference),
        reading.action,
        reading.stage,
        candidate.start,
        candidate.end,
    )
    return draft_claim(change, ArticleContext(document, reference))


def name_party(entity_id: str, reference: ReferenceData) -> Member:
    """A party with its name and code."""
    entity = reference.entities[entity_id]
    return Member(entity.id, entity.name, entity.iso2)


def judge_unaided(
    claims: Iterable[ClaimCandidate], document: Document, reference: ReferenceData
) -> Iterator[ClaimCandidate]:
    """The grammar's claims where no reader is installed: nothing in running prose is firm."""
    for claim in claims:
        verdict = judge_unread(
            claim.stage, classify_text(document, claim.start), "no second reader is installed"
        )
        checked = check_record(verdict, claim, document, reference)
        if claim.background or not checked.doubt:
            yield claim
        else:
            yield replace(claim, stage="considered", doubt=checked.doubt)
