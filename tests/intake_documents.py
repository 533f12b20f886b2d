"""Reads a document as `pactwire send` and the poller do, at a fixed moment."""

from datetime import UTC, datetime
from typing import Any

from pactwire.domain.intake import Entry, Origin, Submission, admit
from pactwire.domain.intake.formats import read_entries

READ_AT = datetime(2026, 6, 1, tzinfo=UTC)
LIMIT = 200_000


def entries_of(raw: bytes | str, **origin: Any) -> list[Entry]:
    content = raw.encode() if isinstance(raw, str) else raw
    given = {"name": "desk", "read_at": READ_AT, **origin}
    return list(read_entries(content, Origin(**given), LIMIT).entries)


def read_document(raw: bytes, name: str, max_text: int) -> list[Submission]:
    """All articles of a document; raises for the first entry that is refused."""
    document = read_entries(raw, Origin(name), max_text)
    for entry in document.entries:
        if entry.outcome == "refused" and entry.error:
            raise entry.error
    return document.submissions


def articles_of(raw: bytes | str, **origin: Any) -> list[Submission]:
    return [entry.submission for entry in entries_of(raw, **origin) if entry.submission]


def ids_of(raw: bytes | str, **origin: Any) -> list[str]:
    return [admit(one, READ_AT).article_id for one in articles_of(raw, **origin)]


def rss(*items: str, head: str = "", link: str = "https://quay.example/") -> str:
    body = "".join(f"<item>{item}</item>" for item in items)
    return (
        f'{head}<rss version="2.0"><channel><title>Quay</title><link>{link}</link>{body}'
        "</channel></rss>"
    )


def item(title: str, link: str = "", guid: str = "", more: str = "") -> str:
    linked = f"<link>{link}</link>" if link else ""
    named = f'<guid isPermaLink="false">{guid}</guid>' if guid else ""
    return f"<title>{title}</title>{linked}{named}{more}"
