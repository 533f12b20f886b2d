"""What is in flight: taken from the broker and not yet acknowledged.

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
class InFlight(Generic[R]):
    """One event's place in the window. `record` is the caller's."""

    record: R
    partition: Partition
    offset: int
    epoch: int
    handled: bool = False
    outstanding: int = 0
    """Outputs whose confirmation is still to come."""

    @property
    def done(self) -> bool:
        """True when the event was handled and every output of it confirmed."""
        return self.handled and not self.outstanding


class InFlightWindow(Generic[R]):
    """Bounded; in order within a partition; forgotten when partitions are shared out anew."""

    def __init__(self, limit: int) -> None:
        """`limit` is the number of events in flight, over all partitions."""
        self.limit = limit
        self.inflight = 0
        self.positions: dict[Partition, int] = {}
        """Where each partition is to be read on from: the offset that may be committed."""
        self._epoch = 0
        self._lines: dict[Partition, deque[InFlight[R]]] = {}

    @property
    def full(self) -> bool:
        """True when nothing more may be taken."""
        return self.inflight >= self.limit

    def take(self, partition: Partition, offset: int, record: R) -> InFlight[R]:
        """Give an event its place behind the others of its partition.

        Raises:
            ValueError: the window is full, or the offset is not behind the one before.
        """
        if self.full:
            raise ValueError(f"{self.limit} events are in flight already")
        line = self._lines.setdefault(partition, deque())
        last = line[-1].offset + 1 if line else self.positions.get(partition, 0)
        if offset < last:
            raise ValueError(f"offset {offset} of {partition} comes after {last - 1}")
        ticket = InFlight(record, partition, offset, self._epoch)
        line.append(ticket)
        self.inflight += 1
        return ticket

    def holds(self, ticket: InFlight[R]) -> bool:
        """False when the ticket is from before the partitions were shared anew."""
        return ticket.epoch == self._epoch

    def handled(self, ticket: InFlight[R], outputs: int) -> list[InFlight[R]]:
        """Note that the event was handled and how many confirmations it now waits for.

        Gives, in order, the events that may be acknowledged because of this.
        """
        ticket.handled = True
        ticket.outstanding += outputs
        return self._release(ticket)

    def confirmed(self, ticket: InFlight[R]) -> list[InFlight[R]]:
        """Note one confirmation; gives, in order, the events that may be acknowledged now."""
        if ticket.outstanding <= 0:
            raise ValueError(f"offset {ticket.offset} of {ticket.partition} waits for nothing")
        ticket.outstanding -= 1
        return self._release(ticket)

    def forget(self) -> None:
        """Drop everything in flight and all positions; confirmations still to come are ignored."""
        self._epoch += 1
        self._lines.clear()
        self.positions.clear()
        self.inflight = 0

    def _release(self, ticket: InFlight[R]) -> list[InFlight[R]]:
        if not self.holds(ticket):
            return []
        line = self._lines[ticket.partition]
        released: list[InFlight[R]] = []
        while line and line[0].done:
            released.append(line.popleft())
        if released:
            self.positions[ticket.partition] = released[-1].offset + 1
            self.inflight -= len(released)
        return released
