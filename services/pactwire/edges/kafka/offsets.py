"""Low and high watermarks of partitions, asked of the broker independently of Faust."""

from collections.abc import Iterable
from concurrent.futures import Future

from confluent_kafka import KafkaException, TopicPartition
from confluent_kafka.admin import (  # type: ignore[attr-defined]
    AdminClient,
    ListOffsetsResultInfo,
    OffsetSpec,
)

from pactwire.edges.kafka.in_flight import Partition
from pactwire.edges.kafka.producer import librdkafka_config
from pactwire.errors import Retryable
from pactwire.settings import BrokerSettings

REQUEST_TIMEOUT = 4.0
"""Seconds for an answer."""


class WatermarkClient:
    """Has a connection of its own; its calls block, so make them in a thread."""

    def __init__(self, broker: BrokerSettings, service: str) -> None:
        """Connect when first needed."""
        self._config = {**librdkafka_config(broker, f"{service}.offsets"), "log_level": 0}
        self._client = AdminClient(self._config)

    def fetch_watermarks(self, partitions: Iterable[Partition]) -> dict[Partition, tuple[int, int]]:
        """First and end offset of each partition.

        Raises:
            Retryable: the broker doesn't answer in time.
        """
        asked = [TopicPartition(topic, number) for topic, number in partitions]
        try:
            if not asked:
                self._client.list_topics(timeout=REQUEST_TIMEOUT)
                return {}
            first = self._list_offsets(asked, OffsetSpec.earliest())  # type: ignore[no-untyped-call]
            end = self._list_offsets(asked, OffsetSpec.latest())  # type: ignore[no-untyped-call]
            return {
                (part.topic, part.partition): (
                    first[part].result(REQUEST_TIMEOUT).offset,
                    end[part].result(REQUEST_TIMEOUT).offset,
                )
                for part in asked
            }
        except (KafkaException, TimeoutError) as error:
            # After a broker's restart a client may hold on to the leader epoch from before it.
            self._client = AdminClient(self._config)
            raise Retryable(f"no offsets: {error}") from error

    def _list_offsets(
        self, asked: list[TopicPartition], spec: OffsetSpec
    ) -> "dict[TopicPartition, Future[ListOffsetsResultInfo]]":
        answers: dict[TopicPartition, Future[ListOffsetsResultInfo]] = self._client.list_offsets(
            dict.fromkeys(asked, spec), request_timeout=REQUEST_TIMEOUT
        )
        return answers
