"""JSON Feed 1.x to submissions."""

from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from pactwire.domain.intake.markup import markup_to_text
from pactwire.domain.intake.submission import Submission, to_invalid_event, validate_submission

VERSION = "https://jsonfeed.org/version/1"


class JsonFeedPart(BaseModel):
    """What both parts share: fields that are not read here are no mistakes."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)


class JsonFeedItem(JsonFeedPart):
    """One item of a feed."""

    id: str
    url: str | None = None
    title: str | None = None
    content_html: str | None = None
    content_text: str | None = None
    summary: str | None = None
    date_published: str | None = None
    language: str | None = None


class JsonFeed(JsonFeedPart):
    """A feed."""

    title: str | None = None
    language: str | None = None
    items: tuple[JsonFeedItem, ...] = ()


def is_json_feed(value: dict[str, Any]) -> bool:
    """Whether a JSON object says that it is a JSON Feed."""
    return str(value.get("version", "")).startswith(VERSION)


def read_json_feed(value: dict[str, Any], name: str, max_text: int) -> list[Submission]:
    """All items; raises as `validate_submission` does."""
    try:
        feed = JsonFeed.model_validate(value)
    except ValidationError as error:
        raise to_invalid_event(error) from None
    return [_submission(item, feed, name, max_text) for item in feed.items]


def _submission(item: JsonFeedItem, feed: JsonFeed, name: str, max_text: int) -> Submission:
    body = item.content_text or markup_to_text(item.content_html or "") or item.summary or ""
    fields = {
        "guid": item.id,
        "url": item.url,
        "source": {"name": feed.title or name},
        "headline": item.title or "",
        "body": body,
        "published_at": item.date_published,
        "language": item.language or feed.language,
    }
    return validate_submission(
        {key: found for key, found in fields.items() if found is not None}, max_text
    )
