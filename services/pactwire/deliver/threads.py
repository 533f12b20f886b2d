"""Threads for one kind of blocking work, so that none of it waits for another kind's."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class WorkThreads:
    """A few threads; work beyond their number waits for one of them."""

    def __init__(self, kind: str, count: int) -> None:
        """Start none yet; `kind` names them."""
        self._pool = ThreadPoolExecutor(count, thread_name_prefix=kind)

    async def run(self, work: Callable[..., T], *given: object) -> T:
        """What `work` returns or raises."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, work, *given)

    async def close(self) -> None:
        """Take no more work, and wait for what runs."""
        await asyncio.to_thread(self._pool.shutdown, cancel_futures=True)
