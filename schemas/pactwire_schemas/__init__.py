"""The contract of pactwire: events, watches and topics. Depends on pydantic alone."""

from pactwire_schemas.alert import Alert, Clause, DigestedAlert, Match, Quote, WatchRef, Why
from pactwire_schemas.article import Article, ArticleRef, Source
from pactwire_schemas.base import Event, Value
from pactwire_schemas.delivery import DeliveryAttempt, WebhookBody
from pactwire_schemas.enrichment import (
    DatedFact,
    EnrichedArticle,
    Evidence,
    MembershipClaim,
    Mention,
    Party,
    Speaker,
)
from pactwire_schemas.ledger import Development, LedgerEntry, MembershipState
from pactwire_schemas.topics import (
    ALERTS,
    ARTICLES,
    CLAIMS,
    DEAD_RETENTION,
    DELIVERIES,
    DEVELOPMENTS,
    ENRICHED,
    MATCHES,
    MEMBERSHIPS,
    TOPICS,
    NotOfThisTopic,
    Record,
    Topic,
    alerts_topic,
)
from pactwire_schemas.watch import Changed, Mentioned, Watch, When

__version__ = "0.1.0"
"""As `pactwire.__version__`: the contract is released with the services."""

__all__ = [
    "ALERTS",
    "ARTICLES",
    "CLAIMS",
    "DEAD_RETENTION",
    "DELIVERIES",
    "DEVELOPMENTS",
    "ENRICHED",
    "MATCHES",
    "MEMBERSHIPS",
    "TOPICS",
    "Alert",
    "Article",
    "ArticleRef",
    "Changed",
    "Clause",
    "DatedFact",
    "DeliveryAttempt",
    "Development",
    "DigestedAlert",
    "EnrichedArticle",
    "Event",
    "Evidence",
    "LedgerEntry",
    "Match",
    "MembershipClaim",
    "MembershipState",
    "Mention",
    "Mentioned",
    "NotOfThisTopic",
    "Party",
    "Quote",
    "Record",
    "Source",
    "Speaker",
    "Topic",
    "Value",
    "Watch",
    "WatchRef",
    "WebhookBody",
    "When",
    "Why",
    "alerts_topic",
]
