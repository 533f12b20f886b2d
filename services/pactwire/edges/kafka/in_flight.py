"""The in-flight window: events consumed from the broker and not yet acknowledged.

Pure bookkeeping without Kafka or threads: an event leaves the window when all its outputs are
confirmed and so are those of every earlier event of its partition.
"""

from collections import deque
from dataclasses import dataclass
from typing import Generic, TypeVar

R = TypeVar("R")

Partition = tuple[str, int]
"""Topic and partition number."""


@dataclass(eq=False, slots=True)
class WindowSlot(Generic[R]):
    """One event's slot in the window. `record` is the caller's."""

    record: R
    partition: Partition
    offset: int
    epoch: int
    handled: bool = False
    outstanding: int = 0
    """Outputs whose confirmation is still to come."""

    @property
    def is_done(self) -> bool:
        """True when the event was handled and every output of it confirmed."""
        return self.handled and not self.outstanding


class InFlightWindow(Generic[R]):
    """Bounded; in order within a partition; emptied on a rebalance."""

    def __init__(self, limit: int) -> None:
        """`limit` is the number of events in flight, over all partitions."""
        self.limit = limit
        self.in_flight_count = 0
        self.committable_offsets: dict[Partition, int] = {}
        """For each partition the offset that may be committed: the next one to consume."""
        self._epoch = 0
        self._queues: dict[Partition, deque[WindowSlot[R]]] = {}

    @property
    def is_full(self) -> bool:
        """True when no more events may be added."""
        return self.in_flight_count >= self.limit

    def is_idle(self, partition: Partition) -> bool:
        """True when nothing of the partition is in flight."""
        return not self._queues.get(partition)

    def add(self, partition: Partition, offset: int, record: R) -> WindowSlot[R]:
        """Append an event behind the others of its partition.

        Raises:
            ValueError: the window is full, or the offset is not behind the one before.
        """
        if self.is_full:
            raise ValueError(f"{self.limit} events are in flight already")
        queue = self._queues.setdefault(partition, deque())
        last = queue[-1].offset + 1 if queue else self.committable_offsets.get(partition, 0)
        if offset < last:
            raise ValueError(f"offset {offset} of {partition} comes after {last - 1}")
        slot = WindowSlot(record, partition, offset, self._epoch)
        queue.append(slot)
        self.in_flight_count += 1
        return slot

    def is_current(self, slot: WindowSlot[R]) -> bool:
        """False when the slot is from before the last rebalance."""
        return slot.epoch == self._epoch

    def mark_handled(self, slot: WindowSlot[R], outputs: int) -> list[WindowSlot[R]]:
        """Note that the event was handled and how many confirmations it now waits for.

        Returns, in order, the events that may be acknowledged because of this.
        """
        slot.handled = True
        slot.outstanding += outputs
        return self._release(slot)

    def mark_confirmed(self, slot: WindowSlot[R]) -> list[WindowSlot[R]]:
        """Note one confirmation; returns, in order, the events that may be acknowledged now."""
        if slot.outstanding <= 0:
            raise ValueError(f"offset {slot.offset} of {slot.partition} waits for nothing")
        slot.outstanding -= 1
        return self._release(slot)

    def reset(self) -> None:
        """Drop everything in flight and all offsets; confirmations still to come are ignored."""
        self._epoch += 1
        self._queues.clear()
        self.committable_offsets.clear()
        self.in_flight_count = 0

    def _release(self, slot: WindowSlot[R]) -> list[WindowSlot[R]]:
        if not self.is_current(slot):
            return []
        queue = self._queues[slot.partition]
        released: list[WindowSlot[R]] = []
        while queue and queue[0].is_done:
            released.append(queue.popleft())
        if released:
            self.committable_offsets[slot.partition] = released[-1].offset + 1
            self.in_flight_count -= len(released)
        return released
