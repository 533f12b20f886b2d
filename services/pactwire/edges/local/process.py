"""A service as a process: its event loop, its signals, its exit code, and its watchdog.

The watchdog is a thread that ends the process when the loop stands still, or when stopping
takes too long; a worker that hangs must leave its partitions to another.
"""

import asyncio
import faulthandler
import gc
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable

from pactwire import logs
from pactwire.edges import clock
from pactwire.errors import Misconfigured, PactwireError

CLEAN, FAILED, MISCONFIGURED = 0, 1, 2
LOOP_TIMEOUT = 60.0
"""Seconds without a turn of the event loop."""
STOP_TIMEOUT = 9.0
"""Seconds a process may take to stop."""

COLLECTED_AFTER = (20_000, 20, 20)
"""Objects, and collections, after which Python looks for cycles: thirty times as seldom as by
default, since events are freed as they are done with and leave hardly any."""

log = logs.get_logger(__name__)

Main = Callable[[asyncio.Event], Awaitable[None]]


class ProcessWatchdog(threading.Thread):
    """Ends the process when it can no longer end itself."""

    def __init__(self) -> None:
        """Start the count; `start` begins to watch."""
        super().__init__(name="watchdog", daemon=True)
        self._last_turn = clock.monotonic()
        self._deadline: float | None = None
        self._finished = threading.Event()

    def record_turn(self) -> None:
        """The event loop had a turn."""
        self._last_turn = clock.monotonic()

    def begin_stop(self) -> None:
        """From now the process has a limited time to end."""
        if self._deadline is None:
            self._deadline = clock.monotonic() + STOP_TIMEOUT

    def finish(self) -> None:
        """The process ends by itself."""
        self._finished.set()

    def run(self) -> None:
        """Check four times a second."""
        while not self._finished.wait(0.25):
            if why := self._find_failure(clock.monotonic()):
                log.error("process.killed", why=why)
                if self._deadline is None:
                    faulthandler.dump_traceback(sys.stderr)
                os._exit(FAILED)

    def _find_failure(self, now: float) -> str | None:
        if self._deadline is not None and now > self._deadline:
            return f"did not stop within {STOP_TIMEOUT:g} s"
        if now - self._last_turn > LOOP_TIMEOUT:
            return f"the event loop stood still for {LOOP_TIMEOUT:.0f} s"
        return None


def run(main: Main) -> int:
    """Run `main` until it ends; SIGTERM and SIGINT set the event it is given.

    Gives 0 when it ended by itself or by a signal, 2 for an operator's mistake, 1 for all else.
    The caller should exit at once: while threads are left the watchdog stays, to end them too.
    """
    gc.set_threshold(*COLLECTED_AFTER)
    watchdog = ProcessWatchdog()
    watchdog.start()
    code = FAILED
    try:
        asyncio.run(_run_with_signals(main, watchdog))
        code = CLEAN
    except Exception as error:  # noqa: BLE001  whatever it is, the process ends and says why
        code = report_failure(find_cause(error))
    if not any(thread for thread in threading.enumerate() if blocks_exit(thread)):
        watchdog.finish()
    return code


def find_cause(error: Exception) -> Exception:
    """The first error in a group; an operator's mistake before all others."""
    if not isinstance(error, ExceptionGroup):
        return error
    causes = [find_cause(inner) for inner in error.exceptions]
    return next((cause for cause in causes if isinstance(cause, Misconfigured)), causes[0])


def report_failure(error: Exception) -> int:
    """Say why the process ends; gives its exit code."""
    if isinstance(error, Misconfigured):
        print(f"pactwire: {error}", file=sys.stderr)  # noqa: T201  the sentence for the operator
        return MISCONFIGURED
    if isinstance(error, PactwireError):
        log.error("process.failed", error=str(error), fate=type(error).__name__)
    elif isinstance(error, OSError):
        log.error("process.failed", error=str(error))
    else:
        log.error("process.crashed", exc_info=error)
    return FAILED


def blocks_exit(thread: threading.Thread) -> bool:
    """True for threads the interpreter would wait for."""
    return not thread.daemon and thread is not threading.main_thread()


async def _run_with_signals(main: Main, watchdog: ProcessWatchdog) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()

    def request_stop() -> None:
        watchdog.begin_stop()
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, request_stop)
    reporting = asyncio.create_task(_report_turns(watchdog))
    try:
        await main(stop)
    finally:
        watchdog.begin_stop()
        reporting.cancel()


async def _report_turns(watchdog: ProcessWatchdog) -> None:
    while True:
        watchdog.record_turn()
        await asyncio.sleep(1)
