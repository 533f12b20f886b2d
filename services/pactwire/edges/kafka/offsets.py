"""Low and high watermarks of partitions, asked of the broker independently of Faust."""

from collections.abc import Iterable, Mapping
from concurrent.futures import Future

from confluent_kafka import KafkaException, TopicPartition
from confluent_kafka.admin import (  # type: ignore[attr-defined]
    AdminClient,
    ListOffsetsResultInfo,
    OffsetSpec,
)

from pactwire.edges.kafka.in_flight import Partition
from pactwire.edges.kafka.producer import librdkafka_config
from pactwire.edges.transaction_guard import forbid_in_transaction
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
        """First and end offset of each partition; one whose leader is away is left out.

        Raises:
            Retryable: the broker doesn't answer in time, or for none of the partitions.
        """
        forbid_in_transaction("offsets are asked for")
        asked = [TopicPartition(topic, number) for topic, number in partitions]
        try:
            if not asked:
                self._client.list_topics(timeout=REQUEST_TIMEOUT)
                return {}
            first = self._list_offsets(asked, OffsetSpec.earliest())  # type: ignore[no-untyped-call]
            end = self._list_offsets(asked, OffsetSpec.latest())  # type: ignore[no-untyped-call]
        except (KafkaException, TimeoutError) as error:
            raise self._renew_client(error) from error
        found, failure = collect_watermarks(asked, first, end)
        if failure is not None:
            away = self._renew_client(failure)
            if not found:
                raise away from failure
        return found

    def _renew_client(self, error: Exception) -> Retryable:
        """After a broker's restart a client may hold on to the leader epoch from before it."""
        self._client = AdminClient(self._config)
        return Retryable(f"no offsets: {error!r}")

    def _list_offsets(
        self, asked: list[TopicPartition], spec: OffsetSpec
    ) -> "dict[TopicPartition, Future[ListOffsetsResultInfo]]":
        answers: dict[TopicPartition, Future[ListOffsetsResultInfo]] = self._client.list_offsets(
            dict.fromkeys(asked, spec), request_timeout=REQUEST_TIMEOUT
        )
        return answers


def collect_watermarks(
    asked: Iterable[TopicPartition],
    first: "Mapping[TopicPartition, Future[ListOffsetsResultInfo]]",
    end: "Mapping[TopicPartition, Future[ListOffsetsResultInfo]]",
) -> tuple[dict[Partition, tuple[int, int]], Exception | None]:
    """The offsets that were answered, and the first failure.

    A broker that goes away leaves partitions out of the answer, and librdkafka's client then gives
    a KeyError of its own; an offset below zero is no offset.
    """
    found: dict[Partition, tuple[int, int]] = {}
    failure: Exception | None = None
    for part in asked:
        try:
            offsets = (
                first[part].result(REQUEST_TIMEOUT).offset,
                end[part].result(REQUEST_TIMEOUT).offset,
            )
        except Exception as error:  # noqa: BLE001  whatever it is, the offsets are not known
            failure = failure or error
            continue
        if min(offsets) >= 0:
            found[part.topic, part.partition] = offsets
    return found, failure
