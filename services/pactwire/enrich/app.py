"""Assembles the enrich service: articles in, enriched articles and claims out."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pactwire.edges.health_checks import Health
from pactwire.edges.http.health import serve_probes
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.kafka.worker import Handler, Output, Stage, StageDependencies, run_stages
from pactwire.metrics import Metrics
from pactwire.settings import BrokerSettings, EnrichSettings
from pactwire_schemas import ARTICLES, CLAIMS, ENRICHED, Article, EnrichedArticle

SERVICE = "enrich"
BATCH_SIZE = 10
"""Articles read before what was found is published: what arrives together leaves together, in one
request. The loop stands still for so long: 20 ms on the machine of docs/performance.md."""

EnrichFunction = Callable[[Article], EnrichedArticle]
"""Extracts mentions and claims from an article; pure."""


@dataclass(frozen=True)
class EnrichDependencies:
    """The dependencies of the service."""

    enrich: EnrichFunction
    producer: EventProducer
    metrics: Metrics


async def serve(
    settings: EnrichSettings,
    broker: BrokerSettings,
    deps: EnrichDependencies,
    stop: asyncio.Event,
) -> None:
    """EnrichFunction articles until `stop` is set.

    Raises:
        PactwireError: the stage can't go on.
        OSError: the port of the probes is taken.
    """
    health = Health("broker")
    probes = await serve_probes(settings.probes, deps.metrics, health)
    stage = Stage(SERVICE, ARTICLES, build_handler(deps.enrich, deps.metrics), BATCH_SIZE)
    try:
        runtime = StageDependencies(SERVICE, broker, deps.producer, deps.metrics, health)
        await run_stages([stage], runtime, stop)
    finally:
        await probes.cleanup()


def build_handler(enrich: EnrichFunction, metrics: Metrics) -> Handler[Article]:
    """The handler of the stage: an enriched article, and each of its claims on its own."""

    def handle(articles: Sequence[Article]) -> list[list[Output]]:
        enriched = [drop_unusable_claims(enrich(article)) for article in articles]
        for one in enriched:
            count_findings(one, metrics)
        return [build_outputs(one) for one in enriched]

    return handle


def drop_unusable_claims(enriched: EnrichedArticle) -> EnrichedArticle:
    """The same without claims when the article is not, or no longer, usable."""
    if enriched.article.pub_status == "usable":
        return enriched
    return enriched.model_copy(update={"claims": ()})


def build_outputs(enriched: EnrichedArticle) -> list[Output]:
    """The enriched article, and each claim on a topic of its own, as claims have another key."""
    return [Output(ENRICHED, enriched), *(Output(CLAIMS, claim) for claim in enriched.claims)]


def count_findings(enriched: EnrichedArticle, metrics: Metrics) -> None:
    """Add mentions and claims to the metrics."""
    for kind, number in Counter(mention.kind for mention in enriched.mentions).items():
        metrics.mentions.labels(kind).inc(number)
    for claim in enriched.claims:
        metrics.claims.labels(claim.action, claim.stage).inc()
