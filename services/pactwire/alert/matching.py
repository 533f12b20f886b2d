"""Step two: stories and developments against the watches in force, matches out.

Also notes what each article claims, so that a claim which a new version no longer makes is taken
back. Whether anyone is told is decided by step three.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pactwire.alert.watch_cache import Watches
from pactwire.domain.identity import match_id
from pactwire.domain.text.snippets import around
from pactwire.domain.watches import Hit
from pactwire.edges.kafka.stage import Output
from pactwire.edges.store import Store, Transaction, alerting, writing
from pactwire.edges.store.alerting import Reading
from pactwire.metrics import Metrics
from pactwire_schemas import (
    CLAIMS,
    MATCHES,
    Article,
    Clause,
    Development,
    EnrichedArticle,
    Match,
    MembershipClaim,
    Mention,
)

MOST_MENTIONS = 20
MOST_QUOTES = 2
CANCELED = Clause(
    clause="pub_status", held=True, because="the producer canceled an article that was told"
)


@dataclass(frozen=True)
class Matching:
    """The handlers of `news.enriched.v1` and `news.developments.v1`."""

    store: Store
    watches: Watches
    metrics: Metrics
    now: Callable[[], datetime]

    def stories(self, batch: Sequence[EnrichedArticle]) -> list[list[Output]]:
        """Matches of articles, and claims that their new versions took back."""
        self.watches.refresh()
        with writing(self.store) as tx:
            return [
                [Output(CLAIMS, claim) for claim in taken_back(tx, story, self.now())]
                + [Output(MATCHES, match) for match in self._of_story(tx, story)]
                for story in batch
            ]

    def changes(self, batch: Sequence[Development]) -> list[list[Output]]:
        """Matches of developments."""
        self.watches.refresh()
        return [
            [
                Output(MATCHES, self._of_change(development, hit))
                for hit in self.watches.changes(development)
            ]
            for development in batch
        ]

    def _of_story(self, tx: Transaction, story: EnrichedArticle) -> list[Match]:
        if story.article.pub_status == "canceled":
            told = alerting.told_of_article(tx, story.article.article_id)
            refs = {alert.watch.watch_id: alert.watch for alert in told}
            hits = [Hit(ref, (CANCELED,)) for ref in refs.values()]
        elif story.article.pub_status == "usable":
            hits = self.watches.stories(story)
        else:
            hits = []
        self.metrics.matches.labels("mentioned").inc(len(hits))
        return [self._story_match(story, hit) for hit in hits]

    def _story_match(self, story: EnrichedArticle, hit: Hit) -> Match:
        article = story.article
        ended = article.pub_status == "canceled"
        parent = f"{article.article_id}-{article.version}-canceled" if ended else article.article_id
        mentions = self.watches.counting(hit.watch.watch_id, story.mentions)[:MOST_MENTIONS]
        return Match(
            match_id=match_id(hit.watch.watch_id, parent),
            watch=hit.watch,
            kind="mentioned",
            article=article.reference(),
            mentions=mentions,
            quotes=quotes(article, mentions),
            signature=story.signature,
            clauses=hit.clauses,
            extractor_version=story.extractor_version,
            dictionary_version=story.dictionary_version,
            matched_at=self.now(),
        )

    def _of_change(self, development: Development, hit: Hit) -> Match:
        self.metrics.matches.labels("changed").inc()
        return Match(
            match_id=match_id(hit.watch.watch_id, development.development_id),
            watch=hit.watch,
            kind="changed",
            article=development.claim.article,
            development=development,
            clauses=hit.clauses,
            matched_at=self.now(),
        )


def taken_back(
    tx: Transaction, story: EnrichedArticle, at: datetime
) -> tuple[MembershipClaim, ...]:
    """Claims that an earlier version made and this one doesn't; the same ones on a repeat."""
    article = story.article
    claims = story.claims if article.pub_status == "usable" else ()
    said = alerting.reading_of(tx, article.article_id)
    if said and said.version >= article.version:
        return said.withdrawn if said.version == article.version else ()
    standing = {claim.claim_id for claim in claims}
    withdrawn = tuple(
        claim.model_copy(update={"withdrawn": True, "article": article.reference()})
        for claim in (said.claims if said else ())
        if claim.claim_id not in standing
    )
    if said or claims:
        reading = Reading(article.version, claims, withdrawn)
        alerting.keep_reading(tx, article.article_id, reading, at)
    return withdrawn


def quotes(article: Article, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The sentences around the first mentions."""
    found = [
        around(article.headline if mention.field == "headline" else article.body, mention.start)
        for mention in mentions
    ]
    return tuple(dict.fromkeys(found))[:MOST_QUOTES]
