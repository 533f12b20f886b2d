"""Reads topics as they are, beside any group: for listening, dead letters, replays and tests.

Decodes nothing and commits nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal

from kafka import KafkaConsumer, TopicPartition
from kafka import errors as kafka_errors

from pactwire.edges.kafka.admin import REFUSED, client_options, quiet
from pactwire.errors import Misconfigured, Retryable
from pactwire.settings import BrokerSettings

WAIT_MS = 200
"""How often a follower that hears nothing looks whether it should stop."""
PATIENCE_MS = 10_000
RECORD_BYTES = 5 * 1024 * 1024

Start = Literal["beginning", "end"] | Mapping[tuple[str, int], int]
"""Where to begin: an end of the topic, or an offset for each partition that is to be read."""


@dataclass(frozen=True, slots=True)
class Record:
    """A record as the broker has it. `timestamp` is milliseconds since 1970."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]


def read(
    broker: BrokerSettings,
    topics: Sequence[str],
    start: Start = "beginning",
    until: Callable[[], bool] | None = None,
) -> Iterator[Record]:
    """All records from `start` to the present end, or on and on until `until` gives True.

    Topics that are not there are passed over. In order within a partition.

    Raises:
        Misconfigured: the broker refuses us.
        Retryable: no broker answers.
    """
    with connected(broker) as consumer:
        parts = partitions(consumer, topics, start)
        if not parts:
            return
        consumer.assign(parts)
        ends = place(consumer, parts, start)
        if until is None:
            yield from to_the_end(consumer, ends)
        else:
            yield from onwards(consumer, until)


def partitions(
    consumer: KafkaConsumer, topics: Sequence[str], start: Start
) -> list[TopicPartition]:
    """The partitions to read, those without an offset left out when offsets are given."""
    found = [
        TopicPartition(topic, number)
        for topic in topics
        for number in sorted(consumer.partitions_for_topic(topic) or ())
    ]
    if isinstance(start, Mapping):
        return [part for part in found if (part.topic, part.partition) in start]
    return found


def place(
    consumer: KafkaConsumer, parts: list[TopicPartition], start: Start
) -> dict[TopicPartition, int]:
    """Go to the start, fixed now and not at the first poll; gives the present ends."""
    ends = present_ends(consumer, parts)
    if isinstance(start, Mapping):
        firsts = consumer.beginning_offsets(parts)
        for part in parts:
            consumer.seek(part, max(firsts[part], start[part.topic, part.partition]))
    elif start == "beginning":
        for part, first in consumer.beginning_offsets(parts).items():
            consumer.seek(part, first)
    return ends


def present_ends(consumer: KafkaConsumer, parts: list[TopicPartition]) -> dict[TopicPartition, int]:
    """Where assigned partitions end now, by what a fetch tells; leaves the consumer there.

    Asked for offsets alone, the embedded broker tells the first of the last batch.
    """
    told: dict[TopicPartition, int] = consumer.end_offsets(parts)
    for part in parts:
        consumer.seek(part, told[part])
    while any(consumer.highwater(part) is None for part in parts):
        consumer.poll(timeout_ms=WAIT_MS)
    ends = {part: max(told[part], consumer.highwater(part)) for part in parts}
    for part in parts:
        consumer.seek(part, ends[part])
    return ends


def to_the_end(consumer: KafkaConsumer, ends: dict[TopicPartition, int]) -> Iterator[Record]:
    """Everything before `ends`."""
    left = {part: end for part, end in ends.items() if consumer.position(part) < end}
    while left:
        for record in polled(consumer):
            if record.offset < ends[TopicPartition(record.topic, record.partition)]:
                yield record
        left = {part: end for part, end in left.items() if consumer.position(part) < end}


def onwards(consumer: KafkaConsumer, until: Callable[[], bool]) -> Iterator[Record]:
    """Everything that comes."""
    while not until():
        yield from polled(consumer)


def polled(consumer: KafkaConsumer) -> list[Record]:
    """What has come, after a short wait for the first."""
    return [
        Record(
            one.topic, one.partition, one.offset, one.timestamp, one.key, one.value,
            tuple((name, value) for name, value in one.headers),
        )
        for batch in consumer.poll(timeout_ms=WAIT_MS).values()
        for one in batch
    ]  # fmt: skip


@contextmanager
def connected(broker: BrokerSettings) -> Iterator[KafkaConsumer]:
    """A consumer without a group, closed again; its errors in our words."""
    consumer = None
    try:
        with quiet():
            consumer = KafkaConsumer(
                **client_options(broker, "reader"),
                enable_auto_commit=False,
                auto_offset_reset="earliest",
                fetch_max_wait_ms=min(WAIT_MS, int(broker.fetch_wait * 1000)),
                max_partition_fetch_bytes=RECORD_BYTES,
                bootstrap_timeout_ms=PATIENCE_MS,
            )
        yield consumer
    except REFUSED as error:
        raise Misconfigured(f"the broker at {broker.bootstrap} refuses us: {error}") from None
    except kafka_errors.KafkaError as error:
        raise Retryable(f"no Kafka answers at {broker.bootstrap}: {error}") from error
    finally:
        if consumer is not None:
            consumer.close(timeout_ms=2000)
