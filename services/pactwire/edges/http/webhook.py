"""One POST to a receiver and how it ended. Follows no redirects, reads little, decides nothing."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime

import aiohttp
from yarl import URL

from pactwire.domain.delivery.addresses import check_address
from pactwire.domain.delivery.response_text import clean_response_text
from pactwire.domain.delivery.retry import AttemptResult, outcome_of_status
from pactwire.domain.delivery.retry_after import parse_retry_after
from pactwire.domain.delivery.ssrf import Network, refusal_of_host
from pactwire.edges.clock import monotonic
from pactwire.edges.http.failures import classify_failure, describe_failure, find_status
from pactwire.errors import Misconfigured

MAX_READ_BYTES = 16 * 1024
"""Bytes of a response that are read."""
READ_TIMEOUT = 2.0
"""Seconds for them; the status is known by then."""


def check_url(url: str, allowed: Sequence[Network]) -> str:
    """The address as given; `allowed` are networks beside the public internet.

    Raises:
        Misconfigured: no https (unless networks are allowed), or nothing to post to.
    """
    parts = check_address(url, ("https", "http"))
    try:
        host = URL(url).host or ""  # as a request will have it: with plain digits and full stops
    except ValueError as error:
        raise Misconfigured(f"that is no address: {error}") from None
    if parts.scheme == "http" and not allowed:
        raise Misconfigured(
            "an endpoint's address begins with https://; plain http goes to networks of your own: "
            "list them in PACTWIRE_DELIVER__ALLOW_PRIVATE_TARGETS"
        )
    why = refusal_of_host(host, allowed)
    if why:
        raise Misconfigured(
            f"no webhooks go to {host}: {why}; networks of your own are listed in "
            "PACTWIRE_DELIVER__ALLOW_PRIVATE_TARGETS"
        )
    return url


async def post_webhook(
    session: aiohttp.ClientSession,
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    now: datetime,
) -> AttemptResult:
    """Send the body; every way to fail is an outcome, nothing is raised.

    Once there is a status it alone decides, whatever its headers and body are.
    """
    began = monotonic()
    merged = {"Content-Type": "application/json", **headers}
    status, text, wait = None, "", None
    try:
        async with session.post(url, data=body, headers=merged, allow_redirects=False) as response:
            status = response.status
            wait = parse_retry_after(response.headers.get("Retry-After", ""), now)
            text = await _read_text(response, url)
    except Exception as error:  # noqa: BLE001  a receiver may provoke any error of any library
        status = status or find_status(error)
        if status is None:
            took = monotonic() - began
            return AttemptResult(classify_failure(error), None, took, describe_failure(error))
    outcome = outcome_of_status(status)
    error_text = None if outcome == "delivered" else f"{status}: {text}".removesuffix(": ")
    return AttemptResult(outcome, status, monotonic() - began, error_text, wait)


async def _read_text(response: aiohttp.ClientResponse, url: str) -> str:
    """The beginning of a body as text; empty when it can't be read."""
    content = b""
    with suppress(TimeoutError):
        async with asyncio.timeout(READ_TIMEOUT):
            content = await response.content.read(MAX_READ_BYTES)
    return clean_response_text(content, url)
