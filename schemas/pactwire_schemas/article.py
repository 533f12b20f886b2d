"""What was published: an article, as ingest admits it (names after IPTC ninjs 3.1)."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pactwire_schemas.base import Event, Instant, Value

PubStatus = Literal["usable", "withheld", "canceled"]
"""ninjs `pubStatus`: `canceled` retracts the article and what was read out of it."""

CountryCode = Annotated[str, Field(pattern=r"^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2, plus XK for Kosovo."""


class Source(Value):
    """Who published: enough to tell independent voices from one voice in two papers."""

    name: str
    domain: str | None = None
    owner: str | None = None
    country: CountryCode | None = None
    tier: Annotated[int, Field(ge=1, le=5)] | None = None
    """1 is an agency of record, 5 is unknown quality."""


class ArticleRef(Value):
    """An article without its body, for events that follow from it."""

    article_id: str
    version: int = 1
    url: str | None = None
    source: Source
    headline: str = ""
    language: str = "und"
    published_at: Instant | None = None
    received_at: Instant
    pub_status: PubStatus = "usable"
    content_hash: str


class Article(ArticleRef, Event):
    """One version of one article. The id is its content's name, so a repeat is the same article."""

    type: ClassVar[str] = "news.article.v1"

    canonical_url: str | None = None
    guid: str | None = None
    body: str = ""

    @property
    def event_id(self) -> str:
        """The article and its version."""
        return f"{self.article_id}-{self.version}"

    @property
    def subject(self) -> str:
        """The article id."""
        return self.article_id

    @property
    def occurred(self) -> datetime:
        """When the article was admitted."""
        return self.received_at

    @property
    def text(self) -> str:
        """Headline and body with a newline between, or the one that is there."""
        return "\n".join(part for part in (self.headline, self.body) if part)

    def reference(self) -> ArticleRef:
        """The same article without its body."""
        return ArticleRef(**{name: getattr(self, name) for name in ArticleRef.model_fields})
