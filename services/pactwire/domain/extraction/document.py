"""The values that pass between entities, claims and events: mentions, cues, and their document.

All offsets count Unicode code points of `Document.text`; ends are exclusive.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from pactwire_schemas.enrichment import EntityKind, Form


class EntityMention(NamedTuple):
    """A name in the text, resolved to one entity, with the reason."""

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


NEGATED = "negated"
"""Why a change is left out that the text says did not come about."""
DENIALS = frozenset({NEGATED, "denied"})
"""The same, and that somebody says so: what the trained reader makes of it is asked too."""


class RejectedCandidate(NamedTuple):
    """A candidate that is no mention or claim, and why; shown by `tag --explain`."""

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
    mentions: tuple[EntityMention, ...]
    cues: tuple[Cue, ...]
    rejected: tuple[RejectedCandidate, ...] = ()
