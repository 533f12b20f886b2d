"""What a text would do if it came now: read, judged, matched and decided, and nothing kept."""

from base64 import b64decode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from pactwire.domain.alerting.dedup import AlertDecision, decide_change, decide_story
from pactwire.domain.alerting.matches import build_change_match, build_story_match
from pactwire.domain.explaining import (
    ClaimFacts,
    Journey,
    MadeDecision,
    StoryFacts,
    trace_claim,
    trace_story,
    trace_unread,
)
from pactwire.domain.extraction.document import RejectedCandidate
from pactwire.domain.ledger import decide_claim, empty_row
from pactwire.domain.watches import MembershipSets
from pactwire.edges.store import Store, Transaction, alerting, ledgers, read_transaction
from pactwire_schemas import Development, EnrichedArticle, MembershipClaim, Watch, WatchRef

MAX_DROPPED = 5


@dataclass(frozen=True)
class Hypothesis:
    """An article that has not come, and what its reading left out."""

    enriched: EnrichedArticle
    dropped: tuple[str, ...] = ()
    """Why candidates of claims were dropped."""


@dataclass(frozen=True)
class Desk:
    """The store that is asked, and the moment of asking."""

    store: Store
    at: datetime
    complete_bodies: frozenset[str]
    """Bodies whose list of members is complete, so that their count can be held against claims."""

    def trace_text(self, watch: Watch, hypothesis: Hypothesis) -> list[Journey]:
        """The way of an article, or of each of its claims, towards the alert of a watch."""
        with read_transaction(self.store) as tx:
            sets = MembershipSets(ledgers.list_present_members(tx))
            return list(self._trace(tx, watch, hypothesis, sets))

    def _trace(
        self, tx: Transaction, watch: Watch, hypothesis: Hypothesis, sets: MembershipSets
    ) -> Iterator[Journey]:
        enriched = hypothesis.enriched
        if watch.when.mentioned:
            decision = _restate(self._decide_story(tx, watch, enriched))
            yield trace_story(watch, StoryFacts(enriched, decision, None), sets)
            return
        for claim in enriched.claims:
            yield trace_claim(watch, self._judge(tx, watch, claim), sets)
        if not enriched.claims:
            yield trace_unread(enriched, hypothesis.dropped)

    def _judge(self, tx: Transaction, watch: Watch, claim: MembershipClaim) -> ClaimFacts:
        organisation, member = claim.organisation, claim.member
        row = ledgers.load_row(tx, organisation.entity_id, member.entity_id)
        is_complete = organisation.entity_id in self.complete_bodies
        counts = ledgers.load_member_counts(tx, claim, complete=is_complete)
        known = row or empty_row(organisation, member, self.at)
        verdict, _, development = decide_claim(known, claim, self.at, counts)
        decision = self._decide_change(tx, watch, development) if development else None
        return ClaimFacts(
            claim, verdict.reason, verdict.explanation, development, _restate(decision), None
        )

    def _decide_change(
        self, tx: Transaction, watch: Watch, development: Development
    ) -> AlertDecision:
        match = build_change_match(refer_to(watch), development, (), self.at)
        told = alerting.list_change_alerts(tx, watch.id, development.change_id)
        return decide_change(match, watch, told, self.at)

    def _decide_story(
        self, tx: Transaction, watch: Watch, enriched: EnrichedArticle
    ) -> AlertDecision:
        match = build_story_match(refer_to(watch), enriched, (), self.at)
        article = match.article
        told = alerting.list_change_alerts(tx, watch.id, article.article_id)
        stories = alerting.find_similar_stories(
            tx, watch.id, article.content_hash, b64decode(enriched.signature), self.at
        )
        return decide_story(match, watch, told, stories, self.at)


def refer_to(watch: Watch) -> WatchRef:
    """The watch as a match names it."""
    return WatchRef(watch_id=watch.id, name=watch.name)


def list_dropped(rejected: Iterable[RejectedCandidate]) -> tuple[str, ...]:
    """Candidates that were dropped, each once, with the reason; the first few."""
    reasons = dict.fromkeys(f"{one.candidate} at “{one.surface}”: {one.why}" for one in rejected)
    return tuple(reasons)[:MAX_DROPPED]


def _restate(decision: AlertDecision | None) -> MadeDecision | None:
    if decision is None:
        return None
    return MadeDecision(decision.reason, decision.because, None)
