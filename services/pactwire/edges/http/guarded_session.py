"""HTTP sessions for addresses that other people chose.

Checked at the socket, so that names that resolve twice, redirects and literals all meet the same
guard. No proxy, no cookies.
"""

import socket
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

import aiohttp

from pactwire import __version__
from pactwire.domain.delivery.ssrf import refusal_reason

USER_AGENT = f"pactwire/{__version__}"


class AddressBlocked(OSError):  # noqa: N818
    """The connection would have gone where it may not."""


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


def open_session(
    *,
    allow_private: bool,
    connect_timeout: float,
    total_timeout: float,
    connections: int = 100,
    per_host: int = 0,
) -> aiohttp.ClientSession:
    """A session whose every connection is checked; `allow_private` is for trusted networks.

    `per_host` bounds the connections to one host; 0 leaves that to the caller, since many
    receivers may live on one host and must not wait for each other.
    """
    connector = aiohttp.TCPConnector(
        limit=connections,
        limit_per_host=per_host,
        ttl_dns_cache=60,
        socket_factory=open_socket if allow_private else open_guarded_socket,
    )
    return aiohttp.ClientSession(
        connector=connector,
        timeout=aiohttp.ClientTimeout(total=total_timeout, sock_connect=connect_timeout),
        cookie_jar=aiohttp.DummyCookieJar(),
        headers={"User-Agent": USER_AGENT},
        trust_env=False,
    )


def parse_retry_after(value: str, now: datetime) -> float | None:
    """Seconds of a Retry-After header, which may be a number or a date."""
    if value.isdigit():
        return float(value)
    try:
        return max(0.0, (parsedate_to_datetime(value) - now).total_seconds())
    except (ValueError, TypeError):
        return None
