"""What a receiver says about a failure, fit to be stored, published and shown."""

from urllib.parse import unquote, urlsplit

MAX_TEXT = 200
"""Characters of a response that are kept."""
MASKED = "***"
SHORTEST_KEY = 6
"""Shorter parts of an address are words, not keys."""


def clean_response_text(content: bytes, url: str) -> str:
    """The beginning of a response as one line of printable text, without the address's keys.

    Many servers answer with the path that was asked for, and a path may be a key.
    """
    text = content.decode("utf-8", "replace")
    for part in find_keys(url):
        text = text.replace(part, MASKED)
    printable = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(printable.split())[:MAX_TEXT]


def find_keys(url: str) -> list[str]:
    """The parts of an address that may be keys, the longest first."""
    parts = urlsplit(url)
    pieces = [*parts.path.split("/"), *parts.query.replace("&", "=").split("=")]
    found = {form for piece in pieces for form in (piece, unquote(piece))}
    return sorted((one for one in found if len(one) >= SHORTEST_KEY), key=len, reverse=True)
