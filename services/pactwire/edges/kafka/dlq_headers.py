"""A dead letter: the record, byte for byte, with headers on its origin and on what went wrong.

One that the dead-letter topic doesn't take whole is kept as its head, with length and SHA-256 of
the whole, which may still lie where it came from.
"""

import hashlib
import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from pactwire.edges.kafka.stage import ConsumedRecord
from pactwire.errors import PactwireError
from pactwire_schemas import NotOfThisTopic

PREFIX = "dlq."
REPLAY_COUNT_HEADER = "dlq.replay.count"
LENGTH_HEADER = "dlq.original.length"
"""Bytes of the whole value; only a letter that isn't whole has it."""
MAX_REPLAYS = 5
MAX_MESSAGE_BYTES = 512

HEAD_BYTES = 64 * 1024
"""Of the value of a record that is kept as its head."""
HEAD_KEY_BYTES = HEAD_HEADER_BYTES = 4 * 1024
"""Of its key, and of all its own headers: what is larger is left out."""
BARE_BYTES = 512
"""Of the value when even the head is refused; no key and no header of its own are kept then."""

LetterForm = Literal["whole", "head", "bare"]
LETTER_FORMS: tuple[LetterForm, ...] = ("whole", "head", "bare")
"""In the order in which they are tried."""

RawHeaders = tuple[tuple[str, bytes | None], ...]


@dataclass(frozen=True)
class ProcessingFailure:
    """Why a record is sent to the dead-letter queue."""

    stage: str
    group: str
    error: Exception
    attempts: int
    at: datetime


@dataclass(frozen=True)
class LetterContent:
    """What is published to the dead-letter topic."""

    key: bytes | None
    value: bytes | None
    headers: RawHeaders

    @property
    def size(self) -> int:
        """Bytes of everything in it."""
        own = sum(
            len(name.encode("utf-8", "replace")) + len(value or b"") for name, value in self.headers
        )
        return len(self.key or b"") + len(self.value or b"") + own


def list_letters(consumed: ConsumedRecord, failure: ProcessingFailure) -> Iterator[LetterContent]:
    """The dead letter whole, and after it each form that is smaller than the one before."""
    smallest = None
    for form in LETTER_FORMS:
        letter = build_letter(consumed, failure, form)
        if smallest is None or letter.size < smallest:
            smallest = letter.size
            yield letter


def build_letter(
    consumed: ConsumedRecord, failure: ProcessingFailure, form: LetterForm
) -> LetterContent:
    """The dead letter of a record, whole or in part."""
    if form == "whole":
        headers = dead_letter_headers(consumed, failure)
        return LetterContent(consumed.key, consumed.value, headers)
    about = failure_headers(consumed, failure) + describe_whole(consumed)
    if form == "bare":
        return LetterContent(None, (consumed.value or b"")[:BARE_BYTES], about)
    key = consumed.key if len(consumed.key or b"") <= HEAD_KEY_BYTES else None
    own = select_small(preserved_headers(consumed))
    return LetterContent(key, (consumed.value or b"")[:HEAD_BYTES], own + about)


def dead_letter_headers(consumed: ConsumedRecord, failure: ProcessingFailure) -> RawHeaders:
    """The record's own headers, and after them where it was and what went wrong."""
    return preserved_headers(consumed) + failure_headers(consumed, failure)


def preserved_headers(consumed: ConsumedRecord) -> RawHeaders:
    """The record's own headers, without those of an earlier dead letter."""
    return tuple(header for header in consumed.headers if is_preserved(header[0]))


def select_small(headers: RawHeaders) -> RawHeaders:
    """The headers that fit into `HEAD_HEADER_BYTES`, in their order."""
    selected, left = [], HEAD_HEADER_BYTES
    for name, value in headers:
        size = len(name.encode("utf-8", "replace")) + len(value or b"") + 16
        if size <= left:
            selected.append((name, value))
            left -= size
    return tuple(selected)


def describe_whole(consumed: ConsumedRecord) -> RawHeaders:
    """Length and hash of a record that isn't kept whole."""
    value = consumed.value or b""
    return (
        (LENGTH_HEADER, str(len(value)).encode()),
        ("dlq.original.sha256", hashlib.sha256(value).hexdigest().encode()),
        ("dlq.original.key.length", str(len(consumed.key or b"")).encode()),
        ("dlq.original.headers", str(len(consumed.headers)).encode()),
    )


def failure_headers(consumed: ConsumedRecord, failure: ProcessingFailure) -> RawHeaders:
    """Where the record was and what went wrong."""
    added = {
        "dlq.original.topic": consumed.topic,
        "dlq.original.partition": str(consumed.partition),
        "dlq.original.offset": str(consumed.offset),
        "dlq.original.timestamp": str(consumed.timestamp),
        "dlq.stage": failure.stage,
        "dlq.error.class": type(failure.error).__name__,
        "dlq.error.message": describe_error(failure.error),
        "dlq.attempts": str(failure.attempts),
        "dlq.consumer.group": failure.group,
        "dlq.failed.at": failure.at.isoformat(),
    }
    return tuple((name, value.encode()) for name, value in added.items())


def is_preserved(name: str) -> bool:
    """True for headers that a dead letter keeps from its record: all but those written here."""
    return not name.startswith(PREFIX) or name == REPLAY_COUNT_HEADER


def describe_error(error: Exception) -> str:
    """What went wrong in at most 512 bytes; for a bug the place, as its text may hold content."""
    if isinstance(error, PactwireError | NotOfThisTopic):
        return str(error).encode("utf-8", "replace")[:MAX_MESSAGE_BYTES].decode("utf-8", "ignore")
    frames = traceback.extract_tb(error.__traceback__)
    return f"unexpected, in {frames[-1].name} line {frames[-1].lineno}" if frames else "unexpected"


def replay_count(headers: Iterable[tuple[str, bytes | None]]) -> int:
    """How often the record was replayed; 0 when the header is missing or no small number."""
    for name, value in headers:
        if name == REPLAY_COUNT_HEADER and value and value.isdigit() and len(value) < MAX_REPLAYS:
            return int(value)
    return 0
