"""Names are looked up without a thread, once for all who ask, and silence has a limit."""

import asyncio
import socket
from collections.abc import AsyncIterator

import pytest
from aiohttp import AsyncResolver
from aiohttp.abc import AbstractResolver, ResolveResult
from structlog.testing import capture_logs

import pactwire.edges.http.resolver as resolver_module
from name_server import NameServer, name_server
from pactwire.edges.http.resolver import CachedResolver, LookupFailed


@pytest.fixture
async def server() -> AsyncIterator[NameServer]:
    async with name_server() as started:
        yield started


@pytest.fixture
async def resolver(server: NameServer) -> AsyncIterator[CachedResolver]:
    upstream = AsyncResolver(nameservers=["127.0.0.1"], udp_port=server.port, timeout=30, tries=1)
    opened = CachedResolver(upstream, timeout=0.3)
    yield opened
    await opened.close()


async def addresses(resolver: CachedResolver, name: str) -> list[str]:
    return [one["host"] for one in await resolver.resolve(name, 443)]


async def test_one_lookup_serves_all_who_ask_and_those_who_ask_later(
    server: NameServer, resolver: CachedResolver
) -> None:
    found = await asyncio.gather(*(addresses(resolver, "a.live.test") for _ in range(50)))
    assert found == [["127.0.0.1"]] * 50
    asked = server.asked["a.live.test"]
    assert await addresses(resolver, "a.live.test") == ["127.0.0.1"]
    assert server.asked["a.live.test"] == asked <= 2  # one for each kind of address
    assert (await resolver.resolve("a.live.test", 8443))[0]["port"] == 8443


async def test_silence_ends_and_holds_up_no_other_name(
    server: NameServer, resolver: CachedResolver
) -> None:
    silent = [asyncio.create_task(resolver.resolve(f"{n}.dead.test")) for n in range(200)]
    await asyncio.sleep(0)
    live = await asyncio.gather(*(addresses(resolver, f"{n}.live.test") for n in range(20)))
    assert live == [["127.0.0.1"]] * 20
    assert not any(one.done() for one in silent)
    for ended in await asyncio.gather(*silent, return_exceptions=True):
        assert isinstance(ended, LookupFailed)
        assert ended.strerror == "no name server answered in time"


async def test_a_failure_is_not_asked_for_again_at_once(
    server: NameServer, resolver: CachedResolver
) -> None:
    for name in ("x.dead.test", "x.none.test"):
        with pytest.raises(LookupFailed):
            await resolver.resolve(name)
        asked = server.asked[name]
        with pytest.raises(LookupFailed):
            await resolver.resolve(name)
        assert server.asked[name] == asked


async def test_addresses_serve_on_while_the_name_server_is_silent_and_no_longer_when_it_denies_them(
    server: NameServer, resolver: CachedResolver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolver_module, "FRESH", 0.0)
    server.live = ("live.test", "x.none.test")
    assert await addresses(resolver, "a.live.test") == ["127.0.0.1"]
    assert await addresses(resolver, "x.none.test") == ["127.0.0.1"]
    server.live = ()
    assert await addresses(resolver, "a.live.test") == ["127.0.0.1"]
    assert await addresses(resolver, "x.none.test") == ["127.0.0.1"]
    async with asyncio.timeout(10):
        while not (server.asked["x.none.test"] and not resolver._lookups):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert await addresses(resolver, "a.live.test") == ["127.0.0.1"]
    with pytest.raises(LookupFailed):
        await resolver.resolve("x.none.test")


@pytest.mark.parametrize("name", ["", ".", "a..b", "a" * 64 + ".test", "\ud800", "a b", "x" * 300])
async def test_what_is_no_name_is_a_failed_lookup(resolver: CachedResolver, name: str) -> None:
    with pytest.raises(LookupFailed):
        await resolver.resolve(name)


class BrokenUpstream(AbstractResolver):
    """A resolver with a bug that shows from the second lookup on."""

    asked = 0

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        self.asked += 1
        if self.asked > 1:
            raise RuntimeError("a bug")
        one = ResolveResult(hostname=host, host="127.0.0.1", port=port, family=family, proto=0,
                            flags=0)  # fmt: skip
        return [one]

    async def close(self) -> None:
        """Nothing is open."""


async def test_a_lookup_that_dies_while_an_older_answer_serves_is_seen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(resolver_module, "FRESH", 0.0)
    resolver = CachedResolver(BrokenUpstream(), timeout=5)
    assert await addresses(resolver, "a.test") == ["127.0.0.1"]
    with capture_logs() as logged:
        assert await addresses(resolver, "a.test") == ["127.0.0.1"]
        while resolver._lookups:  # noqa: ASYNC110
            await asyncio.sleep(0)
    assert [one["event"] for one in logged] == ["lookup.ended"]
    await resolver.close()
