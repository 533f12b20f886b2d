from datetime import UTC, datetime

import pytest

from pactwire.edges.kafka.dlq_headers import (
    ProcessingFailure,
    dead_letter_headers,
    describe_error,
    replay_count,
)
from pactwire.edges.kafka.stage import ConsumedRecord
from pactwire.errors import InvalidEvent

AT = datetime(2026, 3, 1, 12, tzinfo=UTC)


def consumed(*headers: tuple[str, bytes | None]) -> ConsumedRecord:
    return ConsumedRecord(
        "news.articles.v1", 3, 41, 1_770_000_000_000, b"k", b"v", headers, lambda: None
    )


def headers_of(error: Exception, *headers: tuple[str, bytes | None]) -> dict[str, bytes | None]:
    failure = ProcessingFailure("enrich", "pactwire.enrich", error, 2, AT)
    return dict(dead_letter_headers(consumed(*headers), failure))


def test_a_dead_letter_says_where_the_record_was_and_why_it_was_refused() -> None:
    assert headers_of(InvalidEvent("too short", "body"), ("traceparent", b"00-1")) == {
        "traceparent": b"00-1",
        "dlq.original.topic": b"news.articles.v1",
        "dlq.original.partition": b"3",
        "dlq.original.offset": b"41",
        "dlq.original.timestamp": b"1770000000000",
        "dlq.stage": b"enrich",
        "dlq.error.class": b"InvalidEvent",
        "dlq.error.message": b"body: too short",
        "dlq.attempts": b"2",
        "dlq.consumer.group": b"pactwire.enrich",
        "dlq.failed.at": b"2026-03-01T12:00:00+00:00",
    }


def test_headers_of_an_earlier_dead_letter_are_replaced_but_the_count_of_replays_stays() -> None:
    replaced = headers_of(
        InvalidEvent("still bad"), ("dlq.error.message", b"old"), ("dlq.replay.count", b"3")
    )

    assert replaced["dlq.error.message"] == b"still bad"
    assert replaced["dlq.replay.count"] == b"3"


def test_a_message_is_at_most_512_bytes_of_whole_characters() -> None:
    text = describe_error(InvalidEvent("ü" * 400))

    assert text == "ü" * 256


def test_a_bug_names_its_place_and_no_content() -> None:
    with pytest.raises(KeyError) as caught:
        {}["the article's text"]

    assert "article" not in describe_error(caught.value)
    assert "line" in describe_error(caught.value)


@pytest.mark.parametrize(
    ("value", "count"),
    [(b"0", 0), (b"4", 4), (b"-1", 0), (b"many", 0), (None, 0), (b"9" * 99, 0)],
)
def test_nonsense_in_the_count_of_replays_is_none(value: bytes | None, count: int) -> None:
    assert replay_count([("dlq.replay.count", value)]) == count
