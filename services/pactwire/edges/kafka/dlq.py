"""Dead dead letters on the broker: find them, publish them again, set them aside for good.

A log can't lose one record from its middle, so what was done to a dead letter is a mark: a record
without a value behind it in the same partition. DeadLetter and mark go with the topic's retention.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from pactwire.edges import clock
from pactwire.edges.kafka.dlq_headers import MAX_REPLAYS, REPLAYS, keeps, replays
from pactwire.edges.kafka.producer import DELIVERY_TIMEOUT, EventProducer
from pactwire.edges.kafka.topic_consumer import Record, connected, read
from pactwire.errors import Misconfigured
from pactwire.settings import BrokerSettings

SUFFIX = ".dead"
MARK, MARKED = "dlq.mark", "dlq.mark.offset"

State = Literal["open", "replayed", "dropped"]
Place = tuple[str, int, int]
"""Dead-dead letter topic, partition, offset."""


@dataclass(frozen=True)
class DeadLetter:
    """A dead letter without its content."""

    topic: str
    """The dead-letter topic; `partition` and `offset` are in it."""
    partition: int
    offset: int
    origin: str
    """`topic/partition/offset` of the record."""
    stage: str
    error: str
    message: str
    attempts: str
    failed_at: str
    replays: int
    size: int
    """Bytes of the value."""
    state: State = "open"

    @property
    def id(self) -> str:
        """What the commands call it."""
        return f"{self.topic}/{self.partition}/{self.offset}"


def dead_letters(
    broker: BrokerSettings, topic: str | None = None, *, settled: bool = False
) -> list[DeadLetter]:
    """Open dead letters, oldest first in each topic.

    With `settled` the replayed and dropped ones too; `topic` is the topic they came from.

    Raises:
        Misconfigured, Retryable: as `reader.read`.
    """
    found: dict[Place, Record] = {}
    marks: dict[Place, State] = {}
    for record in read(broker, dead_topics(broker, topic)):
        if marked := mark(record):
            marks[marked[0]] = marked[1]
        else:
            found[record.topic, record.partition, record.offset] = record
    every = [summary(record, marks.get(place, "open")) for place, record in found.items()]
    return [dead_letter for dead_letter in every if settled or dead_letter.state == "open"]


def dead_topics(broker: BrokerSettings, topic: str | None) -> list[str]:
    """The dead-letter topics that are there, or the one of `topic`."""
    if topic is not None:
        return [topic if topic.endswith(SUFFIX) else topic + SUFFIX]
    with connected(broker) as consumer:
        return sorted(name for name in consumer.topics() if name.endswith(SUFFIX))


def opened(broker: BrokerSettings, letter_id: str) -> Record:
    """The whole record of a dead_letter.

    Raises:
        Misconfigured: that is no dead letter's id, or the dead letter is gone.
    """
    topic, _, rest = letter_id.partition("/")
    partition, _, offset = rest.partition("/")
    if not (topic.endswith(SUFFIX) and partition.isdigit() and offset.isdigit()):
        raise Misconfigured(f"{letter_id} is no dead letter's id; `pactwire dead list` shows them")
    for record in read(broker, [topic], {(topic, int(partition)): int(offset)}):
        if record.offset == int(offset) and mark(record) is None:
            return record
        break
    raise Misconfigured(f"there is no dead letter {letter_id}; `pactwire dead list` shows them")


def replay(producer: EventProducer, record: Record) -> int:
    """Publish the dead letter to where it came from and mark it; gives how often that was done now.

    Raises:
        Misconfigured: it was replayed five times already.
        Retryable: the broker doesn't confirm; nothing is lost, try again.
    """
    count = replays(record.headers) + 1
    if count > MAX_REPLAYS:
        raise Misconfigured(
            f"{summary(record).id} was replayed {MAX_REPLAYS} times already; mend its cause, "
            "then send the article anew, or drop the dead letter"
        )
    own = [header for header in record.headers if keeps(header[0]) and header[0] != REPLAYS]
    producer.publish_raw(
        origin_topic(record), record.key, record.value, [*own, (REPLAYS, str(count).encode())]
    ).result(DELIVERY_TIMEOUT + 5)
    settle(producer, record, "replayed")
    return count


def settle(producer: EventProducer, record: Record, state: State) -> None:
    """Mark a dead letter as done with.

    Raises:
        Retryable: the broker doesn't confirm.
    """
    told = {MARK: state, MARKED: str(record.offset), "dlq.mark.at": clock.now().isoformat()}
    producer.publish_raw(
        record.topic,
        record.key,
        None,
        [(name, value.encode()) for name, value in told.items()],
        record.partition,
    ).result(DELIVERY_TIMEOUT + 5)


def mark(record: Record) -> tuple[Place, State] | None:
    """Which dead letter the record marks and how; None when it is a dead letter itself."""
    told = dict(record.headers)
    state, offset = told.get(MARK), told.get(MARKED)
    if record.value is not None or offset is None or not offset.isdigit():
        return None
    place = (record.topic, record.partition, int(offset))
    if state == b"replayed":
        return place, "replayed"
    return (place, "dropped") if state == b"dropped" else None


def summary(record: Record, state: State = "open") -> DeadLetter:
    """The dead letter from its headers; what they don't say is left empty."""
    told = texts(record.headers)
    origin = [told.get(f"dlq.original.{part}", "") for part in ("partition", "offset")]
    return DeadLetter(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        origin="/".join([origin_topic(record), *origin]),
        stage=told.get("dlq.stage", ""),
        error=told.get("dlq.error.class", ""),
        message=told.get("dlq.error.message", ""),
        attempts=told.get("dlq.attempts", ""),
        failed_at=told.get("dlq.failed.at", ""),
        replays=replays(record.headers),
        size=len(record.value or b""),
        state=state,
    )


def origin_topic(record: Record) -> str:
    """The topic a dead letter came from: always the one its own topic is named after."""
    return record.topic.removesuffix(SUFFIX)


def texts(headers: Iterable[tuple[str, bytes | None]]) -> dict[str, str]:
    """Headers as text, the last of a name winning."""
    return {name: (value or b"").decode("utf-8", "replace") for name, value in headers}


def chosen(
    broker: BrokerSettings, ids: Iterable[str], topic: str | None, *, every: bool
) -> Iterator[Record]:
    """The records of the named dead letters, or every open one.

    Named ones are all looked up before the first is given.

    Raises:
        Misconfigured: one of `ids` is no dead_letter.
    """
    if not every:
        yield from [opened(broker, dead_letter) for dead_letter in ids]
        return
    unsettled = {(one.topic, one.partition, one.offset) for one in dead_letters(broker, topic)}
    for record in read(broker, dead_topics(broker, topic)):
        if (record.topic, record.partition, record.offset) in unsettled:
            yield record
