"""Addresses of feeds: what one may be, and how it is shown."""

import re
from urllib.parse import urlsplit

from pactwire.errors import InvalidEvent

SCHEME = re.compile(r"feed:(//)?", re.IGNORECASE)
"""What browsers put before the address of a feed, or in place of its scheme."""
UNFIT = re.compile(r"[\x00-\x20\x7f-\x9f]")
HIDDEN = "***"
KEY = re.compile(
    r"[^/]*(?:(?=\w*\d\w*\d)(?=\w*[a-z_]\w*[a-z_])\w{16,}|[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12})"
    r"[^/]*",
    re.IGNORECASE,
)
"""A part of a path that holds what nobody chooses as a name: a UUID, long words with digits."""


def is_feed_address(text: str) -> bool:
    """Whether a word is meant as an address, and not as a file."""
    return bool(re.match(r"[a-z][a-z0-9+.-]*://|feed:", text, re.IGNORECASE))


def parse_feed_address(text: str) -> str:
    """The http or https address of a feed.

    Raises:
        InvalidEvent: it is none.
    """
    address = text.strip()
    if begun := SCHEME.match(address):
        rest = address[begun.end() :]
        address = rest if rest.lower().startswith("http") else f"https://{rest}"
    try:
        parts = urlsplit(address)
        _ = parts.port
    except ValueError:
        raise InvalidEvent("this is no address") from None
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or UNFIT.search(address):
        raise InvalidEvent("give an absolute http or https address")
    return address


def mask_feed_address(address: str) -> str:
    """The address for lists: users, passwords, values of its query, odd parts may be keys."""
    parts = urlsplit(address)
    host = parts.netloc.rpartition("@")[2]
    user = f"{HIDDEN}@" if "@" in parts.netloc else ""
    query = re.sub(r"=[^&]*", f"={HIDDEN}", parts.query)
    if query and "=" not in query:
        query = HIDDEN
    path = KEY.sub(HIDDEN, parts.path)
    return parts._replace(netloc=user + host, path=path, query=query, fragment="").geturl()
