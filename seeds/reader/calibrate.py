"""How far the reader is believed: thresholds and precisions, learnt on held-back texts.

Nothing here was trained on. A claim is right when body, member, action and stage are; history told
as news is wrong. Small counts are drawn towards the middle.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple, get_args

from labelled_pairs import Change, LabelledText, resolve_names

from pactwire.domain.extraction.claims.attributes.candidates import ClaimCandidate
from pactwire.domain.extraction.claims.extractor import find_claims
from pactwire.domain.extraction.document import Document
from pactwire.domain.extraction.entities import TextInput, tag_text
from pactwire.domain.extraction.reader.candidates import PairCandidate
from pactwire.domain.extraction.reader.reading import PairReading, Reader, read_pairs
from pactwire.domain.extraction.text_kind import TextKind, classify_text
from pactwire.domain.extraction.verdict import NEVER, ReaderPolicy, Thresholds, join_readings
from pactwire.domain.reference import ReferenceData
from pactwire_schemas.enrichment import FIRM_STAGES

FEW = 6
"""So many imagined claims, half of them right, are added to each count."""
CAUTION: dict[TextKind, float] = {"heading": 1.0, "item": 1.0, "prose": 0.25}
"""How much finding counts beside being right, as the square of F-beta's beta."""
GRID = {
    "agrees": (0.5, 0.6, 0.7),
    "recalls": (0.3, 0.4, 0.5),
    "stage": (0.7, 0.8, 0.9),
}
"""What is tried."""
START = Thresholds(
    agrees=0.5, recalls=0.5, stage=0.8,
    alone=NEVER, alone_firm=NEVER, alone_considered=NEVER, alone_doubtful=NEVER,
)  # fmt: skip
BOUNDS: dict[TextKind, dict[str, float]] = {
    "heading": {
        "agrees": 0.5, "recalls": 0.3, "stage": 0.7,
        "alone": 0.85, "alone_firm": 0.9, "alone_considered": 1.0, "alone_doubtful": 0.8,
    },
    "item": {
        "agrees": 0.5, "recalls": 0.2, "stage": 0.7,
        "alone": 0.8, "alone_firm": 0.9, "alone_considered": 0.75, "alone_doubtful": 0.96,
    },
    "prose": {"agrees": 0.9, "recalls": 0.15, "stage": 0.6},
}  # fmt: skip
"""What isn't learnt anew each time: found on held-back texts, beside the floors of their sets.

In short texts the grammar's stage is right more often. Alone the reader is believed there only, of
a firm change or a mere wish where it is all but certain; what it is less sure of is doubtful. Real
newspapers recall more than the project's own passages do: the bounds of running prose are stricter
than these ask for.
"""


class ReadText(NamedTuple):
    """A held-back text with both readings, not yet joined."""

    document: Document
    claims: tuple[ClaimCandidate, ...]
    readings: Mapping[PairCandidate, PairReading]
    changes: tuple[Change, ...]

    @property
    def kind(self) -> TextKind:
        """Of the text as a whole."""
        return classify_text(self.document, self.document.headline_end)


class Tally(NamedTuple):
    """Firm claims and all claims: right, given and wanted."""

    right: int = 0
    given: int = 0
    wanted: int = 0

    def weigh(self, caution: float) -> float:
        """F-beta of the counts."""
        precision = self.right / max(1, self.given)
        recall = self.right / max(1, self.wanted)
        below = caution * precision + recall
        return (1 + caution) * precision * recall / below if below else 0.0


def read_texts(
    texts: Iterable[LabelledText], reference: ReferenceData, reader: Reader
) -> list[ReadText]:
    """Both readings of each text."""
    found = []
    for text in texts:
        document = tag_text(TextInput(text.text, 0, "en", text.published), reference)
        drafts = find_claims(document, reference)
        document = replace(document, rejected=document.rejected + drafts.dropped)
        readings = read_pairs(document, drafts.claims, reference, reader)
        changes = text.changes + resolve_names(text, document)
        found.append(ReadText(document, drafts.claims, readings, changes))
    return found


def learn_policy(texts: Sequence[ReadText], reference: ReferenceData) -> ReaderPolicy:
    """Thresholds for each kind of text, one after the other twice over, then the precisions."""
    thresholds: dict[TextKind, Thresholds] = {}
    precision: dict[TextKind, dict[str, float]] = {}
    for kind in get_args(TextKind):
        own = [text for text in texts if text.kind == kind]
        best = START._replace(**BOUNDS[kind])
        for name in [one for one in (*GRID, *GRID) if one not in BOUNDS[kind]]:
            tried = [best._replace(**{name: value}) for value in GRID[name]]
            best = max(tried, key=lambda one: weigh_thresholds(one, kind, own, reference))
        thresholds[kind] = best
        policy = ReaderPolicy({kind: best}, {kind: {}})
        precision[kind] = measure_levels(own, reference, policy)
    return ReaderPolicy(thresholds, precision)


def weigh_thresholds(
    thresholds: Thresholds, kind: TextKind, texts: Iterable[ReadText], reference: ReferenceData
) -> float:
    """How good the claims are, the firm ones and all of them alike."""
    policy = ReaderPolicy({kind: thresholds}, {kind: {}})
    firm, every = tally_claims(texts, reference, policy)
    return firm.weigh(CAUTION[kind]) + every.weigh(1.0)


def tally_claims(
    texts: Iterable[ReadText], reference: ReferenceData, policy: ReaderPolicy
) -> tuple[Tally, Tally]:
    """The firm claims and all claims of the texts."""
    firm, every = Tally(), Tally()
    for text in texts:
        claims = list_news(text, reference, policy)
        firm = count(
            firm, text, [one for one in claims if one.stage in FIRM_STAGES], firm_only=True
        )
        every = count(every, text, claims, firm_only=False)
    return firm, every


def list_news(
    text: ReadText, reference: ReferenceData, policy: ReaderPolicy
) -> list[ClaimCandidate]:
    """The joined claims that aren't history."""
    joined = join_readings(text.claims, text.readings, text.document, reference, policy)
    return [one for one in joined if not one.background]


def count(
    tally: Tally, text: ReadText, claims: Sequence[ClaimCandidate], *, firm_only: bool
) -> Tally:
    """The tally with one more text; what careful readers differ on is left out."""
    counted = [one for one in claims if not is_debatable(text, one)]
    wanted = [
        change
        for change in text.changes
        if not change.recalled
        and not change.debatable
        and (not firm_only or change.stage in FIRM_STAGES)
    ]
    right = sum(is_right(text, one) for one in counted)
    return Tally(tally.right + right, tally.given + len(counted), tally.wanted + len(wanted))


def list_matching(text: ReadText, claim: ClaimCandidate) -> Iterator[Change]:
    """The labelled changes of a claim's pair and action."""
    for change in text.changes:
        if (
            claim.organisation.entity_id in change.organisations
            and claim.member.entity_id == change.member
            and claim.action in {change.action, *change.action_alt}
        ):
            yield change


def is_right(text: ReadText, claim: ClaimCandidate) -> bool:
    """Whether a label says the same as news; of a doubtful claim, of the stage that was read."""
    stage = claim.doubt.stage if claim.doubt else claim.stage
    return any(
        stage in {change.stage, *change.stage_alt} and not change.recalled
        for change in list_matching(text, claim)
    )


def is_debatable(text: ReadText, claim: ClaimCandidate) -> bool:
    """Whether careful readers differ on it."""
    matching = list(list_matching(text, claim))
    return bool(matching) and all(change.debatable for change in matching)


def measure_levels(
    texts: Iterable[ReadText], reference: ReferenceData, policy: ReaderPolicy
) -> dict[str, float]:
    """How often the claims of each verdict's level are right."""
    given: defaultdict[str, list[bool]] = defaultdict(list)
    for text in texts:
        for claim in list_news(text, reference, policy):
            if not is_debatable(text, claim):
                given[claim.level].append(is_right(text, claim))
    return {
        level: round((sum(right) + FEW / 2) / (len(right) + FEW), 2)
        for level, right in sorted(given.items())
    }
