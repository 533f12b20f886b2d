"""Words that are no names: triggers of the claim rules, and words that tell the subject."""

from collections.abc import Mapping

CONTEXTS: Mapping[str, tuple[str, ...]] = {}


def cues() -> Mapping[str, tuple[str, ...]]:
    """Trigger words of the claim rules: form -> labels."""
    return {}


def contexts() -> Mapping[str, tuple[str, ...]]:
    """Context words of the disambiguation: form -> labels."""
    return CONTEXTS
