"""Ordinals, member counts and dates that belong to a claim."""

from dataclasses import dataclass

from pactwire.domain.membership.frames import Frame, Reading
from pactwire_schemas.enrichment import DatedFact


@dataclass(frozen=True, slots=True)
class Quantities:
    """Numbers of a clause."""

    ordinal: int | None = None
    member_count: int | None = None
    announced_on: DatedFact | None = None
    effective_on: DatedFact | None = None


def quantities(reading: Reading, frame: Frame) -> Quantities:
    """Placeholder."""
    return Quantities()
