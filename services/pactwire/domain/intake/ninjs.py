"""IPTC ninjs 3.1 to a submission: headlines and bodies by role, `pubStatus`, sources, versions."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from pactwire.domain.intake.markup import markup_to_text
from pactwire.domain.intake.submission import Submission, to_invalid_event, validate_submission

MARKUP = ("text/html", "application/xhtml+xml")


class NinjsPart(BaseModel):
    """What all parts share: ninjs names; fields that are not read here are ignored."""

    model_config = ConfigDict(extra="ignore", alias_generator=to_camel, populate_by_name=True)


class NinjsText(NinjsPart):
    """A headline or a body."""

    value: str
    role: str | None = None
    content_type: str = "text/plain"


class InfoSource(NinjsPart):
    """Who the news comes from."""

    name: str
    role: str | None = None
    uri: str | None = None


class AltId(NinjsPart):
    """Another id of the same item."""

    role: str | None = None
    value: str


class NewsItem(NinjsPart):
    """The fields of a ninjs item that an article is made of."""

    uri: str
    language: str | None = None
    version: str | int | None = None
    version_created: str | None = None
    first_created: str | None = None
    content_created: str | None = None
    pub_status: Literal["usable", "withheld", "canceled"] = "usable"
    headlines: Annotated[tuple[NinjsText, ...], Field(max_length=50)] = ()
    bodies: Annotated[tuple[NinjsText, ...], Field(max_length=50)] = ()
    info_sources: tuple[InfoSource, ...] = ()
    alt_ids: tuple[AltId, ...] = ()


def is_ninjs(value: dict[str, Any]) -> bool:
    """Whether a JSON object is a ninjs item: `uri` with `headlines`, `bodies` or `pubStatus`."""
    return "uri" in value and bool({"headlines", "bodies", "pubStatus", "standard"} & value.keys())


def read_ninjs(value: dict[str, Any], max_text: int) -> Submission:
    """The item as a submission; raises as `validate_submission` does."""
    try:
        item = NewsItem.model_validate(value)
    except ValidationError as error:
        raise to_invalid_event(error) from None
    version = str(item.version or "")
    fields = {
        "guid": item.uri,
        "url": find_url(item),
        "source": find_source(item),
        "headline": choose_text(item.headlines, ("main", "headline")),
        "body": choose_text(item.bodies, ("main", "body")),
        "language": item.language,
        "published_at": item.content_created or item.first_created or item.version_created,
        "version": int(version) if version.isdigit() and int(version) > 0 else None,
        "pub_status": item.pub_status,
    }
    return validate_submission(
        {name: found for name, found in fields.items() if found is not None}, max_text
    )


def choose_text(words: tuple[NinjsText, ...], roles: tuple[str, ...]) -> str:
    """The one with the main role, else the first without a role, else the first, as plain text."""
    if not words:
        return ""
    ranked = sorted(words, key=lambda one: (one.role not in roles, one.role is not None))
    best = ranked[0]
    return markup_to_text(best.value) if best.content_type in MARKUP else best.value


def find_url(item: NewsItem) -> str | None:
    """Where the item can be read, if it says so."""
    found = [alt.value for alt in item.alt_ids if alt.role in ("url", "canonical", "canonical_url")]
    found += [item.uri]
    return next((url for url in found if url.startswith(("http://", "https://"))), None)


def find_source(item: NewsItem) -> dict[str, str] | None:
    """The first named source."""
    return {"name": item.info_sources[0].name} if item.info_sources else None
