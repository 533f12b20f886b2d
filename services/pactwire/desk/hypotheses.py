"""What a text would do if it came now: read, judged, matched and decided, and nothing kept."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pactwire.domain.alerting.deciding import DecisionRecords, list_scopes, story_version
from pactwire.domain.alerting.matches import (
    build_change_match,
    build_story_match,
    select_mentions,
)
from pactwire.domain.alerting.seen_stories import FoundStories, seek_story
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
from pactwire.domain.watches import MembershipSets, WatchMatcher
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
from pactwire_schemas import EnrichedArticle, Match, MembershipClaim, Watch, WatchRef

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
            decision = self._decide(tx, watch, self._match_story(watch, enriched, sets))
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
        decision = None
        if development:
            match = build_change_match(refer_to(watch), development, (), self.at)
            decision = self._decide(tx, watch, match)
        return ClaimFacts(claim, verdict.reason, verdict.explanation, development, decision, None)

    def _match_story(self, watch: Watch, enriched: EnrichedArticle, sets: MembershipSets) -> Match:
        """The match of a story with what its alert would name, as silences look at it.

        No membership alert of a text can follow, so it does not wait for one.
        """
        matcher = WatchMatcher(sets)
        matcher.add(watch)
        mentions = select_mentions(enriched.mentions, watch, matcher.entities(watch.id))
        match = build_story_match(refer_to(watch), enriched, (), self.at)
        return match.model_copy(update={"mentions": mentions, "has_claims": False})

    def _decide(self, tx: Transaction, watch: Watch, match: Match) -> MadeDecision:
        """What would become of a match, and what would hold or suppress its alert."""
        alerts = alerting.list_change_alerts(tx, list_scopes(match))
        stored = {}
        if match.development is None:
            sought = seek_story(match)
            (seen,) = stories.find_similar_stories(tx, [sought])
            stored = {story_version(match): FoundStories(sought, seen)}
        watches = {watch.id: watch}
        records = DecisionRecords(watches, alerts, stored=stored)
        calm = load_calm_records(tx, watches, [match.article.article_id], self.at)
        decided = records.decide(match, calm, self.at)
        decision, calmed = decided.decision, decided.calm
        return MadeDecision(
            decision.reason, decision.because, None, STATES[calmed.outcome], calmed.because,
            calmed.due_at,
        )  # fmt: skip


def refer_to(watch: Watch) -> WatchRef:
    """The watch as a match names it."""
    return WatchRef(watch_id=watch.id, name=watch.name)


def list_dropped(rejected: Iterable[RejectedCandidate]) -> tuple[str, ...]:
    """Candidates that were dropped, each once, with the reason; the first few."""
    reasons = dict.fromkeys(f"{one.candidate} at “{one.surface}”: {one.why}" for one in rejected)
    return tuple(reasons)[:MAX_DROPPED]
