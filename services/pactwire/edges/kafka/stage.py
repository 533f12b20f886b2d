"""What a stage is: a topic, a handler, and how many events it takes at once. Values only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pactwire_schemas import Event, Topic

E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Output:
    """An event on its way to a topic."""

    topic: Topic[Any]
    event: Event


Handler = Callable[[Sequence[E]], Sequence[Sequence[Output]]]
"""Gives one list of outputs for each event, in order. May raise the three fates of `errors`."""


@dataclass(frozen=True)
class Stage(Generic[E]):
    """One step of the pipeline, with a consumer group of its own.

    A batch of several that fails for another reason than `Retryable` is handled again event by
    event, so that only the one at fault is set aside; a handler must bear such a repeat.
    """

    name: str
    """Ends the consumer group's name: `enrich`, `alert.ledger`."""
    topic: Topic[E]
    handle: Handler[E]
    batch: int = 1
    """How many events that have already arrived the handler may get at once."""
    blocking: bool = False
    """True runs the handler in a thread: for stages that write to the store."""
    confirmed: Callable[[E, Sequence[Output]], None] | None = None
    """Called when the broker has confirmed all outputs of an event."""


@dataclass(frozen=True, slots=True)
class ConsumedRecord:
    """A record as it came from the broker, and how to tell the engine that it is done."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    """Milliseconds since 1970."""
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]
    acknowledge: Callable[[], object]
