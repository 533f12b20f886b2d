"""Requests go to public addresses and listed networks only, and through the proxy that is set."""

import asyncio
import base64
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from loopback_app import serve_app
from pactwire.deliver.app import open_webhook_session
from pactwire.domain.delivery.retry import AttemptResult
from pactwire.domain.intake.feed_validators import FeedValidators
from pactwire.edges.http.feeds import FeedUnavailable, fetch_feed
from pactwire.edges.http.guarded_session import open_session
from pactwire.edges.http.webhook import post_webhook
from pactwire.ingest.app import feed_egress, feed_limits
from pactwire.settings import DeliverSettings, IngestSettings


class Target:
    """A receiver and feed that redirects where it is told."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.location = ""
        self.port = 0

    async def handle(self, request: web.Request) -> web.Response:
        self.asked.append(request.path)
        if request.path == "/away":
            raise web.HTTPFound(self.location)
        return web.Response(text="<rss/>")


@pytest.fixture
async def target() -> AsyncIterator[Target]:
    made = Target()
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", made.handle)
    async with serve_app(app) as made.port:
        yield made


class Proxy:
    """A forward proxy that sends every name to the target, as one inside a network might."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.asked: list[str] = []
        self.authorization: set[str] = set()
        self.port = 0

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        method, url, _ = head.split(" ", 2)
        self.asked.append(f"{method} {url}")
        for line in head.split("\r\n"):
            if line.lower().startswith("proxy-authorization: "):
                self.authorization.add(line.split(" ", 1)[1])
        path = "/" + url.split("/", 3)[3]
        inner, outer = await asyncio.open_connection("127.0.0.1", self.target.port)
        outer.write(f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        writer.write(await inner.read())
        outer.close()
        writer.close()


@pytest.fixture
async def proxy(target: Target) -> AsyncIterator[Proxy]:
    made = Proxy(target)
    server = await asyncio.start_server(made.handle, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made


class AnswersWith(AbstractResolver):
    """A resolver whose every name has these addresses."""

    def __init__(self, *addresses: str) -> None:
        self.addresses = addresses

    async def resolve(self, host: str, port: int = 0, family: Any = 0) -> list[ResolveResult]:
        return [
            ResolveResult(hostname=host, host=one, port=port, family=2, proto=0, flags=0)
            for one in self.addresses
        ]

    async def close(self) -> None:
        return


async def post(settings: DeliverSettings, url: str, resolver: Any = None) -> AttemptResult:
    async with open_webhook_session(settings, resolver) as session:
        return await post_webhook(session, url, {}, b"{}", datetime.now(UTC))


async def test_a_name_that_leads_inside_is_blocked_and_a_listed_network_is_open(
    target: Target,
) -> None:
    url, inside = f"http://inside.example:{target.port}/", AnswersWith("127.0.0.1")
    blocked = await post(DeliverSettings(), url, inside)
    assert (blocked.outcome, blocked.error) == (
        "blocked", "the address is refused: it is this machine",
    )  # fmt: skip
    other = DeliverSettings(allow_private_targets="10.0.0.0/8")  # type: ignore[arg-type]
    assert (await post(other, url, inside)).outcome == "blocked"
    listed = DeliverSettings(allow_private_targets="10.0.0.0/8, 127.0.0.0/30")  # type: ignore[arg-type]
    assert (await post(listed, url, inside)).outcome == "delivered"
    assert target.asked == ["/"]


@pytest.mark.parametrize("address", ["169.254.169.254", "168.63.129.16", "100.100.100.200"])
async def test_where_clouds_keep_their_keys_is_closed_by_name_and_by_number(address: str) -> None:
    everything = DeliverSettings(allow_private_targets="0.0.0.0/0, ::/0")  # type: ignore[arg-type]
    for url in (f"http://{address}/", "http://metadata.example/"):
        ended = await post(everything, url, AnswersWith(address))
        assert ended.outcome == "blocked"


async def test_webhooks_go_through_the_proxy_that_is_set(proxy: Proxy, target: Target) -> None:
    settings = DeliverSettings(proxy=f"http://me:open-sesame@127.0.0.1:{proxy.port}")  # type: ignore[arg-type]
    ended = await post(settings, "http://receiver.example/hook")
    assert (ended.outcome, target.asked) == ("delivered", ["/hook"])
    assert proxy.asked == ["POST http://receiver.example/hook"]
    assert proxy.authorization == {"Basic " + base64.b64encode(b"me:open-sesame").decode()}


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "[::1]", "169.254.169.254", "localhost", "2130706433", "10.0.0.1"]
)
async def test_no_proxy_is_asked_for_addresses_that_are_closed(proxy: Proxy, host: str) -> None:
    settings = DeliverSettings(proxy=f"http://127.0.0.1:{proxy.port}")  # type: ignore[arg-type]
    assert (await post(settings, f"http://{host}/hook")).outcome == "blocked"
    assert proxy.asked == []


async def test_a_proxy_that_is_away_or_refuses_is_an_outcome_without_its_password() -> None:
    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 407 No\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        settings = DeliverSettings(proxy=f"http://me:open-sesame@127.0.0.1:{port}")  # type: ignore[arg-type]
        refused = await post(settings, "https://receiver.example/hook")
    away = await post(settings, "https://receiver.example/hook")
    assert (refused.outcome, away.outcome) == ("unreachable", "refused")
    assert "the proxy answered 407" in (refused.error or "")
    assert "sesame" not in f"{refused.error} {away.error}"


@pytest.mark.parametrize("is_proxied", [False, True])
async def test_a_feed_that_redirects_inside_is_not_followed(
    proxy: Proxy, target: Target, is_proxied: bool
) -> None:
    target.location = "http://169.254.169.254/latest/meta-data/"
    settings = IngestSettings(allow_private_feeds="127.0.0.0/8")  # type: ignore[arg-type]
    url = f"http://127.0.0.1:{target.port}/away"
    if is_proxied:
        settings = IngestSettings(feed_proxy=f"http://127.0.0.1:{proxy.port}")  # type: ignore[arg-type]
        url = "http://feed.example/away"
    async with open_session(feed_limits(settings), feed_egress(settings)) as session:
        with pytest.raises(FeedUnavailable) as blocked:
            await fetch_feed(session, url, FeedValidators(), 1000)
    assert "clouds" in str(blocked.value)
    assert target.asked == ["/away"]
    assert len(proxy.asked) == is_proxied
