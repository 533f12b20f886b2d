"""Puts the enrich service together: articles in, what was read out of them to two topics."""

import asyncio
from collections.abc import Callable, Sequence

from pactwire.edges.health_checks import Health
from pactwire.edges.http.health import serve_probes
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.kafka.worker import Handler, Output, Stage, StageDependencies, run_stages
from pactwire.metrics import Metrics
from pactwire.settings import BrokerSettings, EnrichSettings
from pactwire_schemas import ARTICLES, CLAIMS, ENRICHED, Article, EnrichedArticle

SERVICE = "enrich"

Enrich = Callable[[Article], EnrichedArticle]
"""Reads an article; pure."""


async def serve(
    settings: EnrichSettings,
    broker: BrokerSettings,
    read: Enrich,
    producer: EventProducer,
    metrics: Metrics,
    stop: asyncio.Event,
) -> None:
    """Enrich articles until `stop` is set.

    Raises:
        PactwireError: the stage can't go on.
        OSError: the port of the probes is taken.
    """
    health = Health("broker")
    probes = await serve_probes(settings.probes, metrics, health)
    stage = Stage(SERVICE, ARTICLES, enriching(read, metrics))
    try:
        runtime = StageDependencies(SERVICE, broker, producer, metrics, health)
        await run_stages([stage], runtime, stop)
    finally:
        await probes.cleanup()


def enriching(read: Enrich, metrics: Metrics) -> Handler[Article]:
    """The handler of the stage: an enriched article, and each of its claims on its own."""

    def handle(articles: Sequence[Article]) -> list[list[Output]]:
        enriched = [standing(read(article)) for article in articles]
        for one in enriched:
            count(one, metrics)
        return [outputs(one) for one in enriched]

    return handle


def standing(enriched: EnrichedArticle) -> EnrichedArticle:
    """The same without claims when the article is not, or no longer, to be relied on."""
    if enriched.article.pub_status == "usable":
        return enriched
    return enriched.model_copy(update={"claims": ()})


def outputs(enriched: EnrichedArticle) -> list[Output]:
    """Claims are keyed otherwise than articles, so they travel on a topic of their own."""
    return [Output(ENRICHED, enriched), *(Output(CLAIMS, claim) for claim in enriched.claims)]


def count(enriched: EnrichedArticle, metrics: Metrics) -> None:
    """Add what was found to the metrics."""
    for mention in enriched.mentions:
        metrics.mentions.labels(mention.kind).inc()
    for claim in enriched.claims:
        metrics.claims.labels(claim.action, claim.stage).inc()
