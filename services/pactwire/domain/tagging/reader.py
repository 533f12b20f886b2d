"""Reads a text into a Document: view, scan, longest names, then one decision for each name."""

from datetime import datetime
from typing import NamedTuple

from pactwire.domain.knowledge import LANGUAGES, Knowledge
from pactwire.domain.reading import Cue, Document, Dropped, Hit
from pactwire.domain.tagging.language import guessed
from pactwire.domain.tagging.scan import Candidate, longest, scan
from pactwire.domain.text import View, view

OTHER_LANGUAGE = 1 << len(LANGUAGES)


class Text(NamedTuple):
    """What is to be read, and what is known about it."""

    text: str
    headline_end: int = 0
    language: str = "und"
    """BCP 47; `und` makes the reader guess."""
    published_at: datetime | None = None


def read(text: Text, knowledge: Knowledge, explain: bool = False) -> Document:
    """All names and trigger words of a text; with `explain` also what was left out, and why."""
    seen = view(text.text)
    language = text.language.partition("-")[0].lower()
    if language in {"", "und"}:
        language = guessed(seen.haystack)
    found = scan(seen, knowledge, _bit(language))
    kept, lost = longest(found.candidates)
    hits = [
        _hit(candidate, seen) for candidate in kept if candidate.senses[0].entity.type != "guard"
    ]
    return Document(
        text.text, text.headline_end, language, text.published_at,
        tuple(hits), tuple(_moved(found.cues, seen)),
        tuple(_inside(lost, seen)) if explain else (),
    )  # fmt: skip


def _bit(language: str) -> int:
    return 1 << LANGUAGES.index(language) if language in LANGUAGES else OTHER_LANGUAGE


def _hit(candidate: Candidate, seen: View) -> Hit:
    sense = candidate.senses[0]
    entity = sense.entity
    start, end = seen.span(candidate.start, candidate.end)
    return Hit(
        start, end, seen.text[start:end], entity.id, entity.kind, entity.name, entity.iso2,
        sense.form, 1.0, f"the {sense.form} {sense.spelling}",
    )  # fmt: skip


def _moved(cues: list[Cue], seen: View) -> list[Cue]:
    if seen.origin is None:
        return cues
    return [Cue(*seen.span(cue.start, cue.end), cue.form, cue.labels) for cue in cues]


def _inside(lost: list[tuple[Candidate, Candidate]], seen: View) -> list[Dropped]:
    found = []
    for loser, winner in lost:
        start, end = seen.span(loser.start, loser.end)
        longer = seen.plain[winner.start : winner.end]
        name = loser.senses[0].entity.name
        found.append(Dropped(start, end, seen.text[start:end], name, f"inside {longer}"))
    return found
