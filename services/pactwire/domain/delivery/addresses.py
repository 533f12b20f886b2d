"""Addresses of receivers: which will do, and how they are shown without the keys they may hold."""

import re
from urllib.parse import SplitResult, unquote, urlsplit

from pactwire.errors import Misconfigured

MASKED = "***"
BLANK = re.compile(r"[\s\\]")
SHORTEST_KEY = 6
"""Shorter parts of an address are words, not keys."""


def check_address(url: str, schemes: tuple[str, ...]) -> SplitResult:
    """The parts of an address that will do.

    Raises:
        Misconfigured: blanks or control characters, another scheme, no host, no such port, or a
            user in it.
    """
    try:
        parts = urlsplit(url)
        fault = _find_fault(url, parts, schemes)
    except ValueError as error:
        fault = f"that is no address: {error}"
    if fault:
        raise Misconfigured(fault)
    return parts


def _find_fault(url: str, parts: SplitResult, schemes: tuple[str, ...]) -> str | None:
    """What is wrong with an address; None when nothing is. Raises ValueError for its port."""
    host, port = parts.hostname or "", parts.port
    faults = (
        (not url.isprintable() or bool(BLANK.search(url)),
         "an address has no blanks, backslashes or control characters"),
        (parts.scheme not in schemes or not host or port == 0,
         f"an endpoint's address begins with {schemes[0]}:// and a host"),
        (not _has_whole_labels(host),
         "that is no address: a part of its host is empty or too long"),
        ("@" in parts.netloc,
         "an endpoint's address holds no user or password; use the signature"),
    )  # fmt: skip
    return next((why for held, why in faults if held), None)


def _has_whole_labels(host: str) -> bool:
    labels = host.removesuffix(".").split(".")
    return ":" in host or all(0 < len(one) < 64 for one in labels)


def check_proxy(url: str) -> None:
    """Raises ValueError when that is no address of a proxy."""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("a proxy is http://host:port")


def mask_address(url: str) -> str:
    """The address as it is shown: scheme and host, and that there is more."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return MASKED
    host = parts.netloc.rpartition("@")[2]
    has_more = parts.path.strip("/") or parts.query or parts.fragment
    return f"{parts.scheme}://{host}/{MASKED if has_more else ''}"


def find_keys(url: str) -> list[str]:
    """The parts of an address that may be keys, the longest first."""
    parts = urlsplit(url)
    pieces = [*parts.path.split("/"), *parts.query.replace("&", "=").split("=")]
    found = {form for piece in pieces for form in (piece, unquote(piece))}
    return sorted((one for one in found if len(one) >= SHORTEST_KEY), key=len, reverse=True)
