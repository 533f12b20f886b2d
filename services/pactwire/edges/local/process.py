"""A service as a process: its event loop, its signals, its exit code, and its last resort.

The last resort is a thread that ends the process when the loop stands still, or when stopping
takes too long; a worker that hangs must leave its partitions to another.
"""

import asyncio
import faulthandler
import os
import signal
import sys
import threading
from collections.abc import Awaitable, Callable

from pactwire import logs
from pactwire.edges import clock
from pactwire.errors import Misconfigured, PactwireError

CLEAN, FAILED, MISCONFIGURED = 0, 1, 2
STANDSTILL = 60.0
"""Seconds without a turn of the event loop."""
STOPPING = 9.0
"""Seconds a process may take to stop."""

log = logs.get_logger(__name__)

Main = Callable[[asyncio.Event], Awaitable[None]]


class Guard(threading.Thread):
    """Ends the process when it can no longer end itself."""

    def __init__(self) -> None:
        super().__init__(name="guard", daemon=True)
        self._turned = clock.monotonic()
        self._deadline: float | None = None
        self._over = threading.Event()

    def turn(self) -> None:
        """The event loop had a turn."""
        self._turned = clock.monotonic()

    def stopping(self) -> None:
        """From now the process has a limited time to end."""
        if self._deadline is None:
            self._deadline = clock.monotonic() + STOPPING

    def over(self) -> None:
        """The process ends by itself."""
        self._over.set()

    def run(self) -> None:
        """Look four times a second."""
        while not self._over.wait(0.25):
            if why := self._complaint(clock.monotonic()):
                log.error("process.killed", why=why)
                if self._deadline is None:
                    faulthandler.dump_traceback(sys.stderr)
                os._exit(FAILED)

    def _complaint(self, now: float) -> str | None:
        if self._deadline is not None and now > self._deadline:
            return f"did not stop within {STOPPING:g} s"
        if now - self._turned > STANDSTILL:
            return f"the event loop stood still for {STANDSTILL:.0f} s"
        return None


def run(main: Main) -> int:
    """Run `main` until it ends; SIGTERM and SIGINT set the event it is given.

    Gives 0 when it ended by itself or by a signal, 2 for an operator's mistake, 1 for all else.
    The caller should exit at once: while threads are left the guard stays, to end them too.
    """
    guard = Guard()
    guard.start()
    code = FAILED
    try:
        asyncio.run(_guarded(main, guard))
        code = CLEAN
    except Misconfigured as mistake:
        print(f"pactwire: {mistake}", file=sys.stderr)  # noqa: T201  the sentence for the operator
        code = MISCONFIGURED
    except PactwireError as error:
        log.error("process.failed", error=str(error), fate=type(error).__name__)
    except OSError as error:
        log.error("process.failed", error=str(error))
    except Exception:
        log.exception("process.crashed")
    if not any(thread for thread in threading.enumerate() if holds_up(thread)):
        guard.over()
    return code


def holds_up(thread: threading.Thread) -> bool:
    """True for threads the interpreter would wait for."""
    return not thread.daemon and thread is not threading.main_thread()


async def _guarded(main: Main, guard: Guard) -> None:
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()

    def asked() -> None:
        guard.stopping()
        stop.set()

    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, asked)
    turning = asyncio.create_task(_turn(guard))
    try:
        await main(stop)
    finally:
        guard.stopping()
        turning.cancel()


async def _turn(guard: Guard) -> None:
    while True:
        guard.turn()
        await asyncio.sleep(1)
