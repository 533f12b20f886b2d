"""A consumer without a group: reads raw records for `listen`, dead letters, replays and tests.

Decodes nothing and commits nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from kafka import KafkaConsumer, TopicPartition
from kafka import errors as kafka_errors

from pactwire.edges.kafka.admin import AUTHORIZATION_ERRORS, client_options, muted_client_logs
from pactwire.edges.kafka.connecting import require_broker
from pactwire.edges.kafka.polled_batches import install_polled_reader
from pactwire.edges.kafka.record_batches import UNREADABLE_HEADER
from pactwire.edges.transaction_guard import forbid_in_transaction
from pactwire.errors import Misconfigured, Retryable
from pactwire.settings import BrokerSettings

POLL_TIMEOUT_MS = 200
"""How long a poll waits for records; between polls the reader checks whether to stop."""
CONNECT_TIMEOUT = 5.0
"""Seconds to wait for a broker that doesn't answer."""
CONNECT_TIMEOUT_MS = 10_000
MAX_PARTITION_FETCH_BYTES = 5 * 1024 * 1024

StartPosition = Literal["beginning", "end"] | datetime | Mapping[tuple[str, int], int]
"""Where to begin: an end of the topic, the first record of a moment, or an offset for each of the
partitions that are to be read."""


@dataclass(frozen=True, slots=True)
class TopicRecord:
    """A record as the broker has it. `timestamp` is milliseconds since 1970."""

    topic: str
    partition: int
    offset: int
    timestamp: int
    key: bytes | None
    value: bytes | None
    headers: tuple[tuple[str, bytes | None], ...]

    @property
    def unreadable(self) -> str | None:
        """Why the batch it stands for can't be read; None when it is a record."""
        why = dict(self.headers).get(UNREADABLE_HEADER)
        return why.decode(errors="replace") if why else None


def read_records(
    broker: BrokerSettings,
    topics: Sequence[str],
    start: StartPosition = "beginning",
    until: Callable[[], bool] | None = None,
) -> Iterator[TopicRecord]:
    """All records from `start` to the present end, or without end until `until` returns True.

    Topics that are not there are passed over. In order within a partition.

    Raises:
        Misconfigured: the broker refuses us.
        Retryable: no broker answers.
    """
    with open_consumer(broker) as consumer:
        parts = select_partitions(consumer, topics, start)
        if not parts:
            return
        consumer.assign(parts)
        ends = seek_to_start(consumer, parts, start)
        if until is None:
            yield from read_until_end(consumer, ends)
        else:
            yield from read_until_stopped(consumer, until)


def read_batches(
    broker: BrokerSettings, topics: Sequence[str], until: Callable[[], bool]
) -> Iterator[list[TopicRecord]]:
    """All that is on the topics now as one batch, then what comes, until `until` returns True.

    Topics that are not there are passed over. In order within a partition.

    Raises:
        Misconfigured: the broker refuses us.
        Retryable: no broker answers.
    """
    with open_consumer(broker) as consumer:
        parts = select_partitions(consumer, topics, "beginning")
        if not parts:
            return
        consumer.assign(parts)
        ends = seek_to_start(consumer, parts, "beginning")
        present: list[TopicRecord] = []
        while any(consumer.position(part) < end for part, end in ends.items()):
            present += poll_records(consumer)
        yield present
        while not until():
            yield poll_records(consumer)


def select_partitions(
    consumer: KafkaConsumer, topics: Sequence[str], start: StartPosition
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


def seek_to_start(
    consumer: KafkaConsumer, parts: list[TopicPartition], start: StartPosition
) -> dict[TopicPartition, int]:
    """Seek to the start, fixed now and not at the first poll; returns the current end offsets."""
    ends = seek_to_end(consumer, parts)
    if isinstance(start, Mapping):
        firsts = consumer.beginning_offsets(parts)
        for part in parts:
            consumer.seek(part, max(firsts[part], start[part.topic, part.partition]))
    elif isinstance(start, datetime):
        for part, first in find_offsets_at(consumer, parts, start).items():
            consumer.seek(part, first)
    elif start == "beginning":
        for part, first in consumer.beginning_offsets(parts).items():
            consumer.seek(part, first)
    return ends


def find_offsets_at(
    consumer: KafkaConsumer, parts: list[TopicPartition], at: datetime
) -> dict[TopicPartition, int]:
    """The offset of the first record of a moment or later; the first of all where there is none.

    The embedded broker knows no moments: there it is the first of all too.
    """
    asked = dict.fromkeys(parts, int(at.timestamp() * 1000))
    firsts: dict[TopicPartition, int] = consumer.beginning_offsets(parts)
    found = consumer.offsets_for_times(asked)
    return {part: found[part].offset if found.get(part) else firsts[part] for part in parts}


def seek_to_end(consumer: KafkaConsumer, parts: list[TopicPartition]) -> dict[TopicPartition, int]:
    """Seek assigned partitions to their end and return the end offsets, as reported by a fetch.

    Asked for offsets alone, the embedded broker reports the first of the last batch.
    """
    reported: dict[TopicPartition, int] = consumer.end_offsets(parts)
    for part in parts:
        consumer.seek(part, reported[part])
    while any(consumer.highwater(part) is None for part in parts):
        consumer.poll(timeout_ms=POLL_TIMEOUT_MS)
    ends = {part: max(reported[part], consumer.highwater(part)) for part in parts}
    for part in parts:
        consumer.seek(part, ends[part])
    return ends


def read_until_end(
    consumer: KafkaConsumer, ends: dict[TopicPartition, int]
) -> Iterator[TopicRecord]:
    """All records before the end offsets `ends`."""
    remaining = {part: end for part, end in ends.items() if consumer.position(part) < end}
    while remaining:
        for record in poll_records(consumer):
            if record.offset < ends[TopicPartition(record.topic, record.partition)]:
                yield record
        remaining = {part: end for part, end in remaining.items() if consumer.position(part) < end}


def read_until_stopped(consumer: KafkaConsumer, until: Callable[[], bool]) -> Iterator[TopicRecord]:
    """Records as they arrive, until `until` returns True."""
    while not until():
        yield from poll_records(consumer)


def poll_records(consumer: KafkaConsumer) -> list[TopicRecord]:
    """The records of one poll; waits up to `POLL_TIMEOUT_MS` for the first."""
    return [
        TopicRecord(
            one.topic, one.partition, one.offset, one.timestamp, one.key, one.value,
            tuple((name, value) for name, value in one.headers),
        )
        for batch in consumer.poll(timeout_ms=POLL_TIMEOUT_MS).values()
        for one in batch
    ]  # fmt: skip


@contextmanager
def open_consumer(broker: BrokerSettings) -> Iterator[KafkaConsumer]:
    """A consumer without a group, closed again; its errors are raised as our own."""
    forbid_in_transaction("topics are read")
    require_broker(broker, CONNECT_TIMEOUT)
    install_polled_reader()
    consumer = None
    try:
        with muted_client_logs():
            consumer = KafkaConsumer(
                **client_options(broker, "reader"),
                enable_auto_commit=False,
                auto_offset_reset="earliest",
                fetch_max_wait_ms=min(POLL_TIMEOUT_MS, int(broker.fetch_wait * 1000)),
                max_partition_fetch_bytes=MAX_PARTITION_FETCH_BYTES,
                bootstrap_timeout_ms=CONNECT_TIMEOUT_MS,
            )
        yield consumer
    except AUTHORIZATION_ERRORS as error:
        raise Misconfigured(f"the broker at {broker.bootstrap} refuses us: {error}") from None
    except kafka_errors.KafkaError as error:
        raise Retryable(f"no Kafka answers at {broker.bootstrap}: {error}") from error
    finally:
        if consumer is not None:
            consumer.close(timeout_ms=2000)
