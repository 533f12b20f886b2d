"""RSS and Atom, by feedparser: each entry judged alone."""

import io
import re
from typing import Any

import feedparser

from pactwire.domain.intake.document import Entry, Origin, ReadDocument
from pactwire.domain.intake.entries import FoundEntry, build_entry, list_unread, tell_apart
from pactwire.domain.intake.markup import markup_to_text
from pactwire.domain.intake.xml_head import drop_prologue
from pactwire.errors import InvalidEvent

FEEDPARSER_ERRORS = (
    ValueError, TypeError, AttributeError, LookupError, AssertionError, RecursionError,
)  # fmt: skip
"""What a broken feed can make feedparser raise."""
ROOTS = ("rss", "feed", "rdf")
ENTRY_NAMES = ("item", "entry")
ENTRY_START = re.compile(r"<(?:\w+:)?(?:item|entry)[\s>]")
ENTRY_END = re.compile(r"</(?:\w+:)?(?:item|entry)\s*>")
FEED_END = re.compile(r"</(?:\w+:)?(?:rss|feed|rdf)\s*>", re.IGNORECASE)


def read_feed(text: str, origin: Origin, max_text: int) -> ReadDocument:
    """All entries of a feed.

    Raises:
        InvalidEvent: it is no RSS or Atom.
    """
    parsed = _parse(drop_prologue(text))
    if not parsed.get("version") and not parsed.entries:
        raise InvalidEvent("this is no RSS or Atom feed")
    complete = FEED_END.search(text) is not None
    title = markup_to_text(parsed.feed.get("title") or "") or origin.name
    entries = [
        build_entry(_find_entry(number, entry, parsed.feed), _named(origin, title), max_text)
        for number, entry in enumerate(parsed.entries, 1)
    ]
    if not complete and not entries:
        raise InvalidEvent("the feed is cut off before its first entry")
    if not complete and _ends_in_entry(text):
        cut = InvalidEvent("the feed ends inside this entry")
        entries[-1] = Entry(entries[-1].number, error=cut)
    entries += list_unread(text, ENTRY_NAMES, len(entries))
    return ReadDocument("RSS or Atom", tell_apart(entries), title, complete)


def _parse(text: str) -> Any:
    """What feedparser makes of it; a link that its resolver falls over is taken apart for it."""
    for attempt in (text, text.replace("//[", "//%5B")):
        try:
            return feedparser.parse(
                io.BytesIO(attempt.encode("utf-8", "replace")),
                sanitize_html=False,
                resolve_relative_uris=False,
                response_headers={"content-type": "application/xml; charset=utf-8"},
            )
        except FEEDPARSER_ERRORS as error:
            reason = type(error).__name__
    raise InvalidEvent(f"this feed cannot be read ({reason})")


def _named(origin: Origin, title: str) -> Origin:
    return Origin(title, origin.address, origin.source)


def _find_entry(number: int, entry: Any, feed: Any) -> FoundEntry:
    content = [part.get("value") for part in entry.get("content", ())]
    body = max((text or "" for text in (*content, entry.get("summary"))), key=len)
    links = [link.get("href") for link in entry.get("links", ()) if _is_page(link)]
    return FoundEntry(
        number=number,
        guid=entry.get("id"),
        links=[_find_link(entry), *links],
        bases=_list_bases(entry, feed),
        headline=markup_to_text(entry.get("title") or ""),
        body=markup_to_text(body),
        dates=[dict.get(entry, name) for name in ("published", "updated", "created")],
        language=entry.get("language") or feed.get("language"),
    )


def _find_link(entry: Any) -> str | None:
    """The link; none where a guid that is no address was taken for one."""
    link = entry.get("link")
    named = entry.get("guidislink") and not str(entry.get("id", "")).lower().startswith("http")
    return None if named else link


def _is_page(link: Any) -> bool:
    return bool(link.get("rel", "alternate") == "alternate")


def _list_bases(entry: Any, feed: Any) -> list[object]:
    """`xml:base` of the entry, then the site's address, then the feed's own."""
    own = [entry.get(f"{name}_detail", {}).get("base") for name in ("title", "summary")]
    itself = [link.get("href") for link in feed.get("links", ()) if link.get("rel") == "self"]
    return [*own, feed.get("link"), *itself]


def _ends_in_entry(text: str) -> bool:
    starts = [found.start() for found in ENTRY_START.finditer(text)]
    ends = [found.start() for found in ENTRY_END.finditer(text)]
    return bool(starts) and (not ends or starts[-1] > ends[-1])
