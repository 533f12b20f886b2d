"""Checks are performed again and again, and one that hangs counts as failed."""

import asyncio
import threading
from collections.abc import Callable

import pytest

from pactwire.edges import clock, readiness
from pactwire.edges.health_checks import Check, Health
from pactwire.edges.readiness import CHECK_LIFETIME, keep_checked


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "CHECK_INTERVAL", 0.01)


async def reach(health: Health, *, ready: bool) -> None:
    await until(lambda: health.ready()[0] == ready)


def find(health: Health, name: str) -> Check:
    return next(check for check in health.ready()[1] if check.name == name)


async def until(holds: Callable[[], bool]) -> None:
    for _ in range(1000):
        if holds():
            return
        await asyncio.sleep(0.005)
    raise AssertionError


async def test_a_check_follows_what_it_finds() -> None:
    health, stop, problems = Health("store"), asyncio.Event(), ["full"]
    checking = asyncio.create_task(
        keep_checked("store", lambda: problems[0] if problems else None, health, stop)
    )
    await reach(health, ready=False)
    problems.clear()
    await reach(health, ready=True)
    problems.append("read-only")
    await reach(health, ready=False)
    assert health.ready()[1][0].why == "read-only"
    stop.set()
    await checking


async def test_a_check_that_hangs_is_not_ready_and_keeps_no_other_from_running(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    health, stop, release, now = Health(), asyncio.Event(), threading.Event(), [1000.0]
    monkeypatch.setattr(clock, "monotonic", lambda: now[0])
    hanging = threading.Event()

    def hang_at_second() -> None:
        if hanging.is_set():
            release.wait(10)
        hanging.set()

    tasks = [
        asyncio.create_task(keep_checked("store", hang_at_second, health, stop)),
        asyncio.create_task(keep_checked("broker", lambda: None, health, stop)),
    ]
    await reach(health, ready=True)
    await asyncio.to_thread(hanging.wait, 5)
    now[0] += CHECK_LIFETIME + 1
    await reach(health, ready=False)
    await until(lambda: find(health, "broker").ok)
    stale = find(health, "store")
    assert (stale.ok, "hangs" in stale.why) == (False, True)
    release.set()
    stop.set()
    await asyncio.gather(*tasks)


async def test_a_check_with_a_bug_ends_its_task() -> None:
    def fail() -> None:
        raise KeyError("a bug")

    with pytest.raises(KeyError):
        await keep_checked("store", fail, Health(), asyncio.Event())
