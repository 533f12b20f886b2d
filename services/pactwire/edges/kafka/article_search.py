"""Articles that `news.enriched.v1` holds, found by reading it through."""

from collections.abc import Callable, Iterator
from datetime import datetime

from pactwire.edges.kafka.topic_consumer import TopicRecord, read_records
from pactwire.settings import BrokerSettings
from pactwire_schemas import ENRICHED, EnrichedArticle, NotOfThisTopic


def find_article(broker: BrokerSettings, named: str) -> EnrichedArticle | None:
    """The newest version of the article whose id begins so, or whose address is that.

    Raises:
        Misconfigured: the broker refuses us.
        Retryable: no broker answers.
    """
    newest: EnrichedArticle | None = None
    for enriched in search_articles(broker, lambda record: _may_be(record, named)):
        article = enriched.article
        is_it = article.article_id.startswith(named) or article.url == named
        if is_it and (newest is None or article.version >= newest.article.version):
            newest = enriched
    return newest


def list_articles(
    broker: BrokerSettings, since: datetime | None, until: datetime | None, entity: str | None
) -> list[EnrichedArticle]:
    """The articles of a time that mention an entity, each in its newest version, newest first."""
    needle = f'"{entity}"'.encode() if entity else b""
    newest: dict[str, EnrichedArticle] = {}
    for enriched in search_articles(broker, lambda record: needle in (record.value or b"")):
        article = enriched.article
        known = newest.get(article.article_id)
        if known is None or article.version >= known.article.version:
            newest[article.article_id] = enriched
    found = (one for one in newest.values() if _is_asked_for(one, since, until, entity))
    return sorted(found, key=lambda one: one.article.received_at, reverse=True)


def _is_asked_for(
    enriched: EnrichedArticle, since: datetime | None, until: datetime | None, entity: str | None
) -> bool:
    received = enriched.article.received_at
    if (since and received < since) or (until and received >= until):
        return False
    return entity is None or any(one.entity_id == entity for one in enriched.mentions)


def search_articles(
    broker: BrokerSettings,
    select: Callable[[TopicRecord], bool],
    since: datetime | None = None,
) -> Iterator[EnrichedArticle]:
    """The articles of the records that `select` picks, in order within a partition.

    Of all time without a moment. Records that are no articles are passed over.
    """
    for record in read_records(broker, (ENRICHED.name,), since or "beginning"):
        if not select(record):
            continue
        try:
            yield ENRICHED.decode(record.value, record.headers)
        except NotOfThisTopic:
            continue


def _may_be(record: TopicRecord, named: str) -> bool:
    """Whether a record may be the article, without decoding it."""
    needle = named.encode()
    return (record.key or b"").startswith(needle) or needle in (record.value or b"")
