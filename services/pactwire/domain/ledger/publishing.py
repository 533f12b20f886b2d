"""What is published of the ledger, held against what it is."""

from collections.abc import Mapping
from typing import NamedTuple

from pactwire_schemas import MembershipState


class StateDifference(NamedTuple):
    """A key whose published state is not the ledger's, and how they differ."""

    subject: str
    reason: str


def compare_states(
    stored: Mapping[str, MembershipState], published: Mapping[str, MembershipState]
) -> list[StateDifference]:
    """Every key whose last published state is not the ledger's row, by name."""
    differences = []
    for subject in sorted(stored.keys() | published.keys()):
        reason = _compare_pair(stored.get(subject), published.get(subject))
        if reason:
            differences.append(StateDifference(subject, reason))
    return differences


def _compare_pair(stored: MembershipState | None, published: MembershipState | None) -> str | None:
    if stored is None:
        return "published, but not in the store"
    if published is None:
        return f"revision {stored.revision} is in the store, but was never published"
    if stored == published:
        return None
    if stored.revision != published.revision:
        return f"the store has revision {stored.revision}, the topic {published.revision}"
    names = [
        name
        for name in MembershipState.model_fields
        if getattr(stored, name) != getattr(published, name)
    ]
    return f"revision {stored.revision} differs in {', '.join(names)}"
