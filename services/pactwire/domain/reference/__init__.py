"""What is known before the first article: entities, names, leaders, memberships; loaded at once."""

from pactwire.domain.reference.container import InvalidReferenceData
from pactwire.domain.reference.reference_data import PatternEntry, ReferenceData, SpellingEntry
from pactwire.domain.reference.tables import (
    ANY_LANGUAGE,
    COMPOSED,
    COMPOSED_BY_CHANGE,
    COMPOSED_BY_COUNT,
    COMPOSED_LOOSELY,
    LANGUAGES,
    Ambiguity,
    Body,
    Entity,
    MembershipPeriod,
    Office,
    Sense,
    parse_partial_date,
)

__all__ = [
    "ANY_LANGUAGE",
    "COMPOSED",
    "COMPOSED_BY_CHANGE",
    "COMPOSED_BY_COUNT",
    "COMPOSED_LOOSELY",
    "LANGUAGES",
    "Ambiguity",
    "Body",
    "Entity",
    "InvalidReferenceData",
    "MembershipPeriod",
    "Office",
    "PatternEntry",
    "ReferenceData",
    "Sense",
    "SpellingEntry",
    "parse_partial_date",
]
