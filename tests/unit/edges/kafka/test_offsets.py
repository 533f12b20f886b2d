"""Offsets from answers of which some never came."""

from concurrent.futures import Future
from types import SimpleNamespace
from typing import Any

from confluent_kafka import TopicPartition

from pactwire.edges.kafka.offsets import collect_watermarks

PARTS = [TopicPartition("t", number) for number in range(3)]


def answered(offset: int | Exception) -> "Future[Any]":
    future: Future[Any] = Future()
    if isinstance(offset, Exception):
        future.set_exception(offset)
    else:
        future.set_result(SimpleNamespace(offset=offset))
    return future


def test_a_partition_without_an_answer_keeps_no_other_from_being_known() -> None:
    first = {part: answered(1) for part in PARTS}
    end = {PARTS[0]: answered(9), PARTS[1]: answered(KeyError("t [1]")), PARTS[2]: answered(-1)}
    found, failure = collect_watermarks(PARTS, first, end)
    assert found == {("t", 0): (1, 9)}
    assert isinstance(failure, KeyError)
    found, failure = collect_watermarks(PARTS, first, {PARTS[0]: answered(9)})
    assert found == {("t", 0): (1, 9)}
    assert isinstance(failure, KeyError)
