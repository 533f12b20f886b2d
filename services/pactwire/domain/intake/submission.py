"""Our own JSON: what a person or a program hands in, before it has an id or a version.

Written by people and programs, so unknown fields are refused and every mistake names its field.
"""

from datetime import datetime
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    ValidationError,
    model_validator,
)

from pactwire.domain.intake.addresses import resolve_link
from pactwire.domain.intake.moments import is_written_moment, read_moment
from pactwire.domain.text.clean import clean_line, clean_text
from pactwire.errors import InvalidEvent
from pactwire_schemas.article import PubStatus, Source

MAX_TEXT = 200_000
MAX_URL = 4000
MAX_GUID = 2000
MAX_NAME = 500
MAX_VERSION = 2**31 - 1
"""What the store's integers hold."""


class TooLarge(InvalidEvent):
    """The text is longer than an article may be."""


def _named(value: Any) -> Any:
    return {"name": value} if isinstance(value, str) else value


def _moment(value: Any) -> datetime | None:
    """A moment; none where one is written that can't be the article's."""
    found = read_moment(value)
    if found is None and value is not None and not is_written_moment(value):
        raise ValueError("give a date and time as in ISO 8601")
    return found


def _language(value: Any) -> Any:
    return value.strip().replace("_", "-").split(".")[0] if isinstance(value, str) else value


Line = AfterValidator(clean_line)
LanguageTag = Annotated[str, Field(pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$")]
"""BCP 47."""


class SubmittedSource(Source):
    """A source as handed in; a bare string is its name."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(max_length=MAX_NAME), Line, Field(min_length=1)]
    domain: Annotated[str, Field(max_length=300), Line] | None = None
    owner: Annotated[str, Field(max_length=MAX_NAME), Line] | None = None


class Submission(BaseModel):
    """One article as handed in. Needs words, and something that names it for good."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: Annotated[str, Field(max_length=MAX_URL), AfterValidator(resolve_link)] | None = None
    guid: Annotated[str, Field(max_length=MAX_GUID), Line] | None = None
    source: Annotated[SubmittedSource, BeforeValidator(_named)] | None = None
    headline: Annotated[str, Line] = ""
    body: Annotated[str, AfterValidator(clean_text)] = ""
    language: Annotated[LanguageTag, BeforeValidator(_language)] | None = None
    published_at: Annotated[datetime | None, BeforeValidator(_moment)] = None
    version: Annotated[int, Field(ge=1, le=MAX_VERSION)] | None = None
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


def validate_submission(value: dict[str, Any], max_text: int = MAX_TEXT) -> Submission:
    """A submission from plain values.

    Raises:
        InvalidEvent: a field that does not fit; `field` names it.
        TooLarge: more than `max_text` characters of headline and body.
    """
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
