"""The only source of time and of randomness."""

import asyncio
import random
import secrets
import time
from contextlib import suppress
from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """The current time in UTC."""
    return datetime.now(UTC)


def steady_now() -> datetime:
    """The time in UTC by a clock that nobody can set: for leases and back-off.

    It is the wall clock's time when the process began, and what has passed since.
    """
    return _BEGAN + timedelta(seconds=_uptime() - _BEGAN_UPTIME)


def _uptime() -> float:
    """Seconds since some moment, sleep of the machine included where the system counts it."""
    boottime = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boottime is None else time.clock_gettime(boottime)


_BEGAN, _BEGAN_UPTIME = now(), _uptime()


def monotonic() -> float:
    """Seconds that never go back, for intervals."""
    return time.monotonic()


def thread_seconds(thread: int) -> float:
    """Processor time that a running thread of this process has used; 0 where nobody counts it."""
    if not hasattr(time, "pthread_getcpuclockid"):
        return 0.0
    return time.clock_gettime(time.pthread_getcpuclockid(thread))


async def wait_until_set(event: asyncio.Event, seconds: float) -> None:
    """Wait for the event, for so many seconds at most.

    `asyncio.wait_for` of Python 3.11 swallows a cancellation that comes with the event.
    """
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await event.wait()


def jitter() -> float:
    """A number from 0 to 1, evenly spread, for spreading retries; not for secrets."""
    return random.random()  # noqa: S311


def secret_bytes(count: int) -> bytes:
    """Bytes nobody can guess, for keys."""
    return secrets.token_bytes(count)
