"""Keys: numbers for whatever a watch may require and an article or a development may have."""

from collections.abc import Iterable, Mapping
from typing import Literal

from pactwire.domain.watches.frequencies import SHARES, entity_frequency
from pactwire.domain.watches.index import SET_MARK
from pactwire.domain.watches.sets import MembershipSets

Side = Literal["eligible", "mentioned", "organisation", "member"]
"""As what an entity is there: with the usual role and confidence, in whatever role, or as the body
or the member of a development."""
SetName = Literal["members_of", "organisations_of"]

NAME_MARK, PHRASE_MARK = 0, 1
"""The last two bits of a key say what its number counts; see also SET_MARK and ALWAYS."""


def phrase_key(number: int) -> int:
    """The key of a phrase."""
    return number << 2 | PHRASE_MARK


class KeyTable:
    """Keys of entities, sources and the like, and of sets whose members follow the ledger.

    Nothing is ever taken out: the world has so many entities and publishers.
    """

    def __init__(self, sets: MembershipSets) -> None:
        """Start with these members."""
        self._keys: dict[str, dict[str, int]] = {}
        self._names: list[tuple[str, str]] = []
        self._set_names: list[tuple[Side, SetName, str]] = []
        self._set_keys: dict[tuple[Side, SetName, str], int] = {}
        self._sets = sets
        self.members: dict[int, frozenset[int]] = {}
        """Of each set that a watch names: the keys of its present members."""

    def key(self, kind: str, value: str) -> int:
        """The key of a name, made when it is new."""
        known = self.known(kind)
        key = known.get(value)
        if key is None:
            key = known[value] = len(self._names) << 2 | NAME_MARK
            self._names.append((kind, value))
        return key

    def known(self, kind: str) -> dict[str, int]:
        """The keys of a kind, by name."""
        return self._keys.setdefault(kind, {})

    def set_key(self, side: Side, name: SetName, whose: str) -> int:
        """The key of a set."""
        named = (side, name, whose)
        key = self._set_keys.get(named)
        if key is None:
            key = self._set_keys[named] = len(self._set_names) << 2 | SET_MARK
            self._set_names.append(named)
            self.members[key] = self._list_members(*named)
        return key

    def use_memberships(self, sets: MembershipSets) -> None:
        """Let sets have these members."""
        self._sets = sets
        for named, key in self._set_keys.items():
            self.members[key] = self._list_members(*named)

    def name(self, key: int) -> tuple[str, str]:
        """The kind and the name of a key that is neither a phrase nor a set."""
        return self._names[key >> 2]

    def frequency(self, key: int) -> float:
        """The share of stories that have it, roughly; not for phrases."""
        if key & 3 == SET_MARK:
            return SHARES[self._set_names[key >> 2][1]]
        kind, value = self._names[key >> 2]
        return SHARES.get(kind) or entity_frequency(value)

    def group_by_member(self, set_keys: Iterable[int]) -> Mapping[int, frozenset[int]]:
        """Of each member of these sets, the keys of those it belongs to."""
        grouped: dict[int, set[int]] = {}
        for key in set_keys:
            for member in self.members[key]:
                grouped.setdefault(member, set()).add(key)
        return {member: frozenset(keys) for member, keys in grouped.items()}

    def _list_members(self, side: Side, name: SetName, whose: str) -> frozenset[int]:
        if name == "members_of":
            members = self._sets.members_of(whose)
        else:
            members = self._sets.organisations_of(whose)
        return frozenset(self.key(side, member) for member in members)
