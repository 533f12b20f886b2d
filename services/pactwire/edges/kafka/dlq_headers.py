"""Headers of a dead letter: where its record came from and why it could not be processed.

The record itself stays as it was, byte for byte; this module only builds and reads the headers.
"""

import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pactwire.edges.kafka.stage import ConsumedRecord
from pactwire.errors import PactwireError
from pactwire_schemas import NotOfThisTopic

PREFIX = "dlq."
REPLAY_COUNT_HEADER = "dlq.replay.count"
MAX_REPLAYS = 5
MAX_MESSAGE_BYTES = 512

RawHeaders = tuple[tuple[str, bytes | None], ...]


@dataclass(frozen=True)
class ProcessingFailure:
    """Why a record is sent to the dead-letter queue."""

    stage: str
    group: str
    error: Exception
    attempts: int
    at: datetime


def dead_letter_headers(consumed: ConsumedRecord, failure: ProcessingFailure) -> RawHeaders:
    """The record's own headers, and after them where it was and what went wrong."""
    preserved = tuple(header for header in consumed.headers if is_preserved(header[0]))
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
    return preserved + tuple((name, value.encode()) for name, value in added.items())


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
