"""A document in one of the field's formats to entries: told apart by content, never by name."""

import re
from collections.abc import Iterator
from typing import Any

import orjson

from pactwire.domain.intake.column_names import read_columns
from pactwire.domain.intake.compression import inflate
from pactwire.domain.intake.document import DocumentKind, Entry, Origin, ReadDocument
from pactwire.domain.intake.encoding import decode_document
from pactwire.domain.intake.html_page import is_html, read_html
from pactwire.domain.intake.jsonfeed import is_json_feed, read_json_feed
from pactwire.domain.intake.newsml import NEWSML_ROOTS, read_newsml
from pactwire.domain.intake.ninjs import is_ninjs, read_ninjs
from pactwire.domain.intake.nitf import read_nitf
from pactwire.domain.intake.other_texts import name_other_text
from pactwire.domain.intake.plain import read_plain
from pactwire.domain.intake.signatures import name_binary
from pactwire.domain.intake.submission import Submission
from pactwire.domain.intake.syndication import ROOTS, read_feed
from pactwire.domain.intake.xml_head import check_end, drop_junk, find_root
from pactwire.errors import InvalidEvent

MAX_BYTES = 256 * 1024 * 1024
"""Bytes of a document after decompression."""
JSON_START = re.compile(r"\{\s*[\"}]|\[\s*[\[{\"\d\]-]|\[\s*$|\{\s*$")
UNREAD_ROOTS = {
    "newsml": "a NewsML 1 document, which is not read; NewsML-G2 is",
    "packageitem": "a NewsML-G2 package, which holds no text of its own",
    "conceptitem": "a NewsML-G2 concept, which is no article",
    "knowledgeitem": "a NewsML-G2 knowledge item, which is no article",
    "opml": "an OPML list of feeds, not an article",
    "urlset": "a sitemap, not an article",
    "sitemapindex": "a sitemap, not an article",
    "svg": "an SVG image, not an article",
}


def read_entries(
    raw: bytes, origin: Origin, max_text: int, max_bytes: int = MAX_BYTES
) -> ReadDocument:
    """All entries of a document, each judged alone.

    Reads our JSON, NDJSON, ninjs 1 to 3, JSON Feed, RSS, Atom, NITF, NewsML-G2, HTML pages and
    plain text, in any encoding, gzipped or not.

    Raises:
        InvalidEvent: it is empty, broken as a whole, or none of these, and then what it is.
    """
    raw = inflate(raw, max_bytes)
    binary = name_binary(raw)
    if binary:
        raise InvalidEvent(f"this is {binary}, not an article")
    text = drop_junk(decode_document(raw).strip())
    if not text:
        raise InvalidEvent("the document is empty")
    if other := name_other_text(text):
        raise InvalidEvent(f"this is {other}, not an article")
    if JSON_START.match(text):
        return _read_json(text, origin, max_text)
    return _read_markup(text, origin, max_text) or _single(
        "plain text", read_plain(text, origin, max_text)
    )


def _single(kind: DocumentKind, submission: Submission) -> ReadDocument:
    return ReadDocument(kind, (Entry(1, submission),))


def _read_markup(text: str, origin: Origin, max_text: int) -> ReadDocument | None:
    """The document by its first element; None when it does not begin as markup does."""
    if not text.startswith("<"):
        return None
    root = find_root(text)
    _check_root(text, root)
    news = _read_news(text, root, origin, max_text)
    if news or not root:
        return news
    if is_html(text, root):
        return ReadDocument("HTML", (read_html(text, origin, max_text),))
    raise InvalidEvent(f"this is an XML document of <{root[:40]}>, which is no format of articles")


def _check_root(text: str, root: str) -> None:
    if root in UNREAD_ROOTS:
        raise InvalidEvent(f"this is {UNREAD_ROOTS[root]}")
    if not root and text.startswith(("<!", "<?")):
        raise InvalidEvent("the document ends before its first element")


def _read_news(text: str, root: str, origin: Origin, max_text: int) -> ReadDocument | None:
    """The document when its first element is that of a feed or of a news standard."""
    if root in ROOTS:
        return read_feed(text, origin, max_text)
    if root == "nitf":
        check_end(text, root)
        return ReadDocument("NITF", (read_nitf(text, origin, max_text),))
    if root in NEWSML_ROOTS:
        check_end(text, root)
        return read_newsml(text, origin, max_text)
    return None


def read_json_value(
    value: Any, origin: Origin, max_text: int, number: int = 1, *, strict: bool = False
) -> ReadDocument:
    """The entries of one JSON value in whichever of the JSON formats it is.

    `strict` refuses names that our own JSON does not have, as programs expect.

    Raises:
        InvalidEvent: it is none of them.
    """
    if not isinstance(value, dict):
        raise InvalidEvent("give a JSON object for an article")
    if is_json_feed(value):
        return read_json_feed(value, origin, max_text)
    if is_ninjs(value):
        return ReadDocument("ninjs", (read_ninjs(value, origin, max_text, number),))
    return ReadDocument("JSON", (Entry(number, read_columns(value, max_text, strict=strict)),))


def _read_json(text: str, origin: Origin, max_text: int) -> ReadDocument:
    try:
        value = orjson.loads(text.encode("utf-8", "replace"))
    except orjson.JSONDecodeError as error:
        if not _is_json(text.split("\n", 1)[0]):
            reason = f"this is not JSON: {error.msg} in line {error.lineno}, column {error.colno}"
            raise InvalidEvent(reason) from None
        return ReadDocument("JSON", tuple(_read_lines(text, origin, max_text)))
    if isinstance(value, list):
        return _read_list(value, origin, max_text)
    if isinstance(value, dict) and is_json_feed(value):
        return read_json_feed(value, origin, max_text)
    kind: DocumentKind = "ninjs" if isinstance(value, dict) and is_ninjs(value) else "JSON"
    return ReadDocument(kind, _read_one(value, origin, max_text, 1, ""))


def _read_list(values: list[Any], origin: Origin, max_text: int) -> ReadDocument:
    if not values:
        raise InvalidEvent("the list is empty: give at least one article")
    entries = [
        entry
        for number, one in enumerate(values, 1)
        for entry in _read_one(one, origin, max_text, number, "")
    ]
    return ReadDocument("JSON", tuple(entries))


def _is_json(line: str) -> bool:
    try:
        orjson.loads(line.encode("utf-8", "replace"))
    except orjson.JSONDecodeError:
        return False
    return True


def _read_lines(text: str, origin: Origin, max_text: int) -> Iterator[Entry]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            value = orjson.loads(line.encode("utf-8", "replace"))
        except orjson.JSONDecodeError as error:
            yield Entry(number, error=InvalidEvent(f"line {number} is not JSON: {error.msg}"))
            continue
        yield from _read_one(value, origin, max_text, number, f"line {number}: ")


def _read_one(
    value: Any, origin: Origin, max_text: int, number: int, place: str
) -> tuple[Entry, ...]:
    try:
        return read_json_value(value, origin, max_text, number).entries
    except InvalidEvent as error:
        return (Entry(number, error=_placed(error, place)),)


def _placed(error: InvalidEvent, place: str) -> InvalidEvent:
    """The error with the line it is in."""
    if not place:
        return error
    kept = type(error)(f"{place}{error}")
    kept.field = error.field
    return kept
