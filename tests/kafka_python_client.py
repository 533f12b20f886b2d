"""The broker seen with kafka-python, apart from what is tested: readers, writers, group offsets."""

import time
from collections.abc import Callable, Mapping, Sequence
from types import TracebackType
from typing import Any, Self

from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.errors import KafkaError, NoError
from kafka.structs import OffsetAndMetadata

from pactwire.edges.kafka.admin import client_options
from pactwire.edges.kafka.topic_consumer import open_consumer, seek_to_end
from pactwire.settings import BrokerSettings

STAGES = (
    "enrich", "alert.ledger", "alert.match", "alert.match.changes", "alert.notify", "deliver",
)  # fmt: skip
"""Names of the stages; with the client prefix before them they are the consumer groups."""


class Tail:
    """Reads what comes to some topics after this was made; no group, no commits."""

    def __init__(
        self, broker: BrokerSettings, *topics: str, from_start: bool = False,
        at: Mapping[TopicPartition, int] | None = None,
    ) -> None:  # fmt: skip
        self._consumer = KafkaConsumer(
            **client_options(broker, "tests"),
            enable_auto_commit=False,
            fetch_max_wait_ms=10,
            auto_offset_reset="earliest",
        )
        parts = [
            TopicPartition(topic, part)
            for topic in topics
            for part in sorted(self._consumer.partitions_for_topic(topic) or ())
        ]
        assert parts, f"the broker has none of {topics}"
        self._consumer.assign(parts)
        if at is not None:
            for part in parts:
                self._consumer.seek(part, at[part])
        elif from_start:
            self._consumer.seek_to_beginning(*parts)
        else:
            seek_to_end(self._consumer, parts)  # and stays there
        self.began = {part: self._consumer.position(part) for part in parts}
        """Where it began to read: fixed now, not at the first poll."""

    def poll(self, wait: float = 0.2) -> list[Any]:
        """Records that came; waits at most `wait` seconds for the first."""
        polled = self._consumer.poll(timeout_ms=int(wait * 1000))
        return [record for records in polled.values() for record in records]

    def take(self, count: int, within: float = 30) -> list[Any]:
        """At least `count` records, or a failure that tells how many came in `within` seconds."""
        return self.until(lambda got: len(got) >= count, within, f"{count} records")

    def until(
        self, enough: Callable[[list[Any]], bool], within: float = 30, what: str = "that"
    ) -> list[Any]:
        """All records until `enough` holds of them."""
        got: list[Any] = []
        deadline = time.monotonic() + within
        while not enough(got):
            assert time.monotonic() < deadline, (
                f"{len(got)} came in {within} s, not {what}: {shown(got)}"
            )
            got += self.poll()
        return got

    def silence(self, seconds: float) -> list[Any]:
        """Whatever comes within that time; for showing that nothing does."""
        got: list[Any] = []
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            got += self.poll()
        return got

    def close(self) -> None:
        self._consumer.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        self.close()


def shown(records: Sequence[Any]) -> str:
    """The last few, short."""
    return " ".join(f"{r.topic}/{r.partition}/{r.offset}:{r.key!r:.40}" for r in records[-5:])


def put(
    broker: BrokerSettings,
    topic: str,
    records: Sequence[tuple[bytes | None, bytes | None]],
    headers: Sequence[tuple[str, bytes]] = (),
) -> None:
    """Write records as they are, confirmed."""
    producer = KafkaProducer(
        **client_options(broker, "tests"),
        enable_idempotence=broker.idempotent,
        acks="all",
        max_request_size=5 * 1024 * 1024,
    )
    sent = [
        producer.send(topic, key=key, value=value, headers=list(headers)) for key, value in records
    ]
    for future in sent:
        future.get(30)
    producer.close()


def start_groups_at_end(
    broker: BrokerSettings, topics: Sequence[str], stages: Sequence[str] = STAGES
) -> None:
    """Commit the present ends for the groups of these stages, so that they see only what comes."""
    client = KafkaAdminClient(**client_options(broker, "tests"))
    try:
        parts = [
            TopicPartition(topic["name"], part["partition_index"])
            for topic in client.describe_topics(list(topics))
            for part in topic["partitions"]
        ]
        with open_consumer(broker) as consumer:
            consumer.assign(parts)
            ends = seek_to_end(consumer, parts)
        for stage in stages:
            group = f"{broker.client_prefix}.{stage}"
            deadline = time.monotonic() + 20
            while not committed(client, group, ends):
                assert time.monotonic() < deadline, f"no offsets for group {group}"
                time.sleep(0.2)
    finally:
        client.close()


def committed(client: KafkaAdminClient, group: str, ends: dict[TopicPartition, int]) -> bool:
    """Commit the ends once; False while the broker is still making its coordinator."""
    wanted = {part: OffsetAndMetadata(end, "", -1) for part, end in ends.items()}
    try:
        done = client.alter_group_offsets(group, wanted)
    except KafkaError as error:
        if not error.retriable:
            raise
        return False
    return all(result is NoError for result in done.values())
