"""A stage of the pipeline as data: a topic, a handler, and the size of its batches."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Self, TypeVar

from pactwire_schemas import Event, Topic

E = TypeVar("E", bound=Event)


@dataclass(frozen=True)
class Output:
    """An event to be published, and its topic."""

    topic: Topic[Any]
    event: Event


Handler = Callable[[Sequence[E]], Sequence[Sequence[Output]]]
"""Returns one list of outputs for each event, in order. May raise the three kinds of `errors`."""


@dataclass(frozen=True)
class Stage(Generic[E]):
    """One step of the pipeline, with a consumer group of its own.

    A batch of several that fails for another reason than `Retryable` is handled again event by
    event, so that only the one at fault is dead-lettered; handlers must tolerate the repeat.
    """

    name: str
    """Ends the consumer group's name: `enrich`, `alert.ledger`."""
    topic: Topic[E]
    handle: Handler[E]
    batch: int = 1
    """How many events that have already arrived the handler may get at once."""
    blocking: bool = False
    """True runs the handler in a thread: for stages that write to the store."""
    handling_timeout: float = 60
    """Seconds that handling one event, or one batch, may take: see `handling_limit`."""
    on_confirmed: Callable[[E, Sequence[Output]], None] | None = None
    """Called when the broker has confirmed all outputs of an event."""


@dataclass(frozen=True, slots=True)
class ConsumedRecord:
    """A record as it came from the broker, and the callback that acknowledges it to Faust."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    """Milliseconds since 1970."""
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]
    acknowledge: Callable[[], object]

    @classmethod
    def from_message(cls, message: Any, acknowledge: Callable[[], object]) -> Self:
        """The record in a message of Faust's."""
        return cls(
            message.topic, message.partition, message.offset, int((message.timestamp or 0) * 1000),
            message.key, message.value, tuple(message.headers or ()), acknowledge,
        )  # fmt: skip
