"""The only source of time and of randomness."""

import random
import secrets
import time
from datetime import UTC, datetime


def now() -> datetime:
    """The current time in UTC."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Seconds that never go back, for intervals."""
    return time.monotonic()


def jitter() -> float:
    """A number from 0 to 1, evenly spread, for spreading retries; not for secrets."""
    return random.random()  # noqa: S311


def secret_bytes(count: int) -> bytes:
    """Bytes nobody can guess, for keys."""
    return secrets.token_bytes(count)
