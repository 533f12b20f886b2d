"""Who belongs to what at present: what `members_of` and `organisations_of` mean."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

NOBODY: frozenset[str] = frozenset()


class MembershipSets:
    """Present members by body, and bodies by member; never changes."""

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        """Take (organisation, member) pairs."""
        members: defaultdict[str, set[str]] = defaultdict(set)
        organisations: defaultdict[str, set[str]] = defaultdict(set)
        for organisation, member in pairs:
            members[organisation].add(member)
            organisations[member].add(organisation)
        self._members: Mapping[str, frozenset[str]] = _frozen(members)
        self._organisations: Mapping[str, frozenset[str]] = _frozen(organisations)

    def members_of(self, organisation: str) -> frozenset[str]:
        """Members of a body, suspended ones included."""
        return self._members.get(organisation, NOBODY)

    def organisations_of(self, member: str) -> frozenset[str]:
        """Bodies that a member belongs to."""
        return self._organisations.get(member, NOBODY)


def _frozen(sets: Mapping[str, set[str]]) -> dict[str, frozenset[str]]:
    return {key: frozenset(found) for key, found in sets.items()}
