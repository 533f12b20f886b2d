"""Our own JSON: what a person or a program hands in, before it has an id or a version.

Written by people and programs, so unknown fields are refused and every mistake names its field.
"""

from typing import Annotated, Any

import orjson
from ftfy import fix_encoding
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    model_validator,
)

from pactwire.errors import InvalidEvent
from pactwire_schemas.article import PubStatus, Source

MAX_TEXT = 200_000
CONTROL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127))


class TooLarge(InvalidEvent):
    """The text is longer than an article may be."""


def _named(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


def _clean(text: str) -> str:
    text = text.encode("utf-8", "replace").decode("utf-8")
    text = text if text.isascii() else fix_encoding(text)
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(CONTROL).strip()


def _web_address(value: str) -> str:
    if not value.lower().startswith(("http://", "https://")) or len(value.split("/")) < 3:
        raise ValueError("give an absolute http or https address")
    return value


Text = Annotated[str, AfterValidator(_clean)]


class SubmittedSource(Source):
    """A source as handed in; a bare string is its name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(min_length=1, max_length=500)]
    domain: Annotated[str, Field(max_length=300)] | None = None
    owner: Annotated[str, Field(max_length=500)] | None = None


class Submission(BaseModel):
    """One article as handed in. Needs words, and something that names it for good."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: Annotated[str, Field(max_length=4000), AfterValidator(_web_address)] | None = None
    guid: Annotated[str, Field(max_length=2000)] | None = None
    source: Annotated[SubmittedSource, BeforeValidator(_named)] | None = None
    headline: Text = ""
    body: Text = ""
    language: Annotated[str, Field(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")] | None = None
    published_at: AwareDatetime | None = None
    version: Annotated[int, Field(ge=1)] | None = None
    pub_status: PubStatus = "usable"

    _unread: tuple[str, ...] = PrivateAttr(default=())

    @property
    def unread(self) -> tuple[str, ...]:
        """The names of what stood beside it and is no field of an article."""
        return self._unread

    def note_unread(self, names: tuple[str, ...]) -> None:
        """Keep the names of what was left out when it was read."""
        self._unread = names

    @model_validator(mode="after")
    def _says_something(self) -> "Submission":
        if not (self.headline or self.body) and self.pub_status == "usable":
            raise ValueError("give a headline or a body")
        if self.pub_status == "canceled" and not (self.url or self.guid):
            raise ValueError("a retraction needs the url or the guid of what it retracts")
        return self


def read_submission(raw: bytes, max_text: int = MAX_TEXT) -> Submission:
    """Our own JSON, validated.

    Raises:
        InvalidEvent: no JSON, or a field that does not fit; `field` names it.
        TooLarge: more than `max_text` characters of headline and body.
    """
    try:
        value = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise InvalidEvent(f"this is not JSON: {error.msg} at character {error.pos}") from None
    if not isinstance(value, dict):
        raise InvalidEvent("give one JSON object for one article")
    return validate_submission(value, max_text)


def validate_submission(value: dict[str, Any], max_text: int = MAX_TEXT) -> Submission:
    """A submission from plain values; raises as `read_submission` does."""
    try:
        found = Submission.model_validate(value)
    except ValidationError as error:
        raise to_invalid_event(error) from None
    if len(found.headline) + len(found.body) > max_text:
        raise TooLarge(f"headline and body have more than {max_text:,} characters", "body")
    return found


def to_invalid_event(error: ValidationError) -> InvalidEvent:
    """The first mistake of a validation with its field."""
    first = error.errors(include_url=False, include_input=False)[0]
    reason = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        reason = f"there is no such field; there are {', '.join(Submission.model_fields)}"
    return InvalidEvent(reason, ".".join(str(part) for part in first["loc"]) or None)
