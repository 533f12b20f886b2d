"""Offsets from answers of which some never came."""

from typing import Any

from confluent_kafka import KafkaError, KafkaException, TopicPartition

from pactwire.edges.kafka.offsets import query_watermarks

AWAY = KafkaException(KafkaError(KafkaError._TIMED_OUT))


class Client:
    """Answers for each partition of one topic, by its number."""

    def __init__(self, *answers: tuple[int, int] | Exception | None) -> None:
        self.answers = answers

    def get_watermark_offsets(self, part: TopicPartition, **_: Any) -> Any:
        answer = self.answers[part.partition]
        if isinstance(answer, Exception):
            raise answer
        return answer

    def list_topics(self, **_: Any) -> None:
        raise AWAY


def test_a_partition_without_an_answer_keeps_no_other_from_being_known() -> None:
    client = Client((1, 9), AWAY, None, (0, -1), (2, 2))
    found, failure = query_watermarks(client, [("t", number) for number in range(5)])
    assert found == {("t", 0): (1, 9), ("t", 4): (2, 2)}
    assert failure is AWAY


def test_without_partitions_the_broker_is_asked_all_the_same() -> None:
    assert query_watermarks(Client(), []) == ({}, AWAY)
