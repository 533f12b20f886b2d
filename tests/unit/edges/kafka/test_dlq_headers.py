import hashlib
from datetime import UTC, datetime

import pytest

from pactwire.edges.kafka.dlq_headers import (
    HEAD_BYTES,
    HEAD_HEADER_BYTES,
    LETTER_FORMS,
    LetterContent,
    LetterForm,
    ProcessingFailure,
    build_letter,
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


LARGE = ConsumedRecord(
    "news.articles.v1", 3, 41, 0, b"k" * 100_000, b"0123456789" * 1_000_000,
    (("small", b"1"), ("large", b"v" * 100_000), ("last", None)), lambda: None,
)  # fmt: skip


def letter(form: LetterForm, record: ConsumedRecord = LARGE) -> LetterContent:
    failure = ProcessingFailure("enrich", "pactwire.enrich", InvalidEvent("bad"), 1, AT)
    return build_letter(record, failure, form)


def test_a_whole_letter_is_the_record_byte_for_byte() -> None:
    whole = letter("whole")
    assert (whole.key, whole.value) == (LARGE.key, LARGE.value)
    assert whole.headers[:3] == LARGE.headers
    assert "dlq.original.length" not in dict(whole.headers)


@pytest.mark.parametrize("form", LETTER_FORMS[1:])
def test_a_letter_in_part_says_how_long_the_whole_is_and_its_hash(form: LetterForm) -> None:
    part = letter(form)
    headers = dict(part.headers)
    assert part.value
    assert LARGE.value
    assert LARGE.value.startswith(part.value)
    assert headers["dlq.original.length"] == b"10000000"
    assert headers["dlq.original.sha256"] == hashlib.sha256(LARGE.value).hexdigest().encode()
    assert headers["dlq.original.key.length"] == b"100000"
    assert headers["dlq.original.headers"] == b"3"
    assert headers["dlq.original.offset"] == b"41"


def test_a_head_keeps_what_is_small() -> None:
    head, record = letter("head"), ConsumedRecord("t", 0, 0, 0, b"k", None, (), lambda: None)
    assert head.key is None
    assert len(head.value or b"") == HEAD_BYTES
    assert head.headers[:2] == (("small", b"1"), ("last", None))
    assert letter("head", record).key == b"k"
    many = tuple((f"h{number}", b"v" * 10) for number in range(10_000))
    own = [
        header
        for header in letter(
            "head", ConsumedRecord("t", 0, 0, 0, b"", b"", many, lambda: None)
        ).headers
        if not header[0].startswith("dlq.")
    ]
    assert 0 < sum(len(name) + len(value or b"") for name, value in own) <= HEAD_HEADER_BYTES
    assert tuple(own) == many[: len(own)]


def test_a_bare_letter_has_nothing_that_could_be_refused_again() -> None:
    bare = letter("bare")
    assert bare.key is None
    assert len(bare.value or b"") <= 512
    assert all(name.startswith("dlq.") for name, _ in bare.headers)
    assert sum(len(name) + len(value or b"") for name, value in bare.headers) < 2048
