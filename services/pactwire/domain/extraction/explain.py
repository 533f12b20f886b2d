"""What `tag --explain` shows, as data: stretches of text with their marks, and the reasons below.

Knows no terminal and no HTML; `cli.tag` paints it.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from pactwire.domain.extraction.document import Document

EVIDENCE = "evidence"


class Stretch(NamedTuple):
    """A piece of the text that is painted one way."""

    text: str
    marks: tuple[str, ...]
    """Kinds of the mentions that cover it, and `evidence` where a claim was read from."""
    label: str
    """Said behind it: the entity of a mention that ends here."""


class Reason(NamedTuple):
    """One line of the list below the text."""

    start: int
    end: int
    surface: str
    what: str
    why: str


def stretches(document: Document, evidence: Iterable[tuple[int, int]] = ()) -> Iterator[Stretch]:
    """The whole text in order; joined together it is the text again."""
    spans: list[tuple[int, int, str, str]] = [
        (hit.start, hit.end, hit.kind, f"{hit.entity_id}") for hit in document.hits
    ]
    spans += [(start, end, EVIDENCE, "") for start, end in evidence]
    edges = sorted({0, len(document.text), *(e for span in spans for e in span[:2])})
    spans.sort()
    open_spans: list[tuple[int, int, str, str]] = []
    waiting = iter(spans)
    coming = next(waiting, None)
    for start, end in pairwise(edges):
        open_spans = [span for span in open_spans if span[1] > start]
        while coming and coming[0] <= start:
            open_spans.append(coming)
            coming = next(waiting, None)
        marks = tuple(dict.fromkeys(span[2] for span in open_spans))
        label = " ".join(span[3] for span in open_spans if span[1] == end and span[3])
        yield Stretch(document.text[start:end], marks, label)


def taken(document: Document) -> list[Reason]:
    """Every mention, and why it is one."""
    return [
        Reason(hit.start, hit.end, hit.surface, f"{hit.name} ({hit.kind}, {hit.form})", hit.why)
        for hit in document.hits
    ]


def left_out(document: Document) -> list[Reason]:
    """Every candidate that was dropped, and why."""
    return [
        Reason(drop.start, drop.end, drop.surface, drop.candidate, drop.why)
        for drop in document.dropped
    ]
