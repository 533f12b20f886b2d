"""JSON Feed 1.x to submissions: each item judged alone."""

from typing import Any

from pactwire.domain.intake.document import Entry, Origin, ReadDocument
from pactwire.domain.intake.entries import FoundEntry, build_entry, read_string, tell_apart
from pactwire.domain.intake.markup import markup_to_text
from pactwire.errors import InvalidEvent

VERSION = "jsonfeed.org/version/"


def is_json_feed(value: dict[str, Any]) -> bool:
    """Whether a JSON object is a JSON Feed, by its version or by its list of items."""
    return VERSION in str(value.get("version", "")) or isinstance(value.get("items"), list)


def read_json_feed(value: dict[str, Any], origin: Origin, max_text: int) -> ReadDocument:
    """All items.

    Raises:
        InvalidEvent: `items` is no list.
    """
    items = value.get("items", [])
    if not isinstance(items, list):
        raise InvalidEvent("a JSON Feed has a list of items", "items")
    title = read_string(value.get("title")).strip() or origin.name
    named = Origin(title, origin.address, origin.source)
    entries = [
        _read_item(number, item, value, named, max_text) for number, item in enumerate(items, 1)
    ]
    return ReadDocument("JSON Feed", tell_apart(entries), title)


def _read_item(
    number: int, item: object, feed: dict[str, Any], origin: Origin, max_text: int
) -> Entry:
    if not isinstance(item, dict):
        return Entry(number, error=InvalidEvent("an item of a JSON Feed is an object"))
    texts = [
        read_string(item.get("content_text")),
        markup_to_text(read_string(item.get("content_html"))),
        read_string(item.get("summary")),
    ]
    found = FoundEntry(
        number=number,
        guid=item.get("id"),
        links=[item.get("url"), item.get("external_url")],
        bases=[feed.get("home_page_url"), feed.get("feed_url")],
        headline=markup_to_text(read_string(item.get("title"))),
        body=next((text for text in texts if text.strip()), ""),
        dates=[item.get("date_published"), item.get("date_modified")],
        language=item.get("language") or feed.get("language"),
    )
    return build_entry(found, origin, max_text)
