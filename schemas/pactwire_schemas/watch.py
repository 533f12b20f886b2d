"""What people ask for: a watch says exactly one thing under `when`.

Written by people (YAML or JSON), so unknown keys are refused here, unlike in events.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from pactwire_schemas.alert import Severity
from pactwire_schemas.enrichment import Action, Role, Stage
from pactwire_schemas.notify import Notify

SLUG = r"^[a-z0-9][a-z0-9-]{0,62}$"
"""What the ids of watches and endpoints are made of."""
Slug = Annotated[str, Field(pattern=SLUG)]


class Written(BaseModel):
    """A part of a document that a person writes: mistakes are errors, not silence."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class MembersOf(Written):
    """All present members of a body; follows the ledger."""

    members_of: str


class OrganisationsOf(Written):
    """All bodies a member belongs to; follows the ledger."""

    organisations_of: str


class All(Written):
    """Every part must hold."""

    all: Annotated[tuple["EntityTerm", ...], Field(min_length=1)]


class AnyOf(Written):
    """One part must hold."""

    any: Annotated[tuple["EntityTerm", ...], Field(min_length=1)]


class Not(Written):
    """The part must not hold."""

    not_: Annotated["EntityTerm", Field(alias="not")]


EntityTerm = str | MembersOf | OrganisationsOf | AnyOf | All | Not
"""An entity id, a set that follows the ledger, or a combination."""


class Phrases(Written):
    """Phrases in the text, compared without case; never regular expressions."""

    any: tuple[str, ...] = ()
    all: tuple[str, ...] = ()


class Mentioned(Written):
    """Fires on stories in which the entities appear."""

    any: tuple[EntityTerm, ...] = ()
    all: tuple[EntityTerm, ...] = ()
    not_: Annotated[tuple[EntityTerm, ...], Field(alias="not")] = ()
    roles: tuple[Role, ...] = ("subject", "object", "mentioned")
    text: Phrases | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "Mentioned":
        if not (self.any or self.all or self.text):
            raise ValueError("give at least one of any, all or text")
        return self


class Changed(Written):
    """Fires on developments of the ledger. `any` is every organisation, member or action."""

    organisation: Literal["any"] | EntityTerm | tuple[EntityTerm, ...] = "any"
    member: Literal["any"] | EntityTerm | tuple[EntityTerm, ...] = "any"
    action: Literal["any"] | Action | tuple[Action, ...] = "any"
    stage_at_least: Stage = "considered"


class When(Written):
    """Exactly one of `mentioned` and `changed`."""

    mentioned: Mentioned | None = None
    changed: Changed | None = None

    @model_validator(mode="after")
    def _exactly_one(self) -> "When":
        if (self.mentioned is None) == (self.changed is None):
            raise ValueError("give exactly one of mentioned and changed")
        return self


class Sources(Written):
    """Which publishers count."""

    tier_at_most: Annotated[int, Field(ge=1, le=5)] | None = None
    only: tuple[str, ...] = ()
    not_: Annotated[tuple[str, ...], Field(alias="not")] = ()


class ToTopic(Written):
    """Also write the alert to `alerts.<name>`."""

    topic: Annotated[str, Field(pattern=r"^alerts\.[a-z0-9][a-z0-9._-]{0,200}$")]


class ToEndpoint(Written):
    """Send the alert to a webhook endpoint."""

    endpoint: Slug


class Watch(Written):
    """One question a person keeps open."""

    id: Slug
    name: str
    when: When
    sources: Sources = Sources()
    languages: tuple[str, ...] = ()
    """BCP 47 primary tags; empty means all."""
    min_confidence: Annotated[float, Field(ge=0, le=1)] = 0.5
    notify: Notify = Notify()
    severity: dict[Stage, Severity] = Field(default_factory=dict)
    deliver: tuple[ToTopic | ToEndpoint, ...] = ()
    enabled: bool = True

    def document(self) -> dict[str, Any]:
        """The watch as it would be written: aliases, no defaults."""
        return self.model_dump(mode="json", by_alias=True, exclude_defaults=True)
