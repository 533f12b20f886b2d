"""Dead letters: the headers that say where a record came from and why it could not be processed.

The record itself stays as it was, byte for byte; this file only makes and reads the headers.
"""

import traceback
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from pactwire.edges.kafka.stage import ConsumedRecord
from pactwire.errors import PactwireError
from pactwire_schemas import NotOfThisTopic

PREFIX = "dlq."
REPLAYS = "dlq.replay.count"
MAX_REPLAYS = 5
MESSAGE_BYTES = 512

RawHeaders = tuple[tuple[str, bytes | None], ...]


@dataclass(frozen=True)
class Failure:
    """Why a record is set aside."""

    stage: str
    group: str
    error: Exception
    attempts: int
    at: datetime


def dead_letter_headers(consumed: ConsumedRecord, failure: Failure) -> RawHeaders:
    """The record's own headers, and after them where it was and what went wrong."""
    own = tuple(header for header in consumed.headers if keeps(header[0]))
    told = {
        "dlq.original.topic": consumed.topic,
        "dlq.original.partition": str(consumed.partition),
        "dlq.original.offset": str(consumed.offset),
        "dlq.original.timestamp": str(consumed.timestamp),
        "dlq.stage": failure.stage,
        "dlq.error.class": type(failure.error).__name__,
        "dlq.error.message": reason(failure.error),
        "dlq.attempts": str(failure.attempts),
        "dlq.consumer.group": failure.group,
        "dlq.failed.at": failure.at.isoformat(),
    }
    return own + tuple((name, value.encode()) for name, value in told.items())


def keeps(name: str) -> bool:
    """True for headers a dead letter takes over: all but those it writes itself."""
    return not name.startswith(PREFIX) or name == REPLAYS


def reason(error: Exception) -> str:
    """What went wrong in at most 512 bytes; for a bug the place, as its text may hold content."""
    if isinstance(error, PactwireError | NotOfThisTopic):
        return str(error).encode("utf-8", "replace")[:MESSAGE_BYTES].decode("utf-8", "ignore")
    frames = traceback.extract_tb(error.__traceback__)
    return f"unexpected, in {frames[-1].name} line {frames[-1].lineno}" if frames else "unexpected"


def replays(headers: Iterable[tuple[str, bytes | None]]) -> int:
    """How often the record was replayed; 0 when no one, or nonsense, says."""
    for name, value in headers:
        if name == REPLAYS and value and value.isdigit() and len(value) < MAX_REPLAYS:
            return int(value)
    return 0
