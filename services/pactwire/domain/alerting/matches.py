"""The match of a watch and a development or story, as stage two hands it to stage three."""

from datetime import datetime

from pactwire.domain.alerting.story_terms import list_story_terms
from pactwire.domain.identity import match_id
from pactwire_schemas import Alert, Clause, Development, EnrichedArticle, Match, WatchRef


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
    """The match of a story, without the words that an alert on it would quote."""
    return Match(
        match_id=match_id(watch.watch_id, enriched.article.article_id),
        watch=watch,
        kind="mentioned",
        article=enriched.article.reference(),
        signature=enriched.signature,
        terms=list_story_terms(enriched.article, enriched.mentions, enriched.claims),
        clauses=clauses,
        matched_at=at,
    )


def notified_of(alert: Alert) -> str:
    """What an endpoint is notified of once, whichever of its watches match."""
    if alert.digest_of:
        return f"digest:{alert.alert_id}"
    if alert.development:
        return f"{alert.msg_type}:{alert.development.development_id}"
    return f"{alert.msg_type}:{alert.alert_id}"
