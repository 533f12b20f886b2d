"""The one way to start what runs beside a service's work: what dies there ends the process.

A task that fails, or ends before it should, stops the service in order and is its reason to end.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any

from pactwire import logs
from pactwire.errors import PactwireError

log = logs.get_logger(__name__)


class BackgroundTasks:
    """The tasks of one service."""

    def __init__(self) -> None:
        """Call inside the running loop."""
        self.stop = asyncio.Event()
        """Set when the service is asked to stop, or when one of the tasks has died."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._cause: BaseException | None = None

    def start(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        """Run `work`, which must not end before `stop` is set."""
        task = asyncio.create_task(work, name=name)
        self._tasks.add(task)
        task.add_done_callback(self._on_end)

    async def close(self) -> None:
        """Wait for all tasks, which end when they are asked to stop."""
        self.stop.set()
        while self._tasks:
            await asyncio.wait(self._tasks)
            await asyncio.sleep(0)  # the callbacks of what ended

    def raise_cause(self) -> None:
        """Raise what the first task died of, if one did.

        Raises:
            PactwireError: its own error, or that it ended too early, or with a bug.
        """
        if self._cause is not None:
            raise self._cause

    def _on_end(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is None and self.stop.is_set():
            return
        log.error("background.ended", task=task.get_name(), error=repr(error), exc_info=error)
        if self._cause is None:
            self._cause = describe_death(task.get_name(), error)
        self.stop.set()


def describe_death(name: str, error: BaseException | None) -> PactwireError:
    """A task's own error if it is one of ours, else a sentence that names the task."""
    if isinstance(error, PactwireError):
        return error
    died = PactwireError(f"the background task {name} ended: {error!r}" if error else
                         f"the background task {name} ended by itself")  # fmt: skip
    died.__cause__ = error
    return died


@asynccontextmanager
async def open_background(stop: asyncio.Event) -> AsyncIterator[BackgroundTasks]:
    """Background tasks for the length of a block; `stop` is the service's own.

    Raises:
        PactwireError: at the end of the block, when a task had died.
    """
    background = BackgroundTasks()
    forwarding = asyncio.create_task(forward_stop(stop, background.stop))
    try:
        yield background
    finally:
        await background.close()
        forwarding.cancel()
    background.raise_cause()


async def forward_stop(stop: asyncio.Event, further: asyncio.Event) -> None:
    """Set `further` as soon as `stop` is set."""
    await stop.wait()
    further.set()
