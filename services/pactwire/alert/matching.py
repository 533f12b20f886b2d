"""Stage two: matches articles and developments against the watches in force.

Also stores what each article claims, so that a claim which a new version no longer makes is
withdrawn, and which articles are canceled. Whether a match becomes an alert is decided by stage
three, which tells nobody of what is canceled.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pactwire.alert.watch_cache import WatchCache
from pactwire.alert.withdrawals import find_alerts_of_canceled, withdraw_claims
from pactwire.domain.alerting.matches import build_change_match, build_story_match
from pactwire.domain.text.snippets import extract_snippet
from pactwire.domain.watches import WatchMatch
from pactwire.edges.kafka.stage import Output
from pactwire.edges.store import Store
from pactwire.metrics import Metrics
from pactwire_schemas import (
    CLAIMS,
    MATCHES,
    Alert,
    Article,
    Clause,
    Development,
    EnrichedArticle,
    Match,
    Mention,
)

MAX_QUOTES = 2
CANCELED_CLAUSE = Clause(
    clause="pub_status", held=True, because="the publisher canceled an article that was told"
)


@dataclass(frozen=True)
class MatchStage:
    """The handlers of `news.enriched.v1` and `news.developments.v1`."""

    store: Store
    watches: WatchCache
    metrics: Metrics
    now: Callable[[], datetime]

    def handle_articles(self, batch: Sequence[EnrichedArticle]) -> list[list[Output]]:
        """Matches of articles, and claims that their new versions withdrew."""
        self.watches.refresh()
        withdrawn = withdraw_claims(self.store, batch, self.now())
        alerts = find_alerts_of_canceled(self.store, batch)
        return [
            [Output(CLAIMS, claim) for claim in claims]
            + [Output(MATCHES, match) for match in self._match_article(enriched, alerts)]
            for enriched, claims in zip(batch, withdrawn, strict=True)
        ]

    def handle_developments(self, batch: Sequence[Development]) -> list[list[Output]]:
        """Matches of developments."""
        self.watches.refresh()
        return [
            [
                Output(MATCHES, self._build_development_match(development, hit))
                for hit in self.watches.match_development(development)
            ]
            for development in batch
        ]

    def _match_article(
        self, enriched: EnrichedArticle, made: Mapping[str, Sequence[Alert]]
    ) -> list[Match]:
        """Matches of an article; `made` are the alerts that canceled articles made."""
        article_id, status = enriched.article.article_id, enriched.article.pub_status
        hits: list[WatchMatch] = []
        if status == "canceled":
            fitted = {alert.watch.watch_id: alert.watch for alert in made.get(article_id, ())}
            hits = [WatchMatch(ref, (CANCELED_CLAUSE,)) for ref in fitted.values()]
        elif status == "usable":
            hits = self.watches.match_article(enriched)
        self.metrics.matches.labels("mentioned").inc(len(hits))
        return [self._build_article_match(enriched, hit) for hit in hits]

    def _build_article_match(self, enriched: EnrichedArticle, hit: WatchMatch) -> Match:
        mentions = self.watches.select_mentions(hit.watch.watch_id, enriched.mentions)
        quotes = select_quotes(enriched.article, mentions)
        match = build_story_match(hit.watch, enriched, hit.clauses, self.now())
        return match.model_copy(update={"mentions": mentions, "quotes": quotes})

    def _build_development_match(self, development: Development, hit: WatchMatch) -> Match:
        self.metrics.matches.labels("changed").inc()
        return build_change_match(hit.watch, development, hit.clauses, self.now())


def select_quotes(article: Article, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The sentences around the first mentions."""
    found = [
        extract_snippet(
            article.headline if mention.field == "headline" else article.body, mention.start
        )
        for mention in mentions
    ]
    return tuple(dict.fromkeys(found))[:MAX_QUOTES]
