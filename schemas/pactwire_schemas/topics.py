"""Every topic, once: its event, key, partitions, retention, writers and readers.

A topic also encodes and decodes, so that a subscriber needs this package and any Kafka client.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Generic, Literal, TypeVar

from pydantic import ValidationError

from pactwire_schemas import cloudevents
from pactwire_schemas.alert import Alert, Match
from pactwire_schemas.article import Article
from pactwire_schemas.base import Event
from pactwire_schemas.delivery import DeliveryAttempt
from pactwire_schemas.enrichment import EnrichedArticle, MembershipClaim
from pactwire_schemas.ledger import Development, MembershipState

E = TypeVar("E", bound=Event)

MIB = 1024 * 1024
DAY = timedelta(days=1)


class NotOfThisTopic(ValueError):  # noqa: N818  reads as what is wrong
    """The record is no event of the topic; the message says which field and why."""


@dataclass(frozen=True)
class Record:
    """What goes to the broker."""

    key: bytes
    value: bytes
    headers: cloudevents.Headers


@dataclass(frozen=True)
class Topic(Generic[E]):
    """A named stream of one type of event."""

    name: str
    event: type[E]
    description: str
    key_is: str
    writers: tuple[str, ...]
    readers: tuple[str, ...]
    retention: timedelta | None
    partitions: int = 4
    cleanup: Literal["delete", "compact"] = "delete"
    max_bytes: int = MIB
    key: Callable[[E], str] = field(default=lambda event: event.subject, compare=False)

    @property
    def dead(self) -> str:
        """The topic that holds, byte for byte, what could not be processed."""
        return f"{self.name}.dead"

    def encode(self, event: E, traceparent: str | None = None) -> Record:
        """The event as a record in CloudEvents binary mode."""
        headers = cloudevents.attributes(event, f"/pactwire/{self.writers[0]}")
        if traceparent:
            headers += (("traceparent", traceparent.encode()),)
        return Record(self.key(event).encode(), event.to_json(), headers)

    def decode(self, value: bytes | None, headers: Iterable[tuple[str, bytes | None]] = ()) -> E:
        """The event of a record.

        Raises:
            NotOfThisTopic: another type or version, no JSON, or a field that does not fit.
        """
        given = cloudevents.find(headers, "ce_type")
        if given not in {None, self.event.type}:
            raise NotOfThisTopic(f"ce_type is {given!r}, this topic carries {self.event.type!r}")
        if not value:
            raise NotOfThisTopic("the record has no value")
        try:
            return self.event.model_validate_json(value)
        except ValidationError as error:
            raise NotOfThisTopic(first_reason(error)) from error


def first_reason(error: ValidationError) -> str:
    """The first mistake of a validation as `field: what is wrong`, without the input."""
    first = error.errors(include_url=False, include_input=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}" if place else first["msg"]


ARTICLES = Topic(
    "news.articles.v1", Article, "Articles as admitted, one record a version.",
    key_is="article id", writers=("ingest",), readers=("enrich",), retention=30 * DAY,
)  # fmt: skip
ENRICHED = Topic(
    "news.enriched.v1", EnrichedArticle, "Articles with mentions and claims.",
    key_is="article id", writers=("enrich",), readers=("alert",), retention=30 * DAY,
    max_bytes=4 * MIB,
)  # fmt: skip
CLAIMS = Topic(
    "news.claims.v1", MembershipClaim, "One article's word on one membership.",
    key_is="organisation|member", writers=("enrich", "alert"), readers=("alert",),
    retention=90 * DAY,
)  # fmt: skip
DEVELOPMENTS = Topic(
    "news.developments.v1", Development, "Real changes, each once.",
    key_is="organisation|member", writers=("alert",), readers=("alert", "subscribers"),
    retention=365 * DAY,
)  # fmt: skip
MEMBERSHIPS = Topic(
    "news.memberships.v1", MembershipState, "The ledger: who belongs to what, as of now.",
    key_is="organisation|member", writers=("alert",), readers=("subscribers",),
    retention=None, cleanup="compact",
)  # fmt: skip
MATCHES = Topic(
    "news.matches.v1", Match, "Watches that fit, before anyone is told.",
    key_is="watch id", writers=("alert",), readers=("alert",), retention=7 * DAY,
)  # fmt: skip
ALERTS = Topic(
    "news.alerts.v1", Alert, "Every alert.",
    key_is="watch id", writers=("alert",), readers=("deliver", "subscribers"),
    retention=90 * DAY,
)  # fmt: skip
DELIVERIES = Topic(
    "news.deliveries.v1", DeliveryAttempt, "Every attempt to reach an endpoint.",
    key_is="endpoint id", writers=("deliver",), readers=("subscribers",), retention=30 * DAY,
)  # fmt: skip

TOPICS: tuple[Topic[Any], ...] = (
    ARTICLES, ENRICHED, CLAIMS, DEVELOPMENTS, MEMBERSHIPS, MATCHES, ALERTS, DELIVERIES,
)  # fmt: skip

DEAD_RETENTION = 14 * DAY


def alerts_topic(name: str) -> Topic[Alert]:
    """The topic `alerts.<name>` that watches route to; one subscriber each, so one ACL each."""
    return Topic(
        name, Alert, "Alerts of the watches routed here.", key_is="watch id",
        writers=("alert",), readers=("subscribers",), retention=90 * DAY,
    )  # fmt: skip
