"""The watches in force: who asks which condition, 30 bytes each beside id and name."""

from array import array
from collections.abc import Iterator

from pactwire.domain.watches.interning import NONE, InternTable
from pactwire_schemas import WatchRef


class WatchRegistry:
    """Watches by id, and those of each condition."""

    def __init__(self) -> None:
        """Start without watches."""
        self._ids = InternTable()
        """Ids with names."""
        self._revisions = array("I")
        self._conditions = array("I")
        self._after = array("I")
        """The next watch of the same condition."""
        self._before = array("I")
        self._first = array("I")
        """The first watch of each condition."""

    def __len__(self) -> int:
        return len(self._ids)

    def condition(self, watch_id: str) -> int | None:
        """The number of a watch's condition."""
        number = self._ids.find(watch_id.encode())
        return None if number is None else self._conditions[number]

    def add(self, watch_id: str, name: str, revision: int, condition: int) -> None:
        """Add a watch whose id is not in yet."""
        number = self._ids.add(watch_id.encode(), name.encode("utf-8", "surrogatepass"))
        if number == len(self._revisions):
            for column in (self._revisions, self._conditions, self._after, self._before):
                column.append(NONE)
        while condition >= len(self._first):
            self._first.append(NONE)
        self._revisions[number], self._conditions[number] = revision, condition
        following = self._first[condition]
        self._after[number], self._before[number] = following, NONE
        if following != NONE:
            self._before[following] = number
        self._first[condition] = number

    def remove(self, watch_id: str) -> int | None:
        """Take a watch out; gives its condition when nobody asks it any more."""
        number = self._ids.find(watch_id.encode())
        if number is None:
            return None
        self._ids.discard(number)
        condition, after, before = (
            column[number] for column in (self._conditions, self._after, self._before)
        )
        if after != NONE:
            self._before[after] = before
        if before != NONE:
            self._after[before] = after
        else:
            self._first[condition] = after
        return condition if self._first[condition] == NONE else None

    def refs(self, condition: int) -> Iterator[WatchRef]:
        """The watches that ask a condition."""
        number = self._first[condition]
        while number != NONE:
            yield WatchRef(
                watch_id=self._ids.key(number).decode(),
                name=self._ids.payload(number).decode("utf-8", "surrogatepass"),
                revision=self._revisions[number],
            )
            number = self._after[number]
