"""What a receiver says about a failure, fit to be stored, published and shown."""

from pactwire.domain.delivery.addresses import MASKED, find_keys

MAX_TEXT = 200
"""Characters of a response that are kept."""


def clean_response_text(content: bytes, url: str) -> str:
    """The beginning of a response as one line of printable text, without the address's keys.

    Many servers answer with the path that was asked for, and a path may be a key.
    """
    text = content.decode("utf-8", "replace")
    for part in find_keys(url):
        text = text.replace(part, MASKED)
    printable = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(printable.split())[:MAX_TEXT]
