"""A coordinator or leader that is not there yet is asked again; a refusal is not."""

import pytest
from confluent_kafka import KafkaError, KafkaException, TopicPartition

from pactwire.edges.kafka import group_offsets
from pactwire.edges.kafka.group_offsets import ask_again, raise_first_error


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_offsets, "RETRY_PAUSE", 0)


def answer_after(*codes: int) -> list[int]:
    """How often was asked, when each code came as an error before the answer."""
    asked: list[int] = []

    def ask() -> list[int]:
        asked.append(len(asked))
        if len(asked) <= len(codes):
            raise KafkaException(KafkaError(codes[len(asked) - 1]))
        return asked

    return ask_again(ask)


@pytest.mark.parametrize(
    "code",
    [
        KafkaError.COORDINATOR_LOAD_IN_PROGRESS,
        KafkaError.COORDINATOR_NOT_AVAILABLE,
        KafkaError.NOT_COORDINATOR,
        KafkaError.NOT_LEADER_FOR_PARTITION,
        KafkaError._TRANSPORT,
        KafkaError._WAIT_COORD,
    ],
)
def test_what_passes_is_asked_again(code: int) -> None:
    assert answer_after(code, code) == [0, 1, 2]


def test_a_refusal_is_raised_at_once() -> None:
    with pytest.raises(KafkaException, match="authorization"):
        answer_after(KafkaError.GROUP_AUTHORIZATION_FAILED)


def test_what_does_not_pass_in_time_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(group_offsets, "REQUEST_TIMEOUT", -1)
    with pytest.raises(KafkaException, match="coordinator"):
        answer_after(KafkaError.NOT_COORDINATOR)


def test_one_partition_that_is_refused_is_an_error() -> None:
    refused = TopicPartition("news.articles.v1", 0)
    assert raise_first_error([refused]) == [refused]
    assert raise_first_error(None) == []
