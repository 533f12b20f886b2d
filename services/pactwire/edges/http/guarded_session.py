"""HTTP sessions for addresses that other people chose.

Checked at the socket, so that names that resolve twice, redirects and literals all meet the same
guard. No cookies, no proxy but the one of the settings.
"""

import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver

from pactwire import __version__
from pactwire.domain.delivery.ssrf import Network, refusal_of_host, refusal_reason
from pactwire.edges.http.failures import AddressBlocked
from pactwire.edges.http.resolver import open_resolver
from pactwire.edges.http.status_line import StatusLineConnector

USER_AGENT = f"pactwire/{__version__}"
MAX_HEADER_BYTES = 64 * 1024
"""Bytes of one header of a response."""
MAX_HEADERS = 1000
"""Headers of a response."""

SocketFactory = Callable[[tuple[Any, ...]], socket.socket]


@dataclass(frozen=True)
class Egress:
    """Where requests may go, and by which way."""

    allowed: tuple[Network, ...] = ()
    """Networks that are allowed beside the public internet."""
    proxy: str | None = None
    """An HTTP proxy that everything goes through; it then judges where names lead."""


@dataclass(frozen=True)
class SessionLimits:
    """What a session may take; times in seconds."""

    connect_timeout: float
    """For looking up a name, and again for the connection."""
    total_timeout: float
    connections: int = 100
    per_host: int = 0
    """Connections to one host; 0 leaves that to the caller, since many receivers may live on one
    host and must not wait for each other."""


def guard_sockets(allowed: tuple[Network, ...]) -> SocketFactory:
    """A factory of sockets for resolved addresses; it raises `AddressBlocked` for the others."""

    def open_guarded_socket(info: tuple[Any, ...]) -> socket.socket:
        why = refusal_reason(str(info[4][0]), allowed)
        if why:
            raise AddressBlocked(f"the address is refused: {why}")
        return open_socket(info)

    return open_guarded_socket


def open_socket(info: tuple[Any, ...]) -> socket.socket:
    """A socket for any address, such as the proxy's."""
    family, kind, protocol, _, _ = info
    made = socket.socket(family, kind, protocol)
    made.setblocking(False)  # noqa: FBT003
    return made


def guard_hosts(allowed: tuple[Network, ...]) -> aiohttp.ClientMiddlewareType:
    """Refuses literal addresses that a proxy would connect to in our place, redirects included."""

    async def check_host(
        request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
    ) -> aiohttp.ClientResponse:
        why = refusal_of_host(request.url.host or "", allowed)
        if why:
            raise AddressBlocked(f"the address is refused: {why}")
        return await handler(request)

    return check_host


@asynccontextmanager
async def open_session(
    limits: SessionLimits,
    egress: Egress,
    *,
    decompress: bool = True,
    resolver: AbstractResolver | None = None,
) -> AsyncIterator[aiohttp.ClientSession]:
    """A session whose every connection is checked; without `decompress` bodies come as they are."""
    async with AsyncExitStack() as stack:
        asking = resolver or open_resolver(limits.connect_timeout)
        stack.push_async_callback(asking.close)
        session = aiohttp.ClientSession(
            connector=build_connector(limits, egress, asking),
            timeout=aiohttp.ClientTimeout(
                total=limits.total_timeout, sock_connect=limits.connect_timeout
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": USER_AGENT},
            proxy=egress.proxy,
            middlewares=(guard_hosts(egress.allowed),),
            trust_env=False,
            auto_decompress=decompress,
            max_line_size=MAX_HEADER_BYTES,
            max_field_size=MAX_HEADER_BYTES,
            max_headers=MAX_HEADERS,
        )
        yield await stack.enter_async_context(session)


def build_connector(
    limits: SessionLimits, egress: Egress, resolver: AbstractResolver
) -> aiohttp.TCPConnector:
    """The connector; behind a proxy a status may be the proxy's, so only whole answers count."""
    kind = aiohttp.TCPConnector if egress.proxy else StatusLineConnector
    return kind(
        limit=limits.connections,
        limit_per_host=limits.per_host,
        use_dns_cache=False,
        resolver=resolver,
        socket_factory=open_socket if egress.proxy else guard_sockets(egress.allowed),
    )
