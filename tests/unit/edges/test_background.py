"""What runs in the background dies loudly, or not at all."""

import asyncio

import pytest

from pactwire.edges.background import BackgroundTasks, open_background
from pactwire.errors import Misconfigured, PactwireError


async def until(stop: asyncio.Event) -> None:
    await stop.wait()


async def fails(error: Exception) -> None:
    await asyncio.sleep(0.01)
    raise error


async def ends() -> None:
    await asyncio.sleep(0.01)


async def serve(background: BackgroundTasks) -> str:
    async with asyncio.timeout(5):
        await background.stop.wait()
    return "stopped in order"


async def test_tasks_that_end_when_asked_to_are_no_failure() -> None:
    stop = asyncio.Event()
    async with open_background(stop) as background:
        background.start("one", until(background.stop))
        background.start("two", until(background.stop))
        asyncio.get_running_loop().call_later(0.01, stop.set)
        assert await serve(background)


@pytest.mark.parametrize(
    ("error", "raised", "why"),
    [
        (ValueError("a bug"), PactwireError, r"the background task follower ended: ValueError"),
        (Misconfigured("set it"), Misconfigured, "set it"),
        (PactwireError("no progress"), PactwireError, "no progress"),
        (asyncio.CancelledError(), PactwireError, "the background task follower ended"),
    ],
)  # fmt: skip
async def test_a_task_that_dies_stops_the_service_and_is_its_reason_to_end(
    error: Exception, raised: type[Exception], why: str
) -> None:
    served = ""
    with pytest.raises(raised, match=why):  # noqa: PT012
        async with open_background(asyncio.Event()) as background:
            background.start("other", until(background.stop))
            background.start("follower", fails(error))
            served = await serve(background)
    assert served, "what was under way was stopped in order"


async def test_a_task_that_ends_by_itself_has_died_too() -> None:
    with pytest.raises(PactwireError, match="the background task poller ended by itself"):  # noqa: PT012
        async with open_background(asyncio.Event()) as background:
            background.start("poller", ends())
            await serve(background)


async def test_a_failure_while_stopping_is_raised() -> None:
    async def fails_at_the_end(stop: asyncio.Event) -> None:
        await stop.wait()
        raise ValueError("at the end")

    with pytest.raises(PactwireError, match="at the end"):  # noqa: PT012
        async with open_background(asyncio.Event()) as background:
            background.start("outbox", fails_at_the_end(background.stop))
            await asyncio.sleep(0.01)


async def test_the_services_own_error_comes_first_and_the_tasks_are_awaited() -> None:
    ended = []

    async def note_end(stop: asyncio.Event) -> None:
        await stop.wait()
        ended.append(True)

    with pytest.raises(KeyError):  # noqa: PT012
        async with open_background(asyncio.Event()) as background:
            background.start("one", note_end(background.stop))
            raise KeyError
    assert ended == [True]
