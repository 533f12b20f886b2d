"""What the store knows of a batch of matches, read at once, and what the batch adds to it."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pactwire.domain.alerting.calm_records import CalmRecords
from pactwire.domain.alerting.deciding import (
    DecidedMatch,
    DecisionRecords,
    list_scopes,
    may_be_copy,
    story_scope,
    story_version,
)
from pactwire.domain.alerting.dedup import identify_return, identify_untold
from pactwire.domain.alerting.seen_stories import FoundStories, Version, seek_story
from pactwire.edges.store import Transaction, alerting, stored_watches, stories
from pactwire_schemas import Alert, Match, Watch


@dataclass
class MatchBatch:
    """Records of some matches, and the decisions that are to be written."""

    records: DecisionRecords
    decided: list[DecidedMatch] = field(default_factory=list)

    @classmethod
    def load(cls, tx: Transaction, matches: Sequence[Match]) -> "MatchBatch":
        """Lock and read what these matches need, by as many statements for one as for many."""
        watch_ids = {match.watch.watch_id for match in matches}
        alerting.lock_watches(tx, watch_ids)
        alerts = alerting.list_change_alerts(
            tx, {scope for match in matches for scope in list_scopes(match)}
        )
        canceled = alerting.find_canceled(tx, {match.article.article_id for match in matches})
        returned = [identify_return(one, alerts.get(story_scope(one), ())) for one in matches]
        ids = [one.match_id for one in (*returned, *list_untold(matches, canceled))]
        decisions = alerting.find_decisions(tx, ids)
        new = [one for one in returned if one.match_id not in decisions]
        watches, candidates = find_enabled(tx, watch_ids), find_candidates(tx, new)
        return cls(DecisionRecords(watches, alerts, decisions, canceled, candidates))

    def decide_once(
        self, match: Match, calm: CalmRecords, at: datetime
    ) -> tuple[str, Alert | None]:
        """Why a match gets an alert that is sent now, or none; what was decided before stands."""
        match = self.records.identify(match)
        before = self.records.decisions.get(match.match_id)
        if before:
            return "seen", before[1]
        decided = self.records.decide(match, calm, at)
        self.decided.append(decided)
        if decided.calm.outcome == "send":
            return decided.decision.reason, decided.decision.alert
        return decided.calm.reason, None

    def save(self, tx: Transaction) -> None:
        """Write what was decided."""
        alerting.save_decisions(tx, self.decided)
        stories.save_stories(tx, list(self.records.fresh.newest.values()))


def list_untold(matches: Iterable[Match], canceled: Mapping[str, int]) -> list[Match]:
    """Matches of articles that are canceled, as they are decided on if nobody was told."""
    withdrawn = ((one, canceled.get(one.article.article_id)) for one in matches)
    return [identify_untold(one, version) for one, version in withdrawn if version is not None]


def find_enabled(tx: Transaction, watch_ids: Collection[str]) -> dict[str, Watch]:
    """The watches of these ids that are in force."""
    stored = stored_watches.find_watches(tx, watch_ids)
    return {watch_id: one.watch for watch_id, one in stored.items() if one.watch.enabled}


def find_candidates(tx: Transaction, matches: Sequence[Match]) -> dict[Version, FoundStories]:
    """What new matches of stories may be copies of."""
    asking = [one for one in matches if may_be_copy(one)]
    sought = [seek_story(match) for match in asking]
    seen = stories.find_similar_stories(tx, sought)
    found = map(FoundStories, sought, seen)
    return dict(zip(map(story_version, asking), found, strict=True))
