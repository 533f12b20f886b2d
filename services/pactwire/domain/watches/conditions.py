"""Distinct conditions, each once however many watches ask it: 100 bytes beside its document."""

from array import array
from collections.abc import Iterator, Set
from functools import lru_cache

from pactwire.domain.watches.index import SET_MARK, Group
from pactwire.domain.watches.interning import InternTable
from pactwire.domain.watches.keys import PHRASE_MARK, KeyTable
from pactwire.domain.watches.phrases import PhraseIndex
from pactwire.domain.watches.requirements import RequirementCompiler, Requirements
from pactwire_schemas import Watch

NOT_CONDITION = {"id", "name", "severity", "notify", "deliver", "enabled"}
"""What doesn't belong to the condition; watches that differ in nothing else share one."""
PARSED = 512
"""Conditions that are kept parsed: those that fit often."""
OF_CHANGES = b'{"when":{"changed"'
NAMELESS = b'{"id":"condition","name":"",'


class ConditionStore:
    """Conditions by number, with what they require."""

    def __init__(self, keys: KeyTable, phrases: PhraseIndex) -> None:
        """Take keys from these tables."""
        self._keys, self._phrases = keys, phrases
        self._compiler = RequirementCompiler(keys, phrases)
        self._table = InternTable()
        """Documents, each with its requirements as 32-bit numbers: twice how many groups, and one
        more if they are exact; of each group how many keys, and the keys; what is forbidden."""

    def __len__(self) -> int:
        return len(self._table)

    def find(self, document: bytes) -> int | None:
        """The number of a condition that is known."""
        return self._table.find(document)

    def add(self, document: bytes, watch: Watch) -> int:
        """The number of a new condition."""
        required = self._compiler.compile(watch)
        for number in _phrases_in(required.groups):
            self._phrases.use(number)
        return self._table.add(document, _pack(required))

    def asks_of_changes(self, number: int) -> bool:
        """Whether a condition is about developments, not stories."""
        return self._table.key(number).startswith(OF_CHANGES)

    def discard(self, number: int) -> None:
        """Forget a condition."""
        for phrase in _phrases_in(self.groups(number)):
            self._phrases.release(phrase)
        self._table.discard(number)

    def document(self, number: int) -> bytes:
        """A condition as it would be written."""
        return self._table.key(number)

    def is_exact(self, number: int) -> bool:
        """Whether a condition holds of whatever `may_hold` of."""
        return bool(self._words(number)[0] & 1)

    def groups(self, number: int) -> list[Group]:
        """The groups of which one key each must be there, the rarest first."""
        words = self._words(number)
        found, at = [], 1
        for _ in range(words[0] >> 1):
            end = at + 1 + words[at]
            found.append(tuple(words[at + 1 : end]))
            at = end
        return found

    def may_hold(self, number: int, present: Set[int]) -> bool:
        """Whether everything is there that a condition requires, and nothing that it forbids."""
        words = self._words(number)
        at = 1
        for _ in range(words[0] >> 1):
            end = at + 1 + words[at]
            if not self._has_any(words[at + 1 : end], present):
                return False
            at = end
        return at == len(words) or not self._has_any(words[at:], present)

    def _has_any(self, keys: list[int], present: Set[int]) -> bool:
        for key in keys:
            if key in present:
                return True
            if key & 3 == SET_MARK and not self._keys.members[key].isdisjoint(present):
                return True
        return False

    def _words(self, number: int) -> list[int]:
        return memoryview(self._table.payload(number)).cast("I").tolist()


def condition_document(watch: Watch) -> bytes:
    """The condition as it would be written, the same for all watches that ask the same."""
    return watch.model_dump_json(
        by_alias=True, exclude_defaults=True, exclude=NOT_CONDITION
    ).encode()


@lru_cache(PARSED)
def parse_condition(document: bytes) -> Watch:
    """A watch with this condition, and without a name."""
    return Watch.model_validate_json(NAMELESS + document[1:])


def _pack(required: Requirements) -> bytes:
    words = array("I", [len(required.groups) << 1 | required.exact])
    for group in required.groups:
        words.append(len(group))
        words.extend(group)
    words.extend(required.forbidden)
    return words.tobytes()


def _phrases_in(groups: list[Group] | tuple[Group, ...]) -> Iterator[int]:
    for group in groups:
        for key in group:
            if key & 3 == PHRASE_MARK:
                yield key >> 2
