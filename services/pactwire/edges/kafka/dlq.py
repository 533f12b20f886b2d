"""Dead letters on the broker: list them, replay them, drop them.

A log can't lose one record from its middle, so a replay or drop is written as a resolution marker:
a record without a value, later in the same partition. Both expire with the topic's retention.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from pactwire.edges import clock
from pactwire.edges.kafka.dlq_headers import (
    LENGTH_HEADER,
    MAX_REPLAYS,
    REPLAY_COUNT_HEADER,
    is_preserved,
    replay_count,
)
from pactwire.edges.kafka.producer import DELIVERY_TIMEOUT, EventProducer
from pactwire.edges.kafka.topic_consumer import TopicRecord, open_consumer, read_records
from pactwire.errors import Misconfigured
from pactwire.settings import BrokerSettings

DLQ_SUFFIX = ".dead"
STATE_HEADER, OFFSET_HEADER = "dlq.mark", "dlq.mark.offset"
"""Headers of a resolution marker: the new state, and the offset of the dead letter it resolves."""

MAX_DIGITS = 19

DeadLetterState = Literal["open", "replayed", "dropped"]
RecordPosition = tuple[str, int, int]
"""Dead-letter topic, partition, offset."""


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
    """Bytes of the value, the whole one's where only its head was kept."""
    whole: bool = True
    """False when it was too large for the dead-letter topic and only its head was kept."""
    state: DeadLetterState = "open"

    @property
    def id(self) -> str:
        """What the commands call it."""
        return f"{self.topic}/{self.partition}/{self.offset}"


def list_dead_letters(
    broker: BrokerSettings, topic: str | None = None, *, include_resolved: bool = False
) -> list[DeadLetter]:
    """Open dead letters, oldest first in each topic.

    With `include_resolved` the replayed and dropped ones too; `topic` is the topic they came from.

    Raises:
        Misconfigured, Retryable: as `topic_consumer.read_records`.
    """
    found: dict[RecordPosition, TopicRecord] = {}
    resolutions: dict[RecordPosition, DeadLetterState] = {}
    for record in read_records(broker, list_dlq_topics(broker, topic)):
        if resolution := parse_resolution(record):
            position, state = resolution
            resolutions[position] = state
        else:
            found[record.topic, record.partition, record.offset] = record
    summaries = [
        summarise(record, resolutions.get(position, "open")) for position, record in found.items()
    ]
    return [
        dead_letter for dead_letter in summaries if include_resolved or dead_letter.state == "open"
    ]


def list_dlq_topics(broker: BrokerSettings, topic: str | None) -> list[str]:
    """The dead-letter topics that are there, or the one of `topic`."""
    if topic is not None:
        return [topic if topic.endswith(DLQ_SUFFIX) else topic + DLQ_SUFFIX]
    with open_consumer(broker) as consumer:
        return sorted(name for name in consumer.topics() if name.endswith(DLQ_SUFFIX))


def fetch_dead_letter(broker: BrokerSettings, dead_letter_id: str) -> TopicRecord:
    """The record of a dead letter, with its content.

    Raises:
        Misconfigured: the id is malformed, or the dead letter is gone.
    """
    topic, _, rest = dead_letter_id.partition("/")
    partition, _, offset = rest.partition("/")
    if not (topic.endswith(DLQ_SUFFIX) and is_number(partition) and is_number(offset)):
        raise Misconfigured(
            f"{dead_letter_id} is no dead letter's id; `pactwire dead list` shows them"
        )
    for record in read_records(broker, [topic], {(topic, int(partition)): int(offset)}):
        if record.offset == int(offset) and parse_resolution(record) is None:
            return record
        break
    raise Misconfigured(
        f"there is no dead letter {dead_letter_id}; `pactwire dead list` shows them"
    )


def replay_dead_letter(producer: EventProducer, record: TopicRecord) -> int:
    """Publish the dead letter to where it came from and mark it; gives how often that was done now.

    Raises:
        Misconfigured: it was replayed five times already, or only its head was kept.
        Retryable: the broker doesn't confirm; nothing is lost, try again.
    """
    summary = summarise(record)
    if record.unreadable:
        raise Misconfigured(
            f"{summary.id} holds a batch that can't be read ({record.unreadable}): send what is in "
            "it anew, or drop the dead letter"
        )
    if not summary.whole:
        raise Misconfigured(
            f"only the head of {summary.id} was kept, as it has {summary.size:,} bytes; the whole "
            f"record is at {summary.origin} as long as that topic keeps it: send it anew, or drop "
            "the dead letter"
        )
    count = replay_count(record.headers) + 1
    if count > MAX_REPLAYS:
        raise Misconfigured(
            f"{summary.id} was replayed {MAX_REPLAYS} times already; mend its cause, "
            "then send the article anew, or drop the dead letter"
        )
    original = [
        header
        for header in record.headers
        if is_preserved(header[0]) and header[0] != REPLAY_COUNT_HEADER
    ]
    producer.publish_raw(
        origin_topic(record),
        record.key,
        record.value,
        [*original, (REPLAY_COUNT_HEADER, str(count).encode())],
    ).result(DELIVERY_TIMEOUT + 5)
    resolve_dead_letter(producer, record, "replayed")
    return count


def resolve_dead_letter(
    producer: EventProducer, record: TopicRecord, state: DeadLetterState
) -> None:
    """Write the resolution marker of a dead letter.

    Raises:
        Retryable: the broker doesn't confirm.
    """
    marker = {
        STATE_HEADER: state,
        OFFSET_HEADER: str(record.offset),
        "dlq.mark.at": clock.now().isoformat(),
    }
    producer.publish_raw(
        record.topic,
        record.key,
        None,
        [(name, value.encode()) for name, value in marker.items()],
        record.partition,
    ).result(DELIVERY_TIMEOUT + 5)


def parse_resolution(record: TopicRecord) -> tuple[RecordPosition, DeadLetterState] | None:
    """Which dead letter the marker resolves and how; None when the record is a dead letter."""
    headers = dict(record.headers)
    state, offset = headers.get(STATE_HEADER), headers.get(OFFSET_HEADER)
    if record.value is not None or not is_number((offset or b"").decode("utf-8", "replace")):
        return None
    position = (record.topic, record.partition, int(offset or 0))
    if state == b"replayed":
        return position, "replayed"
    return (position, "dropped") if state == b"dropped" else None


def summarise(record: TopicRecord, state: DeadLetterState = "open") -> DeadLetter:
    """The dead letter described by a record's headers; a missing header leaves its field empty."""
    headers = decode_headers(record.headers)
    length = headers.get(LENGTH_HEADER, "")
    origin = [headers.get(f"dlq.original.{part}", "") for part in ("partition", "offset")]
    return DeadLetter(
        topic=record.topic,
        partition=record.partition,
        offset=record.offset,
        origin="/".join([origin_topic(record), *origin]),
        stage=headers.get("dlq.stage", ""),
        error=headers.get("dlq.error.class", ""),
        message=headers.get("dlq.error.message") or record.unreadable or "",
        attempts=headers.get("dlq.attempts", ""),
        failed_at=headers.get("dlq.failed.at", ""),
        replays=replay_count(record.headers),
        size=int(length) if is_number(length) else len(record.value or b""),
        whole=not length,
        state=state,
    )


def is_number(text: str) -> bool:
    """Whether a header is a number as this module writes them."""
    return text.isascii() and text.isdecimal() and len(text) <= MAX_DIGITS


def origin_topic(record: TopicRecord) -> str:
    """The topic a dead letter came from: the one its dead-letter topic is named after."""
    return record.topic.removesuffix(DLQ_SUFFIX)


def decode_headers(headers: Iterable[tuple[str, bytes | None]]) -> dict[str, str]:
    """Headers as text, the last of a name winning."""
    return {name: (value or b"").decode("utf-8", "replace") for name, value in headers}


def select_dead_letters(
    broker: BrokerSettings, ids: Iterable[str], topic: str | None, *, select_all: bool
) -> Iterator[TopicRecord]:
    """The records of the named dead letters, or of all open ones.

    Named ones are all looked up before the first is yielded.

    Raises:
        Misconfigured: one of `ids` names no dead letter.
    """
    if not select_all:
        yield from [fetch_dead_letter(broker, dead_letter) for dead_letter in ids]
        return
    open_positions = {
        (one.topic, one.partition, one.offset) for one in list_dead_letters(broker, topic)
    }
    for record in read_records(broker, list_dlq_topics(broker, topic)):
        if (record.topic, record.partition, record.offset) in open_positions:
            yield record
