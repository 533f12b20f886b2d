"""The inverted index: conditions under their rarest required keys. Verifies nothing itself."""

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterable
from typing import Generic, TypeVar

C = TypeVar("C", bound=Hashable)


class ConditionIndex(Generic[C]):
    """Finds, for what is there, the conditions that may hold; cost follows what it finds."""

    def __init__(self) -> None:
        """Start empty."""
        self._postings: defaultdict[str, set[C]] = defaultdict(set)
        self._keys: dict[C, frozenset[str] | None] = {}
        self._always: set[C] = set()
        self._seen: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._keys)

    def add(self, condition: C, required: Collection[frozenset[str]]) -> None:
        """File a condition under the key set that came up least so far, and is small."""
        self.remove(condition)
        keys = min(required, key=self._cost, default=None)
        self._keys[condition] = keys
        if keys is None:
            self._always.add(condition)
        else:
            for key in keys:
                self._postings[key].add(condition)

    def remove(self, condition: C) -> None:
        """Take a condition out; costs its keys."""
        for key in self._keys.pop(condition, None) or ():
            held = self._postings[key]
            held.discard(condition)
            if not held:
                del self._postings[key]
        self._always.discard(condition)

    def candidates(self, keys: Iterable[str]) -> set[C]:
        """Every condition that may hold where these keys are, and few others."""
        found = set(self._always)
        for key in keys:
            if held := self._postings.get(key):
                self._seen[key] += 1
                found |= held
        return found

    def _cost(self, keys: frozenset[str]) -> tuple[int, int]:
        return sum(self._seen[key] for key in keys), len(keys)
