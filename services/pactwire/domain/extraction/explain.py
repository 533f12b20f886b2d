"""What `tag --explain` shows, as data: segments of text with their marks, and the reasons below.

Knows no terminal and no HTML; `cli.render` draws them.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from pactwire.domain.extraction.document import Document
from pactwire.domain.extraction.reader.network import Reading
from pactwire.domain.extraction.reader.occlusion import CarryingWord, weigh_words
from pactwire.domain.extraction.reader.reading import PairReading, Reader
from pactwire.domain.reference import ReferenceData
from pactwire_schemas.enrichment import MembershipClaim

EVIDENCE = "evidence"


class TextSegment(NamedTuple):
    """A piece of the text that has the same marks throughout."""

    text: str
    marks: tuple[str, ...]
    """Kinds of the mentions that cover it, and `evidence` where it supports a claim."""
    label: str
    """Shown behind it: the ids of the entities whose mentions end here."""


class Explanation(NamedTuple):
    """One line of the list below the text."""

    start: int
    end: int
    surface: str
    what: str
    why: str


class _Span(NamedTuple):
    start: int
    end: int
    mark: str
    label: str = ""


def segment_text(
    document: Document, evidence: Iterable[tuple[int, int]] = ()
) -> Iterator[TextSegment]:
    """The whole text in order; joined together it is the text again."""
    spans = [_Span(one.start, one.end, one.kind, one.entity_id) for one in document.mentions]
    spans += [_Span(start, end, EVIDENCE) for start, end in evidence]
    edges = sorted({0, len(document.text), *(edge for span in spans for edge in span[:2])})
    waiting = deque(sorted(spans))
    covering: list[_Span] = []
    for start, end in pairwise(edges):
        covering = [span for span in covering if span.end > start]
        while waiting and waiting[0].start <= start:
            covering.append(waiting.popleft())
        yield _segment(document.text[start:end], end, covering)


def _segment(text: str, end: int, covering: list[_Span]) -> TextSegment:
    marks = tuple(dict.fromkeys(span.mark for span in covering))
    label = " ".join(span.label for span in covering if span.end == end and span.label)
    return TextSegment(text, marks, label)


def explain_mentions(document: Document) -> list[Explanation]:
    """Every mention, and why it is one."""
    return [
        Explanation(
            one.start, one.end, one.surface, f"{one.name} ({one.kind}, {one.form})", one.why
        )
        for one in document.mentions
    ]


def explain_rejected(document: Document) -> list[Explanation]:
    """Every candidate that was rejected, and why."""
    return [
        Explanation(one.start, one.end, one.surface, one.candidate, one.why)
        for one in document.rejected
    ]


def explain_claims(
    claims: Iterable[MembershipClaim], reasons: Iterable[tuple[str, ...]]
) -> list[Explanation]:
    """Every claim, who read it, and the verdict's path."""
    return [
        Explanation(
            claim.evidence.start,
            claim.evidence.end,
            f"{claim.member.name} / {claim.organisation.name}",
            f"{claim.action} {claim.doubt.stage if claim.doubt else claim.stage}, "
            + ("doubtful" if claim.doubt else "recalled" if claim.background else "news")
            + f", read by {claim.read_by}",
            "; ".join(why),
        )
        for claim, why in zip(claims, reasons, strict=True)
    ]


def explain_readings(
    readings: Iterable[PairReading], reference: ReferenceData, reader: Reader
) -> list[Explanation]:
    """What the trained reader made of each pair, and the words and knowledge that carried it."""
    return [
        Explanation(
            one.candidate.start,
            one.candidate.end,
            " / ".join(reference.entities[party].name for party in reversed(one.candidate.pair)),
            format_reading(one.reading),
            format_grounds(one.marked, weigh_words(reader, one.marked)),
        )
        for one in readings
    ]


def format_reading(reading: Reading) -> str:
    """The probabilities of a reading in a few words."""
    return (
        f"change {reading.change:g}: {reading.action} {reading.certain_action:g}, "
        f"{reading.stage} {reading.certain_stage:g}, recalled {reading.recalled:g}"
    )


def format_grounds(marked: str, words: Iterable[CarryingWord]) -> str:
    """What was known of the pair, and the words that carried a reading with their weights."""
    known = marked.split(" ", 2)[1].strip("[]").replace("known:", "known before: ")
    return ", ".join((known, *(f"{one.word} {one.weight:+g}" for one in words)))
