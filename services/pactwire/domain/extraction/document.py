"""The values that pass between tagging and the claim rules: hits, cues, and their document.

All offsets count Unicode code points of `Document.text`; ends are exclusive.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from pactwire_schemas.enrichment import EntityKind, Form


class Hit(NamedTuple):
    """A name in the text, decided for one entity, with the reason."""

    start: int
    end: int
    surface: str
    entity_id: str
    kind: EntityKind
    name: str
    iso2: str | None
    form: Form
    score: float
    why: str


class Cue(NamedTuple):
    """A trigger or context word the automaton found, with the labels its table gives it."""

    start: int
    end: int
    form: str
    """The table's own spelling: lower case, straight apostrophes."""
    labels: tuple[str, ...]


class Dropped(NamedTuple):
    """A candidate that was looked at and left out, and why; shown by `tag --explain`."""

    start: int
    end: int
    surface: str
    candidate: str
    why: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text with everything one pass found in it, in order of start."""

    text: str
    headline_end: int
    """Where the headline ends; 0 when there is none."""
    language: str
    published_at: datetime | None
    hits: tuple[Hit, ...]
    cues: tuple[Cue, ...]
    dropped: tuple[Dropped, ...] = field(default=())
