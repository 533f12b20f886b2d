"""Keeps the checks behind /ready: each performs what the service needs, again and again."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from pactwire.edges.clock import wait_until_set
from pactwire.edges.health_checks import Health

CHECK_INTERVAL = 2.0
"""Seconds between two checks."""
CHECK_LIFETIME = 30.0
"""Seconds after which a result that was not renewed no longer counts."""

FindProblem = Callable[[], str | None]
"""Performs what is needed; gives None when it went well, else why not. Blocks."""


async def keep_checked(
    name: str, find_problem: FindProblem, health: Health, stop: asyncio.Event
) -> None:
    """Renew the check `name` until `stop`; in a thread of its own, so that no other waits for it.

    A check that hangs counts as not ready after `CHECK_LIFETIME`.
    """
    executor = ThreadPoolExecutor(1, f"check-{name}")
    loop = asyncio.get_running_loop()
    try:
        while not stop.is_set():
            problem = await loop.run_in_executor(executor, find_problem)
            health.set(name, ok=problem is None, why=problem or "fine", lasts=CHECK_LIFETIME)
            health.record_heartbeat()
            await wait_until_set(stop, CHECK_INTERVAL)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
