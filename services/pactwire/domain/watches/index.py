"""The inverted index: conditions under what is rarest of all that they require.

A key that many conditions share is divided by what else they require. Verifies nothing itself.
"""

from array import array
from collections.abc import Callable, Sequence, Set
from typing import Union

Group = tuple[int, ...]
"""Keys of which one at least must be there."""
Node = dict[int, Union[int, "array[int]", "Node"]]
"""By key: one condition, several, or those of the key by another one that they require."""

ALWAYS = 3
"""A key that is always there: of conditions that require no other."""
SET_MARK = 2
"""The last two bits of keys that stand for a set of others."""
SHARED_BY = 16
"""Conditions of one key that are worth dividing; tried again whenever they have doubled."""
DEEPEST = 3
WIDEST = 8
"""Keys of a group by which a shared key may be divided: a condition is filed under each."""


class ConditionIndex:
    """Finds, for the keys that are there, the conditions that may hold."""

    def __init__(self, groups_of: Callable[[int], Sequence[Group]]) -> None:
        """`groups_of` gives the groups of a condition that is filed, the rarest first."""
        self._groups_of = groups_of
        self._root: Node = {}

    def add(self, condition: int, groups: Sequence[Group]) -> None:
        """File a condition with its groups; costs the keys of its rarest group."""
        self._file(self._root, condition, groups, 0)

    def remove(self, condition: int, groups: Sequence[Group]) -> None:
        """Take a condition out that was filed with these groups."""
        self._take_out(self._root, condition, groups, 0)

    def candidates(self, keys: Set[int]) -> set[int]:
        """Every condition that may hold where these keys and ALWAYS are, and few others."""
        found: set[int] = set()
        _collect(self._root, keys, found)
        return found

    def _file(self, node: Node, condition: int, groups: Sequence[Group], depth: int) -> None:
        for key in _keys_at(groups, depth):
            posting = node.get(key)
            if posting is None:
                node[key] = condition
            elif isinstance(posting, int):
                node[key] = array("I", (posting, condition))
            elif isinstance(posting, dict):
                self._file(posting, condition, groups, depth + 1)
            else:
                posting.append(condition)
                if depth < DEEPEST and _is_doubled(len(posting)):
                    node[key] = self._divide(posting, depth + 1)

    def _divide(self, conditions: "array[int]", depth: int) -> "Node | array[int]":
        divided: Node = {}
        groups = {condition: self._groups_of(condition) for condition in conditions}
        if all(_keys_at(found, depth) == (ALWAYS,) for found in groups.values()):
            return conditions
        for condition, found in groups.items():
            self._file(divided, condition, found, depth)
        return divided

    def _take_out(self, node: Node, condition: int, groups: Sequence[Group], depth: int) -> None:
        for key in _keys_at(groups, depth):
            posting = node[key]
            if isinstance(posting, dict):
                self._take_out(posting, condition, groups, depth + 1)
            elif not isinstance(posting, int):
                posting.remove(condition)
            if isinstance(posting, int) or not posting:
                del node[key]


def _is_doubled(length: int) -> bool:
    return length >= SHARED_BY and not length & (length - 1)


def _keys_at(groups: Sequence[Group], depth: int) -> Group:
    """The keys under which a condition is filed at a depth of the index."""
    if depth >= len(groups):
        return (ALWAYS,)
    group = groups[depth]
    if depth and (len(group) > WIDEST or any(key & 3 == SET_MARK for key in group)):
        return (ALWAYS,)
    return group


def _collect(node: Node, keys: Set[int], found: set[int]) -> None:
    for key in node.keys() & keys:
        posting = node[key]
        if isinstance(posting, int):
            found.add(posting)
        elif isinstance(posting, dict):
            _collect(posting, keys, found)
        else:
            found.update(posting)
