"""What went wrong with a request, in words that hold no address: addresses may hold keys."""

import os
import socket
import ssl

import aiohttp

from pactwire.edges.http.resolver import LookupFailed
from pactwire_schemas.delivery import Outcome


class AddressBlocked(OSError):  # noqa: N818
    """The connection would have gone where it may not."""


def classify_failure(error: BaseException) -> Outcome:
    """The outcome of a request that got no answer."""
    for cause in list_causes(error):
        if isinstance(cause, AddressBlocked):
            return "blocked"
        if isinstance(cause, TimeoutError):
            return "timeout"
        if isinstance(cause, ConnectionRefusedError):
            return "refused"
    return "unreachable"


def describe_failure(error: BaseException) -> str:
    """The error's class and what the system says, without the address."""
    causes = list_causes(error)
    blocked = next((cause for cause in causes if isinstance(cause, AddressBlocked)), None)
    if blocked:
        return str(blocked)
    reason = next(filter(None, map(_find_reason, causes)), None)
    return f"{type(error).__name__} ({reason})" if reason else type(error).__name__


def find_status(error: BaseException) -> int | None:
    """The status of a response that began well and then could not be read."""
    statuses = (getattr(cause, "status_read", None) for cause in list_causes(error))
    return next((status for status in statuses if status is not None), None)


def list_causes(error: BaseException) -> list[BaseException]:
    """The error and everything it came from."""
    found: list[BaseException] = []
    todo: list[BaseException | None] = [error]
    while todo:
        one = todo.pop(0)
        if one is None or one in found:
            continue
        found.append(one)
        todo += [one.__cause__, one.__context__, getattr(one, "os_error", None)]
        todo += one.exceptions if isinstance(one, BaseExceptionGroup) else ()
    return found


def _find_reason(cause: BaseException) -> str | None:
    """Only what the system or the name server says; libraries put addresses into their texts."""
    if message := getattr(cause, "verify_message", None):  # of a certificate
        return str(message)
    if isinstance(cause, aiohttp.ClientHttpProxyError):
        return f"the proxy answered {cause.status}"
    if isinstance(cause, ssl.SSLError):
        return getattr(cause, "reason", None)
    if isinstance(cause, LookupFailed | socket.gaierror):
        return cause.strerror
    if isinstance(cause, OSError) and isinstance(cause.errno, int) and cause.errno > 0:
        return os.strerror(cause.errno)
    return None
