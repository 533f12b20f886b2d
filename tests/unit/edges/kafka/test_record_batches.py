import gzip
from typing import Any

import pytest
from aiokafka.record.default_records import _DefaultRecordBatchBuilderPy as BatchBuilder
from aiokafka.record.memory_records import MemoryRecords
from hypothesis import given
from hypothesis import strategies as st

from pactwire.edges.kafka import record_batches
from pactwire.edges.kafka.record_batches import UNREADABLE_HEADER, FetchedRecords, read_varint

Headers = list[tuple[str, bytes | None]]
CODECS = (0, 1, 2, 3, 4)
"""None, gzip, snappy, lz4, zstd."""
ROWS = st.lists(
    st.tuples(
        st.none() | st.binary(max_size=40),
        st.none() | st.binary(max_size=300),
        st.lists(st.tuples(st.text(max_size=9), st.none() | st.binary(max_size=9)), max_size=3),
    ),
    min_size=1,
    max_size=8,
)


class NotUtf8(str):
    __slots__ = ()

    def encode(self, *_: object) -> bytes:
        return b"\xff\xfe"


def batch(*rows: tuple[bytes | None, bytes | None, Headers], codec: int = 0, at: int = 0) -> bytes:
    builder = BatchBuilder(2, codec, 0, -1, -1, 0, 100_000_000)
    for number, (key, value, headers) in enumerate(rows):
        assert builder.append(number, 1_770_000_000_000 + number, key, value, headers)
    raw = bytearray(builder.build())
    raw[:8] = at.to_bytes(8, "big")
    return bytes(raw)


def read(raw: bytes) -> list[Any]:
    records, found = FetchedRecords(raw), []
    while records.has_next():
        found += list(records.next_batch())
    return found


def flat(record: Any) -> tuple[Any, ...]:
    return record.offset, record.timestamp, record.key, record.value, list(record.headers)


@given(rows=ROWS, codec=st.sampled_from([0, 1]))
def test_records_are_read_as_the_library_reads_them(rows: Any, codec: int) -> None:
    raw = batch(*rows, codec=codec, at=40)
    expected = [flat(record) for record in MemoryRecords(raw).next_batch()]
    assert [flat(record) for record in read(raw)] == expected
    header = raw[: record_batches.BATCH_HEADER.size]
    assert [flat(record) for record in record_batches.read_batch(memoryview(raw))] == expected
    assert len(header) == 61


@pytest.mark.parametrize("codec", CODECS)
def test_every_compression_is_read(codec: int) -> None:
    raw = batch((b"k", b"value" * 1000, [("h", None)]), (None, None, []), codec=codec, at=7)
    assert [flat(record) for record in read(raw)] == [
        (7, 1_770_000_000_000, b"k", b"value" * 1000, [("h", None)]),
        (8, 1_770_000_000_001, None, None, []),
    ]


@pytest.mark.parametrize("codec", CODECS)
def test_a_header_that_is_no_utf_8_keeps_no_record_away(codec: int) -> None:
    odd: Headers = [(NotUtf8("name"), b"v")]
    raw = batch((b"a", b"1", []), (b"b", b"2", odd), (b"c", b"3", []), codec=codec)
    following = batch((b"d", b"4", []), codec=codec, at=3)
    found = {record.offset: record for record in read(raw + following)}
    assert [found[offset].value for offset in range(4)] == [b"1", b"2", b"3", b"4"]
    assert found[1].headers == [("\\xff\\xfe", b"v")]


@pytest.mark.parametrize("codec", CODECS[1:])
def test_a_batch_that_inflates_too_far_is_one_unreadable_record(
    monkeypatch: pytest.MonkeyPatch, codec: int
) -> None:
    monkeypatch.setattr(record_batches, "MAX_INFLATED_BYTES", 100_000)
    bomb = batch((b"k", b"0" * 200_000, []), (b"k", b"1", []), codec=codec, at=5)
    following = batch((b"d", b"4", []), codec=codec, at=7)
    unreadable, fine = read(bomb + following)
    assert unreadable.offset == 6, "the last of the batch, so that the place behind it is committed"
    assert unreadable.value == bomb
    assert dict(unreadable.headers)[UNREADABLE_HEADER]
    assert fine.value == b"4"


def damaged(raw: bytes, payload: bytes) -> bytes:
    """The batch with another payload; its checksum is not what is tested."""
    header = bytearray(raw[: record_batches.BATCH_HEADER.size])
    header[8:12] = (len(header) - 12 + len(payload)).to_bytes(4, "big")
    return bytes(header) + payload


GZIPPED = batch((b"k", b"v", []), codec=1)


@pytest.mark.parametrize(
    "payload",
    [
        b"", b"no gzip", gzip.compress(b"", mtime=0), gzip.compress(b"\xff" * 50, mtime=0),
        gzip.compress(b"words" * 10, mtime=0)[:-9], gzip.compress(b"\x02", mtime=0)[:12],
    ],
)  # fmt: skip
def test_a_damaged_batch_is_one_unreadable_record(payload: bytes) -> None:
    raw = damaged(GZIPPED, payload)
    (unreadable,) = read(raw)
    assert unreadable.value == raw
    assert UNREADABLE_HEADER in dict(unreadable.headers)


def test_an_unknown_compression_is_named() -> None:
    raw = bytearray(GZIPPED)
    raw[22] = 7
    (unreadable,) = read(bytes(raw))
    assert b"7 is unknown" in (dict(unreadable.headers)[UNREADABLE_HEADER] or b"")


@given(number=st.integers(min_value=-(2**63), max_value=2**63 - 1))
def test_numbers_of_variable_length(number: int) -> None:
    zigzag, encoded = (number << 1) ^ (number >> 63), bytearray()
    while zigzag > 0x7F:
        encoded.append(zigzag & 0x7F | 0x80)
        zigzag >>= 7
    assert read_varint(bytes(encoded) + bytes([zigzag]), 0) == (number, len(encoded) + 1)
