"""RSS and Atom to submissions, by feedparser; entries that do not fit are reported."""

import calendar
import io
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import feedparser

from pactwire.domain.intake.markup import markup_to_text
from pactwire.domain.intake.submission import Submission, validate_submission
from pactwire.errors import InvalidEvent

START = re.compile(rb"<(rss|feed|rdf:RDF|\w+:feed)[\s>]", re.IGNORECASE)
HEAD = 2000
ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
LANGUAGE = re.compile(r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")


@dataclass(frozen=True)
class FeedContent:
    """What a feed held: articles, and for each entry left out the reason."""

    title: str
    submissions: list[Submission]
    refused: list[str]


def is_feed(raw: bytes) -> bool:
    """Whether a document begins as RSS, RDF or Atom."""
    return raw[:1] == b"<" and START.search(raw[:HEAD]) is not None


def read_feed(
    raw: bytes, name: str, max_text: int, given: dict[str, Any] | None = None
) -> FeedContent:
    """All entries of a feed. `given` are source fields that the reader of the feed knows better.

    Raises:
        InvalidEvent: no feed, or one that defines entities of its own (they can grow without end).
    """
    if ENTITY.search(raw):
        raise InvalidEvent("the feed defines XML entities, which is not accepted")
    parsed = feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=True)
    if not parsed.get("version") and not parsed.entries:
        raise InvalidEvent("this is no RSS or Atom feed")
    title = markup_to_text(parsed.feed.get("title", "")) or name
    source = {"name": title, **(given or {})}
    language = parsed.feed.get("language")
    submissions, refused = [], []
    for entry in parsed.entries:
        try:
            submissions.append(_submission(entry, source, language, max_text))
        except InvalidEvent as error:
            refused.append(str(error))
    return FeedContent(title, submissions, refused)


def _submission(
    entry: Any, source: dict[str, Any], language: str | None, max_text: int
) -> Submission:
    content = [part.get("value", "") for part in entry.get("content", ())]
    body = max([*content, entry.get("summary", "")], key=len)
    spoken = entry.get("language") or language or ""
    link = entry.get("link", "")
    fields = {
        "guid": entry.get("id"),
        "url": link if link.startswith(("http://", "https://")) else None,
        "source": source,
        "headline": markup_to_text(entry.get("title", "")),
        "body": markup_to_text(body),
        "published_at": _instant(entry),
        "language": spoken if LANGUAGE.match(spoken) else None,
    }
    return validate_submission(
        {key: found for key, found in fields.items() if found is not None}, max_text
    )


def _instant(entry: Any) -> datetime | None:
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    try:
        return datetime.fromtimestamp(calendar.timegm(moment), UTC) if moment else None
    except (ValueError, OverflowError):
        return None
