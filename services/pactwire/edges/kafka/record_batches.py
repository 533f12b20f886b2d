"""Reads whatever lies in a fetched batch; nothing in it may keep the rest of a partition away.

aiokafka gives up on a batch with one header that is no UTF-8, and fetches it again for ever; and
it inflates a batch in memory however large it becomes. Here a record that can be read is read,
and a batch that cannot be is handed on as one unreadable record, which becomes a dead letter.
"""

import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from aiokafka.consumer import fetcher
from aiokafka.errors import CorruptRecordException
from aiokafka.record.memory_records import MemoryRecords

UNREADABLE_HEADER = "pactwire.unreadable"
"""Header of a record that stands for a whole batch: why it could not be read."""
MAX_INFLATED_BYTES = 64 * 1024 * 1024
"""Of a compressed batch; one event has at most four."""

LENGTH = struct.Struct(">i")
BATCH_HEADER = struct.Struct(">qiibIhiqqqhii")
"""Of a record batch, version 2."""
LENGTH_AT, OVERHEAD = 8, 12
CODEC_MASK, TIME_OF_APPEND = 0x07, 0x08
CODECS = {2: "snappy", 3: "lz4", 4: "zstd"}
GZIP = 1
XERIAL_MAGIC, XERIAL_HEADER_BYTES = b"\x82SNAPPY\x00", 16


class UnreadableBatch(Exception):  # noqa: N818  reads as what it is
    """The batch can't be read as records; the message says why."""


class BatchRecord(NamedTuple):
    """A record of a batch, with the names that the clients' own have."""

    offset: int
    timestamp: int
    timestamp_type: int
    key: bytes | None
    value: bytes | None
    headers: list[tuple[str, bytes | None]]
    checksum: None = None

    @property
    def size_in_bytes(self) -> int:
        """Of key and value."""
        return len(self.key or b"") + len(self.value or b"")

    def validate_crc(self) -> bool:
        """True: a record has no checksum of its own, its batch has one."""
        return True


class FetchedRecords:
    """The batches of one fetch, in place of aiokafka's own."""

    def __init__(self, raw: bytes) -> None:
        """`raw` is what the broker sent for one partition."""
        self._batches = MemoryRecords(raw)
        self._raw = memoryview(raw)
        self._at = 0

    def size_in_bytes(self) -> int:
        """Bytes of all batches."""
        return int(self._batches.size_in_bytes())

    def has_next(self) -> bool:
        """Whether a whole batch follows."""
        return bool(self._batches.has_next())

    def next_batch(self) -> Any:
        """The next batch; only those of version 2 can be read in spite of what is in them."""
        batch: Any = self._batches.next_batch()
        (length,) = LENGTH.unpack_from(self._raw, self._at + LENGTH_AT)
        raw = self._raw[self._at : self._at + OVERHEAD + length]
        self._at += len(raw)
        is_current = hasattr(batch, "compression_type") and len(raw) >= BATCH_HEADER.size
        return FetchedBatch(batch, raw) if is_current else batch


class FetchedBatch:
    """One batch: aiokafka's reader where it can, else our own."""

    def __init__(self, batch: Any, raw: memoryview) -> None:
        """`raw` is the batch as it came, header and all."""
        self._batch = batch
        self._raw = raw

    def __getattr__(self, name: str) -> Any:
        """Offsets, attributes and checks are aiokafka's."""
        return getattr(self._batch, name)

    def __iter__(self) -> Iterator[Any]:
        """The records; after a failure those that came already come again, and are passed over."""
        try:
            if not self._batch.compression_type:
                yield from self._batch
                return
        except (CorruptRecordException, ValueError):
            pass
        yield from read_or_mark(self._raw, self._batch.next_offset - 1, self._batch.max_timestamp)


def install_reader() -> None:
    """Make aiokafka read fetched batches with this module; it has no setting for that."""
    fetcher.MemoryRecords = FetchedRecords


def read_or_mark(raw: memoryview, last_offset: int, moment: int) -> Iterator[BatchRecord]:
    """The records of a batch; from where it can't be read on, one that holds all of it.

    Such a record has the batch's last offset and time, and says why in `UNREADABLE_HEADER`.
    """
    try:
        yield from read_batch(raw)
    except UnreadableBatch as why:
        header = (UNREADABLE_HEADER, str(why).encode())
        yield BatchRecord(last_offset, moment, 0, None, bytes(raw), [header])


def read_batch(raw: memoryview) -> Iterator[BatchRecord]:
    """The records of a batch of version 2.

    Raises:
        UnreadableBatch: it can't be inflated, or its records are no records.
    """
    header = BATCH_HEADER.unpack_from(raw)
    base, attributes, first_time, last_time, count = (header[part] for part in (0, 5, 7, 8, 12))
    data, at = inflate(attributes & CODEC_MASK, raw[BATCH_HEADER.size :]), 0
    for _ in range(count):
        try:
            record, at = read_record(data, at)
        except (IndexError, ValueError) as error:
            raise UnreadableBatch(f"a record of it is malformed: {error}") from error
        moment = last_time if attributes & TIME_OF_APPEND else first_time + record.timestamp
        yield record._replace(offset=base + record.offset, timestamp=moment)


def read_record(data: bytes, at: int) -> tuple[BatchRecord, int]:
    """A record with offset and time relative to its batch, and where the next one begins."""
    length, at = read_varint(data, at)
    end = at + length
    time, at = read_varint(data, at + 1)
    offset, at = read_varint(data, at)
    key, at = read_bytes(data, at)
    value, at = read_bytes(data, at)
    count, at = read_varint(data, at)
    headers: list[tuple[str, bytes | None]] = []
    for _ in range(count):
        name, at = read_bytes(data, at)
        content, at = read_bytes(data, at)
        headers.append(((name or b"").decode("utf-8", "backslashreplace"), content))
    if at != end:
        raise ValueError(f"it has {at - end + length} bytes and says {length}")
    return BatchRecord(offset, time, 0, key, value, headers), end


def read_bytes(data: bytes, at: int) -> tuple[bytes | None, int]:
    """Bytes with their length before them; a negative one is null."""
    length, at = read_varint(data, at)
    if length < 0:
        return None, at
    if at + length > len(data):
        raise IndexError(f"{length} bytes are announced and {len(data) - at} are left")
    return bytes(data[at : at + length]), at + length


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    """A zigzag number of variable length."""
    number = shift = 0
    while True:
        byte = data[at]
        at += 1
        number |= (byte & 0x7F) << shift
        if not byte & 0x80:
            return (number >> 1) ^ -(number & 1), at
        shift += 7


def inflate(codec: int, data: memoryview) -> bytes:
    """The records of a batch, inflated to at most `MAX_INFLATED_BYTES`.

    Raises:
        UnreadableBatch: larger, damaged, or a compression this installation can't read.
    """
    if not codec:
        return bytes(data)
    if codec != GZIP and codec not in CODECS:
        raise UnreadableBatch(f"its compression {codec} is unknown")
    try:
        read = inflate_gzip if codec == GZIP else codec_reader(CODECS[codec])
        return read(bytes(data))
    except UnreadableBatch:
        raise
    except Exception as error:
        raise UnreadableBatch(f"it can't be inflated: {error}") from error


def inflate_gzip(data: bytes) -> bytes:
    """All members of a gzip stream."""
    inflated = b""
    while data:
        member = zlib.decompressobj(wbits=31)
        inflated += member.decompress(data, MAX_INFLATED_BYTES + 1 - len(inflated))
        if member.unconsumed_tail or len(inflated) > MAX_INFLATED_BYTES:
            raise UnreadableBatch(f"it inflates to more than {MAX_INFLATED_BYTES:,} bytes")
        if not member.eof:
            raise UnreadableBatch("its gzip stream ends too early")
        data = member.unused_data
    return inflated


def codec_reader(name: str) -> Callable[[bytes], bytes]:
    """The function that inflates a codec of cramjam."""
    import cramjam  # a fetch that is compressed is rare, and a command's start is not

    if name == "snappy":
        return lambda data: inflate_snappy(cramjam.snappy, data)
    return lambda data: inflate_into(getattr(cramjam, name).decompress_into, data)


def inflate_snappy(snappy: Any, data: bytes) -> bytes:
    """Raw snappy, or in blocks as Java's library writes it."""
    if not data.startswith(XERIAL_MAGIC):
        return inflate_into(snappy.decompress_raw_into, data)
    blocks, at, size = [], XERIAL_HEADER_BYTES, 0
    while at < len(data):
        (length,) = LENGTH.unpack_from(data, at)
        at += LENGTH.size
        blocks.append(inflate_into(snappy.decompress_raw_into, data[at : at + length]))
        at += length
        size += len(blocks[-1])
        if size > MAX_INFLATED_BYTES:
            raise UnreadableBatch(f"it inflates to more than {MAX_INFLATED_BYTES:,} bytes")
    return b"".join(blocks)


def inflate_into(read: Callable[[bytes, bytearray], int], data: bytes) -> bytes:
    """What `read` inflates into a buffer of the largest size; it fails where that is too small."""
    buffer = bytearray(MAX_INFLATED_BYTES)
    written = read(data, buffer)
    return bytes(memoryview(buffer)[:written])
