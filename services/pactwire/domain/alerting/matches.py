"""The match of a watch and a development or story, as stage two hands it to stage three."""

from collections.abc import Collection, Sequence
from datetime import datetime

from pactwire.domain.alerting.story_terms import list_story_terms
from pactwire.domain.identity import match_id
from pactwire_schemas import (
    Alert,
    Clause,
    Development,
    EnrichedArticle,
    Match,
    Mention,
    Watch,
    WatchRef,
)

MAX_MENTIONS = 20


def build_change_match(
    watch: WatchRef, development: Development, clauses: tuple[Clause, ...], at: datetime
) -> Match:
    """The match of a development."""
    return Match(
        match_id=match_id(watch.watch_id, development.development_id),
        watch=watch,
        kind="changed",
        article=development.claim.article,
        development=development,
        clauses=clauses,
        matched_at=at,
    )


def build_story_match(
    watch: WatchRef, enriched: EnrichedArticle, clauses: tuple[Clause, ...], at: datetime
) -> Match:
    """The match of a story, without what an alert on it would name and quote."""
    article = enriched.article
    is_canceled = article.pub_status == "canceled"
    canceled = f"{article.article_id}-{article.version}-canceled"
    return Match(
        match_id=match_id(watch.watch_id, canceled if is_canceled else article.article_id),
        watch=watch,
        kind="mentioned",
        article=article.reference(),
        has_claims=any(not claim.background for claim in enriched.claims),
        signature=enriched.signature,
        terms=list_story_terms(article, enriched.mentions, enriched.claims),
        clauses=clauses,
        extractor_version=enriched.extractor_version,
        dictionary_version=enriched.dictionary_version,
        matched_at=at,
    )


def select_mentions(
    mentions: Sequence[Mention], watch: Watch | None, entities: Collection[str]
) -> tuple[Mention, ...]:
    """The mentions of `entities`, which a watch names, one an entity; all eligible ones if none."""
    eligible: dict[str, Mention] = {}
    for mention in mentions:
        if watch is None or is_eligible(mention, watch):
            eligible.setdefault(mention.entity_id, mention)
    named = tuple(mention for entity, mention in eligible.items() if entity in entities)
    return (named or tuple(eligible.values()))[:MAX_MENTIONS]


def is_eligible(mention: Mention, watch: Watch) -> bool:
    """Whether a mention has the role and the confidence that a watch asks for."""
    condition = watch.when.mentioned
    return condition is None or (
        mention.role in condition.roles and mention.score >= watch.min_confidence
    )


def notified_of(alert: Alert) -> str:
    """What an endpoint is notified of once, whichever of its watches match."""
    if alert.digest_of:
        return f"digest:{alert.alert_id}"
    if alert.development:
        return f"{alert.msg_type}:{alert.development.development_id}"
    return f"{alert.msg_type}:{alert.alert_id}"
