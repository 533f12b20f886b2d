"""HTTP sessions for addresses that other people chose.

Checked at the socket, so that names that resolve twice, redirects and literals all meet the same
guard. No proxy, no cookies.
"""

import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
from aiohttp.abc import AbstractResolver

from pactwire import __version__
from pactwire.domain.delivery.ssrf import refusal_reason
from pactwire.edges.http.failures import AddressBlocked
from pactwire.edges.http.resolver import open_resolver
from pactwire.edges.http.status_line import StatusLineConnector

USER_AGENT = f"pactwire/{__version__}"
MAX_HEADER_BYTES = 64 * 1024
"""Bytes of one header of a response."""
MAX_HEADERS = 1000
"""Headers of a response."""


def open_guarded_socket(info: tuple[Any, ...]) -> socket.socket:
    """A socket for one resolved address, or `AddressBlocked`."""
    family, kind, protocol, _, address = info
    why = refusal_reason(str(address[0]))
    if why:
        raise AddressBlocked(f"the address is refused: {why}")
    return open_socket((family, kind, protocol, "", address))


def open_socket(info: tuple[Any, ...]) -> socket.socket:
    """A socket for any address."""
    family, kind, protocol, _, _ = info
    made = socket.socket(family, kind, protocol)
    made.setblocking(False)  # noqa: FBT003
    return made


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


@asynccontextmanager
async def open_session(
    limits: SessionLimits,
    *,
    allow_private: bool,
    decompress: bool = True,
    resolver: AbstractResolver | None = None,
) -> AsyncIterator[aiohttp.ClientSession]:
    """A session whose every connection is checked; `allow_private` is for trusted networks.

    Without `decompress` bodies come as they are.
    """
    async with AsyncExitStack() as stack:
        asking = resolver or open_resolver(limits.connect_timeout)
        stack.push_async_callback(asking.close)
        connector = StatusLineConnector(
            limit=limits.connections,
            limit_per_host=limits.per_host,
            use_dns_cache=False,
            resolver=asking,
            socket_factory=open_socket if allow_private else open_guarded_socket,
        )
        session = aiohttp.ClientSession(
            connector=connector,
            timeout=aiohttp.ClientTimeout(
                total=limits.total_timeout, sock_connect=limits.connect_timeout
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": USER_AGENT},
            trust_env=False,
            auto_decompress=decompress,
            max_line_size=MAX_HEADER_BYTES,
            max_field_size=MAX_HEADER_BYTES,
            max_headers=MAX_HEADERS,
        )
        yield await stack.enter_async_context(session)
