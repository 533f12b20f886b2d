"""Low and high watermarks of partitions, asked of the broker independently of Faust.

A consumer asks, one partition after the other, and has no request under way when it is closed:
librdkafka's admin client, closed while a request was, has ended the whole process by an assertion.
"""

import threading
from collections.abc import Iterable
from typing import Any

from confluent_kafka import Consumer, KafkaException, TopicPartition

from pactwire.edges import clock
from pactwire.edges.kafka.in_flight import Partition
from pactwire.edges.kafka.producer import librdkafka_config
from pactwire.edges.transaction_guard import forbid_in_transaction
from pactwire.errors import Retryable
from pactwire.settings import BrokerSettings

REQUEST_TIMEOUT = 4.0
"""Seconds for all answers."""
LEAST_TIMEOUT = 0.1
"""Seconds for a partition whose turn comes when the time is over."""


class WatermarkClient:
    """Has a connection of its own; its calls block and take turns, so make them in a thread."""

    def __init__(self, broker: BrokerSettings, service: str) -> None:
        """Connect when first needed; joins no group, though the library asks for a name of one."""
        name = f"{service}.offsets"
        self._config = {
            **librdkafka_config(broker, name),
            "group.id": f"{broker.client_prefix}.{name}",
            "enable.auto.commit": False,
            "log_level": 0,
        }
        self._client: Consumer | None = None
        self._lock = threading.Lock()

    def fetch_watermarks(self, partitions: Iterable[Partition]) -> dict[Partition, tuple[int, int]]:
        """First and end offset of each partition; one whose leader is away is left out.

        Raises:
            Retryable: the broker doesn't answer in time, or for none of the partitions.
        """
        forbid_in_transaction("offsets are asked for")
        asked = list(partitions)
        with self._lock:
            client = self._client = self._client or Consumer(self._config)
            found, failure = query_watermarks(client, asked)
            if failure is not None:
                self._close_client(client)
        if failure is not None and not found:
            raise Retryable(f"no offsets: {failure!r}") from failure
        return found

    def _close_client(self, client: Any) -> None:
        """After a broker's restart a client may hold on to the leader epoch from before it."""
        self._client = None
        client.close()


def query_watermarks(
    client: Any, partitions: Iterable[Partition]
) -> tuple[dict[Partition, tuple[int, int]], Exception | None]:
    """The offsets that were answered, and the first failure; an offset below zero is none."""
    found: dict[Partition, tuple[int, int]] = {}
    failure: Exception | None = None
    asked = list(partitions)
    deadline = clock.monotonic() + REQUEST_TIMEOUT
    for part in asked:
        left = max(LEAST_TIMEOUT, deadline - clock.monotonic())
        try:
            found[part] = query_partition(client, part, left)
        except (KafkaException, TimeoutError) as error:
            failure = failure or error
    return found, failure if asked else find_silence(client)


def find_silence(client: Any) -> Exception | None:
    """Why the broker doesn't answer at all; None when it does."""
    try:
        client.list_topics(timeout=REQUEST_TIMEOUT)
    except KafkaException as error:
        return error
    return None


def query_partition(client: Any, partition: Partition, seconds: float) -> tuple[int, int]:
    """First and end offset of one partition.

    Raises:
        KafkaException: the broker refuses, or has no leader for it.
        TimeoutError: it doesn't answer, or not with an offset.
    """
    answer: tuple[int, int] | None = client.get_watermark_offsets(
        TopicPartition(*partition), timeout=seconds, cached=False
    )
    if answer is None or min(answer) < 0:
        raise TimeoutError(f"no offsets of {partition[0]} {partition[1]}: {answer}")
    return answer
