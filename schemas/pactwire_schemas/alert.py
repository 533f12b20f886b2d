"""What people are told: matches of watches, and alerts with a life after CAP 1.2."""

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from pactwire_schemas.article import ArticleRef
from pactwire_schemas.base import Event, Instant, Value
from pactwire_schemas.enrichment import Mention
from pactwire_schemas.ledger import Development

MatchKind = Literal["mentioned", "changed"]
MessageType = Literal["alert", "update", "cancel"]
AlertReason = Literal[
    "first", "advanced", "reversed", "corroborated", "corrected", "retracted", "disputed"
]
Severity = Literal["low", "medium", "high"]
MAX_TERMS = 64


class Clause(Value):
    """One condition of a watch, and what decided it."""

    clause: str
    """Where in the watch: `when.changed.member`."""
    held: bool
    because: str


class WatchRef(Value):
    """The watch as it was when it matched."""

    watch_id: str
    name: str
    revision: int = 1


class Match(Event):
    """A watch fits an article or a development; whether anyone is told is decided later."""

    type: ClassVar[str] = "news.match.v1"

    match_id: str
    watch: WatchRef
    kind: MatchKind
    article: ArticleRef
    development: Development | None = None
    mentions: tuple[Mention, ...] = ()
    has_claims: bool = False
    """Whether its article also tells of a membership, so that an alert on that may follow."""
    quotes: tuple[str, ...] = ()
    """Sentences in which the mentions stand."""
    signature: str = ""
    terms: Annotated[tuple[str, ...], Field(max_length=MAX_TERMS)] = ()
    """What its story claims, names, counts and says, most telling first: a claim stands behind `=`,
    the id of an entity behind `@`."""
    clauses: tuple[Clause, ...] = ()
    extractor_version: str | None = None
    dictionary_version: str | None = None
    matched_at: Instant

    @property
    def event_id(self) -> str:
        """The match id."""
        return self.match_id

    @property
    def subject(self) -> str:
        """The watch id."""
        return self.watch.watch_id

    @property
    def occurred(self) -> datetime:
        """When the watch was evaluated."""
        return self.matched_at


class Quote(Value):
    """Evidence as a person reads it: the words, who published them, where."""

    quote: str
    source: str
    url: str | None = None
    published_at: Instant | None = None
    speaker: str | None = None


class Why(Value):
    """The whole reason of an alert: clauses, rule, and the versions that decided."""

    clauses: tuple[Clause, ...] = ()
    rule: str | None = None
    confidence: Annotated[float, Field(ge=0, le=1)] | None = None
    extractor_version: str | None = None
    dictionary_version: str | None = None


class DigestedAlert(Value):
    """One alert of a digest, in a line."""

    alert_id: str
    msg_type: MessageType
    severity: Severity
    headline: str
    url: str | None = None
    alerted_at: Instant


class Alert(Event):
    """One message to the people behind one watch."""

    type: ClassVar[str] = "news.alert.v1"

    alert_id: str
    msg_type: MessageType = "alert"
    references: tuple[str, ...] = ()
    """Earlier alerts this one updates or cancels, oldest first."""
    reason: AlertReason
    watch: WatchRef
    kind: MatchKind
    severity: Severity
    headline: str
    summary: str
    evidence: tuple[Quote, ...] = ()
    independent_sources: int = 1
    article: ArticleRef
    development: Development | None = None
    mentions: tuple[Mention, ...] = ()
    why: Why
    topics: tuple[str, ...] = ()
    """Further topics the watch routes its alerts to."""
    endpoints: tuple[str, ...] = ()
    """Webhook endpoints the watch delivers to."""
    received_at: Instant
    """When the article behind the alert was admitted."""
    alerted_at: Instant
    digest_of: tuple[DigestedAlert, ...] = ()
    """The alerts that this one message stands for, oldest first; empty for a single alert."""
    suppressed_because: str | None = None
    """Why nobody was sent it; such alerts stay on record and reach no topic."""

    @property
    def event_id(self) -> str:
        """The alert id."""
        return self.alert_id

    @property
    def subject(self) -> str:
        """The watch id."""
        return self.watch.watch_id

    @property
    def occurred(self) -> datetime:
        """When the alert was made."""
        return self.alerted_at
