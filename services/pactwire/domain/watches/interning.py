"""Byte strings with numbers, a million of them in a few flat arrays.

A Python dictionary of a million short strings takes 150 MB, this table 12 bytes each beside the
strings themselves. It grows by one bucket an addition (linear hashing, Litwin 1980), so that no
addition waits for all the others to be filed anew.
"""

from array import array
from collections.abc import Iterator

NONE = 0xFFFFFFFF
FIRST_BUCKETS = 8
FULL = 2
"""Strings a bucket, on average, before there is another bucket."""
WASTE = 1 << 16
"""Bytes of discarded strings that are let be, and always as many as are in use."""


class InternTable:
    """Distinct byte strings, each with a number, and a payload that is looked up by that number."""

    __slots__ = (
        "_bytes", "_ends", "_free", "_heads", "_key_ends", "_next", "_starts", "_top", "_wasted",
    )  # fmt: skip

    def __init__(self) -> None:
        """Start empty."""
        self._bytes = bytearray()
        self._starts = array("I")
        self._key_ends = array("I")
        self._ends = array("I")
        self._next = array("I")
        """The next string of the same bucket."""
        self._heads = array("I", [NONE] * FIRST_BUCKETS)
        self._top = FIRST_BUCKETS
        """The greatest power of two that is no more than the number of buckets."""
        self._free: list[int] = []
        self._wasted = 0

    def __len__(self) -> int:
        return len(self._starts) - len(self._free)

    def find(self, key: bytes) -> int | None:
        """The number of a string, if it is in."""
        number = self._heads[self._bucket(hash(key))]
        while number != NONE:
            if self._bytes[self._starts[number] : self._key_ends[number]] == key:
                return number
            number = self._next[number]
        return None

    def add(self, key: bytes, payload: bytes = b"") -> int:
        """The number of a string that is not in yet; numbers of discarded ones come again."""
        if self._free:
            number = self._free.pop()
        else:
            number = len(self._starts)
            for column in (self._starts, self._key_ends, self._ends, self._next):
                column.append(0)
        self._write(number, key, payload)
        self._link(number, self._bucket(hash(key)))
        if len(self) > FULL * len(self._heads):
            self._add_bucket()
        return number

    def key(self, number: int) -> bytes:
        """The string of a number."""
        return bytes(self._bytes[self._starts[number] : self._key_ends[number]])

    def payload(self, number: int) -> bytearray:
        """A copy of what was stored with the string."""
        return self._bytes[self._key_ends[number] : self._ends[number]]

    def discard(self, number: int) -> None:
        """Take a string out; its number is free."""
        bucket = self._bucket(hash(self.key(number)))
        if self._heads[bucket] == number:
            self._heads[bucket] = self._next[number]
        else:
            before = next(one for one in self._chain(bucket) if self._next[one] == number)
            self._next[before] = self._next[number]
        self._free.append(number)
        self._wasted += self._ends[number] - self._starts[number]
        self._starts[number] = self._key_ends[number] = self._ends[number] = 0
        if self._wasted > WASTE and self._wasted * 2 > len(self._bytes):
            self._compact()

    def _bucket(self, hashed: int) -> int:
        bucket = hashed & (2 * self._top - 1)
        return bucket if bucket < len(self._heads) else hashed & (self._top - 1)

    def _chain(self, bucket: int) -> Iterator[int]:
        number = self._heads[bucket]
        while number != NONE:
            yield number
            number = self._next[number]

    def _link(self, number: int, bucket: int) -> None:
        self._next[number] = self._heads[bucket]
        self._heads[bucket] = number

    def _write(self, number: int, key: bytes | bytearray, payload: bytes | bytearray) -> None:
        self._starts[number] = len(self._bytes)
        self._bytes += key
        self._key_ends[number] = len(self._bytes)
        self._bytes += payload
        self._ends[number] = len(self._bytes)

    def _add_bucket(self) -> None:
        """Share the strings of one bucket with a new one."""
        if len(self._heads) == 2 * self._top:
            self._top *= 2
        split = len(self._heads) - self._top
        self._heads.append(NONE)
        shared = list(self._chain(split))
        self._heads[split] = NONE
        for number in reversed(shared):
            self._link(number, self._bucket(hash(self.key(number))))

    def _compact(self) -> None:
        """Write the strings anew, without those that were discarded."""
        old, self._bytes, self._wasted = self._bytes, bytearray(), 0
        for number, start in enumerate(self._starts):
            key_end, end = self._key_ends[number], self._ends[number]
            self._write(number, old[start:key_end], old[key_end:end])
