"""Confirmations of many records, awaited as one."""

import asyncio
from concurrent.futures import Future

import pytest

from pactwire.edges.kafka.producer import all_confirmed
from pactwire.errors import Retryable


async def test_a_batch_is_confirmed_with_its_last_record() -> None:
    futures: list[Future[None]] = [Future() for _ in range(3)]
    confirmed = all_confirmed(futures)
    for future in futures[:2]:
        await asyncio.to_thread(future.set_result, None)
    await asyncio.sleep(0)
    assert not confirmed.done()
    await asyncio.to_thread(futures[2].set_result, None)
    await asyncio.wait_for(confirmed, 5)


async def test_the_first_error_ends_the_wait_for_a_batch() -> None:
    futures: list[Future[None]] = [Future() for _ in range(3)]
    confirmed = all_confirmed(futures)
    for future in futures[1:]:
        await asyncio.to_thread(future.set_exception, Retryable("no broker"))
    with pytest.raises(Retryable, match="no broker"):
        await asyncio.wait_for(confirmed, 5)
