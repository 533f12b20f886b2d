"""How long handling may take: what computes too long is broken off, what waits too long is told.

A handler that computes without end is the event's fault or a bug over it, and the event is set
aside; one that waits for something outside is no event's fault. The processor time of the
handler's thread tells the two apart, so a machine that is busy or asleep accuses no event.
"""

import asyncio
import ctypes
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from pactwire.edges import clock
from pactwire.errors import PactwireError, Retryable

LOOK_INTERVAL = 1.0
"""Seconds between two looks at a handler's thread."""
LEAST_PROGRESS = 0.01
"""Seconds of processor time between two looks, below which a handler counts as waiting."""
REPORT_SHARE = 0.25
"""Part of the limit after which a handler that goes on is told."""
COMPUTE_SHARE = 0.5
"""Part of the limit that may be spent computing."""
MAX_INLINE_SECONDS = 30.0
"""Of computing in the event loop: the process' own watchdog waits for a minute by the clock."""


class HandlingOverdue(PactwireError):  # noqa: N818  its name is what happened
    """Raised inside a handler that has computed for longer than it may."""

    def __init__(self, reason: str = "its handling computes without end") -> None:
        """The reason is what the dead letter says."""
        super().__init__(reason)


class HandlingStuck(Retryable):
    """The handler waits and does not come back; its thread can't be ended, so the process must."""


@contextmanager
def limit_computing(seconds: float) -> Iterator[None]:
    """Break off what the main thread computes in the block, by the processor time it takes.

    Elsewhere than in the main thread, or where the system has no such timer, nothing is limited.

    Raises:
        HandlingOverdue: inside the block.
    """
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGVTALRM, _raise_overdue)
    signal.setitimer(signal.ITIMER_VIRTUAL, min(seconds * COMPUTE_SHARE, MAX_INLINE_SECONDS))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


class WatchedCall:
    """A blocking call in a thread, looked at from the event loop."""

    def __init__(self, call: Callable[[], Any], seconds: float) -> None:
        """`seconds` is what it may take."""
        self._call, self._seconds = call, seconds
        self._lock = threading.Lock()
        self._thread: int | None = None
        self._used_before = 0.0

    async def run(self, report: Callable[[str], None]) -> Any:
        """What the call gives; `report` is told once when it goes on for long.

        Raises:
            HandlingOverdue: it computed for too long, and was broken off.
            HandlingStuck: it waited for too long, and its thread is left to wait.
        """
        running = asyncio.get_running_loop().run_in_executor(None, self._run)
        try:
            await self._watch(running, report)
            return running.result()
        finally:
            running.cancel()

    async def _watch(self, running: "asyncio.Future[Any]", report: Callable[[str], None]) -> None:
        began = computed_at = clock.monotonic()
        computed, is_reported = 0.0, False
        while not (await asyncio.wait([running], timeout=LOOK_INTERVAL))[0]:
            now, before, computed = clock.monotonic(), computed, self._computed()
            if computed - before > LEAST_PROGRESS:
                computed_at = now
            if computed > self._seconds * COMPUTE_SHARE:
                self._interrupt()
            elif now - computed_at > self._seconds:
                raise HandlingStuck(f"handling has waited for {now - computed_at:.0f} s")
            if not is_reported and now - began > self._seconds * REPORT_SHARE:
                is_reported = True
                report(f"handling takes {now - began:.0f} s so far")

    def _run(self) -> Any:
        with self._lock:
            self._thread = threading.get_ident()
            self._used_before = clock.thread_seconds(self._thread)
        try:
            return self._call()
        finally:
            with self._lock:  # from here on nobody interrupts this thread
                self._thread = None

    def _computed(self) -> float:
        """Seconds of processor time so far."""
        with self._lock:
            if self._thread is None:
                return 0.0
            return clock.thread_seconds(self._thread) - self._used_before

    def _interrupt(self) -> None:
        with self._lock:
            if self._thread is not None:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(
                    ctypes.c_ulong(self._thread), ctypes.py_object(HandlingOverdue)
                )


def _raise_overdue(number: int, frame: object) -> None:
    del number, frame
    raise HandlingOverdue
