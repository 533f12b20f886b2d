"""One POST to a receiver and how it ended. Follows no redirects, reads little, decides nothing."""

from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

import aiohttp

from pactwire.domain.delivery.retry import AttemptResult, outcome_of_status
from pactwire.edges.clock import monotonic
from pactwire.edges.http.guarded_session import AddressBlocked, parse_retry_after
from pactwire.errors import Misconfigured
from pactwire_schemas.delivery import Outcome

MAX_READ_BYTES = 16 * 1024
"""Bytes of a response that are read."""


def check_url(url: str, *, allow_private: bool) -> str:
    """The address as given.

    Raises:
        Misconfigured: no https (unless private targets are allowed), no host, or a user in it.
    """
    parts = urlsplit(url)
    schemes = ("https", "http") if allow_private else ("https",)
    if parts.scheme not in schemes or not parts.hostname:
        hint = (
            "" if allow_private else "; for plain http set PACTWIRE_DELIVER__ALLOW_PRIVATE_TARGETS"
        )
        raise Misconfigured(f"an endpoint's address begins with {schemes[0]}:// and a host{hint}")
    if parts.username or parts.password:
        raise Misconfigured("an endpoint's address holds no user or password; use the signature")
    return url


async def post_webhook(
    session: aiohttp.ClientSession,
    url: str,
    headers: Mapping[str, str],
    body: bytes,
    now: datetime,
) -> AttemptResult:
    """Send the body; every way to fail is an outcome, nothing is raised."""
    began = monotonic()
    merged = {"Content-Type": "application/json", **headers}
    try:
        async with session.post(url, data=body, headers=merged, allow_redirects=False) as response:
            text = (await response.content.read(MAX_READ_BYTES)).decode("utf-8", "replace")
            status = response.status
            wait = parse_retry_after(response.headers.get("Retry-After", ""), now)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        return AttemptResult(
            _classify_failure(error), None, monotonic() - began, _describe_error(error)
        )
    outcome = outcome_of_status(status)
    error_text = None if outcome == "delivered" else f"{status}: {text[:200]}".strip(": ")
    return AttemptResult(outcome, status, monotonic() - began, error_text, wait)


def _classify_failure(error: Exception) -> Outcome:
    for cause in _list_causes(error):
        if isinstance(cause, AddressBlocked):
            return "blocked"
        if isinstance(cause, TimeoutError):
            return "timeout"
        if isinstance(cause, ConnectionRefusedError):
            return "refused"
    return "unreachable"


def _list_causes(error: BaseException) -> list[BaseException]:
    found: list[BaseException] = []
    todo: list[BaseException | None] = [error]
    while todo:
        one = todo.pop()
        if one is None or one in found:
            continue
        found.append(one)
        todo += [one.__cause__, one.__context__, getattr(one, "os_error", None)]
        todo += one.exceptions if isinstance(one, BaseExceptionGroup) else ()
    return found


def _describe_error(error: Exception) -> str:
    """The error without the address, which may hold a key in its path."""
    blocked = next(
        (cause for cause in _list_causes(error) if isinstance(cause, AddressBlocked)), None
    )
    if blocked:
        return str(blocked)
    reason = getattr(error, "strerror", None)
    return f"{type(error).__name__} ({reason})" if reason else type(error).__name__
