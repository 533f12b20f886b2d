"""Back-tests watches over what the topics hold; reads alone, sends nothing."""

from collections.abc import Callable, Collection, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from pactwire.domain.backtesting import Simulation, WatchReport
from pactwire.domain.watches import MembershipSets
from pactwire.edges.kafka.article_search import search_articles
from pactwire.edges.kafka.topic_consumer import TopicRecord, read_records
from pactwire.edges.store import Store, ledgers, read_transaction, silences
from pactwire.settings import BrokerSettings
from pactwire_schemas import (
    DEVELOPMENTS,
    Development,
    EnrichedArticle,
    NotOfThisTopic,
    Watch,
)

Progress = Callable[[], object]


class BacktestRequest(NamedTuple):
    """Watches that are to be tried on what came since a moment."""

    watches: Sequence[Watch]
    since: datetime
    foreign_ids: Collection[str] = ()
    """Their ids that are taken by another owner: what is silenced under those is not theirs."""


def run_backtest(
    store: Store, broker: BrokerSettings, asked: BacktestRequest, step: Progress
) -> list[WatchReport]:
    """What watches would have sent since a moment; `step` is called for each event.

    Raises:
        Misconfigured: the broker refuses us.
        Retryable: broker or store are away.
    """
    since = asked.since
    with read_transaction(store) as tx:
        sets = MembershipSets(ledgers.list_present_members(tx))
        silenced = silences.list_silences(tx, since)
    own = [one for one in silenced if one.watch_id not in asked.foreign_ids]
    simulation = Simulation(asked.watches, sets, own)
    sieve = simulation.build_sieve()

    def may_fit(record: TopicRecord) -> bool:
        step()
        return sieve.may_fit(record.value)

    for article in read_articles(broker, since, may_fit):
        simulation.read_article(article)
    for development in read_developments(broker, since):
        simulation.read_development(development)
        step()
    return simulation.finish()


def read_articles(
    broker: BrokerSettings,
    since: datetime | None,
    may_fit: Callable[[TopicRecord], bool] = lambda record: True,
) -> Iterator[EnrichedArticle]:
    """Enriched articles, of all time without a moment; each version once, in no order.

    Of records for which `may_fit` is False nothing is decoded.
    """
    first = since.timestamp() * 1000 if since else 0
    seen: set[tuple[str, int]] = set()

    def select(record: TopicRecord) -> bool:
        return record.timestamp >= first and may_fit(record)

    for enriched in search_articles(broker, select, since):
        key = enriched.article.article_id, enriched.article.version
        if key not in seen:
            seen.add(key)
            yield enriched


def read_developments(broker: BrokerSettings, since: datetime) -> Iterator[Development]:
    """Developments, each once, in order within a partition."""
    seen: set[str] = set()
    for record in read_records(broker, (DEVELOPMENTS.name,)):
        development = decode_development(record)
        if development is None or development.occurred_at < since:
            continue
        if development.development_id not in seen:
            seen.add(development.development_id)
            yield development


def decode_development(record: TopicRecord) -> Development | None:
    """The development of a record; None when it is none."""
    try:
        return DEVELOPMENTS.decode(record.value, record.headers)
    except NotOfThisTopic:
        return None
