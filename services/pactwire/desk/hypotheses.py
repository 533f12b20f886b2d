"""What a text would do if it came now: read, judged, matched and decided, and nothing kept."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pactwire.domain.alerting.calm import SEND
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
from pactwire.domain.ledger import InMemoryLedger
from pactwire.domain.watches import MembershipSets
from pactwire.edges.store import (
    Store,
    Transaction,
    alerting,
    ledgers,
    read_transaction,
    stories,
)
from pactwire.edges.store.alerting import STATES
from pactwire.edges.store.calm_records import load_calm_records
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
            decision = self._decide_story(tx, watch, enriched)
            yield trace_story(watch, StoryFacts(enriched, decision, None), sets)
            return
        ledger = self._load_ledger(tx, enriched.claims)
        for claim in enriched.claims:
            yield trace_claim(watch, self._judge(tx, watch, ledger, claim), sets)
        if not enriched.claims:
            yield trace_unread(enriched, hypothesis.dropped)

    def _load_ledger(self, tx: Transaction, claims: Sequence[MembershipClaim]) -> InMemoryLedger:
        """The ledger as far as these claims are about it."""
        bodies = dict.fromkeys(claim.organisation.entity_id for claim in claims)
        rows = (row for body in bodies for row in ledgers.list_whole_rows(tx, body))
        return InMemoryLedger(rows, self.complete_bodies)

    def _judge(
        self, tx: Transaction, watch: Watch, ledger: InMemoryLedger, claim: MembershipClaim
    ) -> ClaimFacts:
        verdict, _, development = ledger.decide(claim, self.at)
        decision = self._decide_change(tx, watch, development) if development else None
        return ClaimFacts(claim, verdict.reason, verdict.explanation, development, decision, None)

    def _decide_change(
        self, tx: Transaction, watch: Watch, development: Development
    ) -> MadeDecision:
        match = build_change_match(refer_to(watch), development, (), self.at)
        scope = watch.id, development.change_id
        earlier = alerting.list_change_alerts(tx, [scope]).get(scope, [])
        return self._calm(tx, watch, decide_change(match, watch, earlier, self.at))

    def _decide_story(
        self, tx: Transaction, watch: Watch, enriched: EnrichedArticle
    ) -> MadeDecision:
        match = build_story_match(refer_to(watch), enriched, (), self.at)
        scope = watch.id, match.article.article_id
        earlier = alerting.list_change_alerts(tx, [scope]).get(scope, [])
        (similar,) = stories.find_similar_stories(tx, [stories.seek_story(match)])
        known = [seen.story for seen in similar]
        return self._calm(tx, watch, decide_story(match, watch, earlier, known, self.at))

    def _calm(self, tx: Transaction, watch: Watch, decision: AlertDecision) -> MadeDecision:
        """The decision with what would hold or suppress its alert."""
        calm = SEND
        if decision.alert:
            articles = [decision.alert.article.article_id]
            records = load_calm_records(tx, {watch.id: watch}, articles, self.at)
            calm = records.decide(decision.alert, watch, self.at)
        return MadeDecision(
            decision.reason, decision.because, None, STATES[calm.outcome], calm.because,
            calm.due_at,
        )  # fmt: skip


def refer_to(watch: Watch) -> WatchRef:
    """The watch as a match names it."""
    return WatchRef(watch_id=watch.id, name=watch.name)


def list_dropped(rejected: Iterable[RejectedCandidate]) -> tuple[str, ...]:
    """Candidates that were dropped, each once, with the reason; the first few."""
    reasons = dict.fromkeys(f"{one.candidate} at “{one.surface}”: {one.why}" for one in rejected)
    return tuple(reasons)[:MAX_DROPPED]
