"""What is known before the first article: entities, names, leaders, memberships; loaded at once."""

from pactwire.domain.reference.container import NotReferenceData
from pactwire.domain.reference.known_world import Knowledge, Named, Row
from pactwire.domain.reference.tables import (
    ANY_LANGUAGE,
    LANGUAGES,
    Ambiguity,
    Body,
    Entity,
    Office,
    Sense,
    Spell,
    partial_date,
)

__all__ = [
    "ANY_LANGUAGE",
    "LANGUAGES",
    "Ambiguity",
    "Body",
    "Entity",
    "Knowledge",
    "Named",
    "NotReferenceData",
    "Office",
    "Row",
    "Sense",
    "Spell",
    "partial_date",
]
