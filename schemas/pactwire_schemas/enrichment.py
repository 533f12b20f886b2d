"""What was read out of an article: mentions, membership claims, the enriched article."""

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pactwire_schemas.article import Article, ArticleRef, CountryCode
from pactwire_schemas.base import Event, Value

EntityKind = Literal[
    "country", "organisation", "coalition", "armed_group", "person", "place", "media"
]
Form = Literal[
    "name", "demonym", "adjective", "abbreviation", "alias", "team", "metonym", "former", "language"
]
Role = Literal["subject", "object", "source", "mentioned"]
FieldName = Literal["headline", "body"]
Action = Literal["join", "leave", "suspend", "expel", "reinstate"]
Stage = Literal["considered", "applied", "approved", "effective", "rejected"]
FIRM_STAGES: frozenset[Stage] = frozenset({"approved", "effective"})
"""Stages of a change that is decided or done."""
Precision = Literal["day", "month", "year"]
Score = Annotated[float, Field(ge=0, le=1)]
ReadBy = Literal["rule", "reader", "both"]


class Mention(Value):
    """A name in the text and the entity it stands for.

    `start` and `end` count Unicode code points of the named field; `end` is exclusive.
    """

    entity_id: str
    """ISO 3166-1 alpha-2 for countries, `x-<slug>` for everything else."""
    kind: EntityKind
    name: str
    field: FieldName
    start: int
    end: int
    surface: str
    form: Form
    role: Role = "mentioned"
    iso2: CountryCode | None = None
    wikidata: str | None = None
    score: Score = 1.0
    why: str
    """Why these letters mean this entity, in a few words."""


class Party(Value):
    """A member or a body in a claim."""

    entity_id: str
    name: str
    iso2: CountryCode | None = None


class Speaker(Value):
    """Who said it, and whether they speak for a member or the body itself."""

    name: str
    official: bool
    entity_id: str | None = None


class Evidence(Value):
    """The sentence a claim was read from; offsets as in `Mention`."""

    quote: str
    field: FieldName
    start: int
    end: int
    quoted_speech: bool = False
    """True when the claim stands inside quotation marks."""


class DatedFact(Value):
    """A date as exact as the text made it; the first day stands for a month or a year."""

    on: date
    precision: Precision = "day"


class Doubt(Value):
    """Why a claim is not announced on its own word, and the stage that was read all the same."""

    stage: Stage
    reason: str


class MembershipClaim(Event):
    """One article says that a member joins, leaves, is suspended by ... a body, and how far it got.

    `stage` is the furthest the text supports; `background` is recalled history and never alerts.
    """

    type: ClassVar[str] = "news.claim.v1"

    claim_id: str
    article: ArticleRef
    organisation: Party
    member: Party
    action: Action
    stage: Stage
    background: bool = False
    withdrawn: bool = False
    """True when a newer version of the article, or its retraction, no longer says so."""
    ordinal: int | None = None
    """90 for "the 90th member"."""
    member_count: int | None = None
    announced_on: DatedFact | None = None
    effective_on: DatedFact | None = None
    attributed_to: Speaker | None = None
    evidence: Evidence
    confidence: Score
    confidence_parts: dict[str, float] = Field(default_factory=dict)
    rule: str
    """Action and family of the grammar's rule; `reader` where only the trained reader saw it."""
    read_by: ReadBy = "rule"
    """The grammar, the trained reader, or both."""
    doubt: Doubt | None = None
    """Where set, `stage` is no further than `considered`; the ledger waits for another source."""
    reader_version: str = ""
    """Of the trained reader; empty where none was asked."""
    extractor_version: str
    dictionary_version: str

    @property
    def event_id(self) -> str:
        """The claim, the version of its article, and whether it stands."""
        state = "withdrawn" if self.withdrawn else "stands"
        return f"{self.claim_id}-{self.article.version}-{state}"

    @property
    def subject(self) -> str:
        """Organisation and member: the key of the ledger."""
        return f"{self.organisation.entity_id}|{self.member.entity_id}"

    @property
    def occurred(self) -> datetime:
        """When the article was admitted."""
        return self.article.received_at


class EnrichedArticle(Event):
    """An article with everything that was read out of it."""

    type: ClassVar[str] = "news.enriched.v1"

    article: Article
    signature: str = ""
    """MinHash of the body, 128 unsigned 32-bit values, base64; empty for very short texts."""
    mentions: tuple[Mention, ...] = ()
    claims: tuple[MembershipClaim, ...] = ()
    extractor_version: str
    dictionary_version: str

    @property
    def event_id(self) -> str:
        """The article's own."""
        return self.article.event_id

    @property
    def subject(self) -> str:
        """The article id."""
        return self.article.article_id

    @property
    def occurred(self) -> datetime:
        """When the article was admitted."""
        return self.article.received_at
