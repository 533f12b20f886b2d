"""A document in one of the field's formats to submissions: tells them apart by their content."""

from collections.abc import Iterable
from typing import Any

import orjson

from pactwire.domain.intake.column_names import read_columns
from pactwire.domain.intake.jsonfeed import is_json_feed, read_json_feed
from pactwire.domain.intake.ninjs import is_ninjs, read_ninjs
from pactwire.domain.intake.plain import read_plain
from pactwire.domain.intake.submission import Submission
from pactwire.domain.intake.syndication import is_feed, read_feed
from pactwire.errors import InvalidEvent

BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read_document(raw: bytes, name: str, max_text: int) -> list[Submission]:
    """All articles of a document: our JSON, NDJSON, ninjs 3.1, JSON Feed, RSS, Atom, or plain text.

    `name` stands for the source where the document names none.

    Raises:
        InvalidEvent: the document is broken, with the line or the field; `TooLarge` for its size.
    """
    raw = raw.removeprefix(BYTE_ORDER_MARK).strip()
    if not raw:
        raise InvalidEvent("the document is empty")
    if raw[:1] in b"{[":
        return _read_json(raw, name, max_text)
    if is_feed(raw):
        return read_feed(raw, name, max_text).submissions
    return [read_plain(raw, name, max_text)]


def read_json_value(
    value: Any, name: str, max_text: int, *, strict: bool = False
) -> list[Submission]:
    """Articles of one JSON value in whichever of the JSON formats it is.

    `strict` refuses names that our own JSON does not have, as programs expect.
    """
    if not isinstance(value, dict):
        raise InvalidEvent("give a JSON object for an article")
    if is_json_feed(value):
        return read_json_feed(value, name, max_text)
    if is_ninjs(value):
        return [read_ninjs(value, max_text)]
    return [read_columns(value, max_text, strict=strict)]


def _read_json(raw: bytes, name: str, max_text: int) -> list[Submission]:
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        if not _is_json(raw.splitlines()[0]):
            reason = f"this is not JSON: {error.msg} in line {error.lineno}, column {error.colno}"
            raise InvalidEvent(reason) from None
        return list(_read_lines(raw, name, max_text))
    values = value if isinstance(value, list) else [value]
    if not values:
        raise InvalidEvent("the list is empty: give at least one article")
    return [found for one in values for found in read_json_value(one, name, max_text)]


def _is_json(line: bytes) -> bool:
    try:
        orjson.loads(line)
    except orjson.JSONDecodeError:
        return False
    return True


def _read_lines(raw: bytes, name: str, max_text: int) -> Iterable[Submission]:
    for number, line in enumerate(raw.splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield from read_json_value(orjson.loads(line), name, max_text)
        except orjson.JSONDecodeError as error:
            raise InvalidEvent(f"line {number} is not JSON: {error.msg}") from None
        except InvalidEvent as error:
            raise InvalidEvent(f"line {number}: {error}") from None
