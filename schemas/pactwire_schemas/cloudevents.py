"""CloudEvents 1.0 Kafka binding, binary mode: attributes are headers, the value is JSON."""

from collections.abc import Iterable

from pactwire_schemas.base import Event

Headers = tuple[tuple[str, bytes], ...]
"""Kafka record headers."""

SPEC_VERSION = b"1.0"
CONTENT_TYPE = b"application/json"


def attributes(event: Event, source: str) -> Headers:
    """The `ce_` headers of an event. `source` is a URI reference such as `/pactwire/ingest`."""
    return (
        ("ce_specversion", SPEC_VERSION),
        ("ce_id", event.event_id.encode()),
        ("ce_type", event.type.encode()),
        ("ce_source", source.encode()),
        ("ce_subject", event.subject.encode()),
        ("ce_time", event.occurred.isoformat().replace("+00:00", "Z").encode()),
        ("content-type", CONTENT_TYPE),
    )


def find(headers: Iterable[tuple[str, bytes | None]], name: str) -> str | None:
    """One header as text, the last of that name; None when there is none."""
    found = None
    for given, value in headers:
        if given == name:
            found = (value or b"").decode("utf-8", "replace")
    return found
