"""Receivers that hang, names that nobody answers for, and crowds of them delay nobody else."""

import asyncio
import threading
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import AsyncResolver, web

from delivering import add, alert, attempts_made, dispatching, enqueue, states, until
from loopback_app import serve_app
from name_server import NameServer, name_server
from pactwire.edges.http.resolver import CachedResolver
from pactwire.edges.store import Store

HANGING_TIMEOUT = 120.0


class Receivers:
    """Many receivers on one port: those in `hanging` don't answer until the end."""

    def __init__(self) -> None:
        self.hanging: set[str] = set()
        self.end = asyncio.Event()
        self.port = 0
        self.under_way = 0
        self.most_under_way = 0

    async def handle(self, request: web.Request) -> web.Response:
        await request.read()
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        if request.match_info["name"] in self.hanging:
            await self.end.wait()
        self.under_way -= 1
        return web.Response()

    def url(self, name: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}/{name}"


@pytest.fixture
async def receivers() -> AsyncIterator[Receivers]:
    made = Receivers()
    app = web.Application()
    app.router.add_post("/{name}", made.handle)
    async with serve_app(app, backlog=1024) as made.port:
        yield made
        made.end.set()


def names(kind: str, count: int) -> list[str]:
    return [f"{kind}-{number}" for number in range(count)]


@pytest.mark.parametrize(("hanging", "healthy", "slots"), [(10, 40, 100), (25, 25, 20), (40, 3, 4)])
@pytest.mark.fault("pace")
async def test_those_that_hang_starve_nobody(
    store: Store, receivers: Receivers, hanging: int, healthy: int, slots: int
) -> None:
    slow, good = names("slow", hanging), names("good", healthy)
    receivers.hanging.update(slow)
    add(store, *map(receivers.url, slow + good))
    enqueue(store, *(alert(number, *slow, *good) for number in range(8)))
    async with dispatching(store, concurrency=slots, total_timeout=HANGING_TIMEOUT):
        await until(lambda: all(states(store, one) == {"delivered": 8} for one in good))
        assert all(states(store, one) == {"pending": 8} for one in slow)
        receivers.end.set()
        await until(lambda: all(states(store, one) == {"delivered": 8} for one in slow))
    assert len(attempts_made(store)) == 8 * (hanging + healthy)


async def test_those_that_begin_to_hang_lose_their_slots(
    store: Store, receivers: Receivers
) -> None:
    turning, good = names("turning", 10), names("good", 10)
    add(store, *map(receivers.url, turning + good))
    async with dispatching(store, concurrency=20, total_timeout=HANGING_TIMEOUT):
        enqueue(store, *(alert(number, *turning, *good) for number in range(20)))
        await until(lambda: all(states(store, one) == {"delivered": 20} for one in turning + good))
        receivers.hanging.update(turning)
        enqueue(store, *(alert(number, *turning) for number in range(20, 40)))
        await until(lambda: receivers.under_way > 9)
        enqueue(store, *(alert(number, *good) for number in range(40, 60)))
        await until(lambda: all(states(store, one) == {"delivered": 40} for one in good))
        assert receivers.under_way <= 40
        receivers.end.set()


@pytest.mark.fault("pace")
async def test_names_that_nobody_answers_for_delay_nobody_else(
    store: Store, receivers: Receivers
) -> None:
    dead, good = names("dead", 30), names("good", 10)
    add(store, *(receivers.url(one, f"{one}.dead.test") for one in dead))
    add(store, *(receivers.url(one, f"{one}.live.test") for one in good))
    enqueue(store, *(alert(number, *dead, *good) for number in range(4)))
    async with name_server() as server:
        threads = threading.active_count()
        async with dispatching(store, resolving(server), total_timeout=HANGING_TIMEOUT):
            await until(lambda: all(states(store, one) == {"delivered": 4} for one in good))
            assert all(states(store, one) == {"pending": 4} for one in dead)
            assert sum(server.asked[f"{one}.dead.test"] for one in dead) >= 1
            assert threading.active_count() < threads + 20
            server.live = ("test",)
            await asyncio.sleep(0)


def resolving(server: NameServer) -> Any:
    upstream = AsyncResolver(nameservers=["127.0.0.1"], udp_port=server.port, timeout=60, tries=1)
    return CachedResolver(upstream, timeout=5)
