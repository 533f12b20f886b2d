"""What becomes of matches, given what was decided before them: alone and in batches, live and past.

The stage that sends, why-not of a text and the back-test decide by this; they differ only in where
the records come from.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from pactwire.domain.alerting.calm import SEND, CalmDecision
from pactwire.domain.alerting.calm_records import CalmRecords
from pactwire.domain.alerting.dedup import (
    AlertDecision,
    StoryComparison,
    decide_change,
    decide_story,
    identify_return,
    identify_untold,
)
from pactwire.domain.alerting.seen_stories import (
    FoundStories,
    Scope,
    SeenStory,
    StoryIndex,
    Version,
    seek_story,
)
from pactwire.domain.alerting.story_folding import KnownStory
from pactwire_schemas import Alert, Match, Watch


@dataclass(frozen=True)
class DecidedMatch:
    """A match with what becomes of it, and when that was decided."""

    match: Match
    decision: AlertDecision
    at: datetime
    calm: CalmDecision = SEND
    """What holds or suppresses its alert."""


@dataclass
class DecisionRecords:
    """Watches, alerts, decisions and stories as far as matches need them."""

    watches: Mapping[str, Watch]
    """The enabled ones, by id."""
    alerts: dict[Scope, list[Alert]] = field(default_factory=dict)
    """By watch and change or story, oldest first."""
    decisions: dict[str, tuple[str, Alert | None]] = field(default_factory=dict)
    """By match, with the alert that was sent."""
    canceled: Mapping[str, int] = field(default_factory=dict)
    """Articles that are canceled now, with the version that says so."""
    stored: Mapping[Version, FoundStories] = field(default_factory=dict)
    """Stories of matches with what they may be copies of, as far as the store knows them."""
    fresh: StoryIndex = field(default_factory=StoryIndex)
    """What was decided on since the records were read."""

    def identify(self, match: Match) -> Match:
        """The match, under an id of its own when its article is canceled, or returns after that.

        What was decided before the article was canceled stays as it is.
        """
        found = identify_return(match, self.list_alerts(story_scope(match)))
        if found.match_id not in self.decisions and self._is_withdrawn(match):
            return identify_untold(match, self.canceled[match.article.article_id])
        return found

    def _is_withdrawn(self, match: Match) -> bool:
        """Whether a later version than the one that matched canceled its article."""
        later = self.canceled.get(match.article.article_id, 0) > match.article.version
        return later and may_be_copy(match)

    def list_alerts(self, scope: Scope) -> list[Alert]:
        """The alerts of a watch on a change or a story, oldest first."""
        return self.alerts.get(scope, [])

    def decide(self, match: Match, calm: CalmRecords, at: datetime) -> DecidedMatch:
        """What becomes of a match that is new; noted for those that follow."""
        decided = self._apply_calm(match, self._decide(match, at), calm, at)
        self._note(decided)
        return decided

    def _decide(self, match: Match, at: datetime) -> AlertDecision:
        watch_id = match.watch.watch_id
        watch = self.watches.get(watch_id)
        if watch is None:
            return AlertDecision("immaterial", "the watch is no longer in force", match.match_id)
        if match.development:
            alerts = self.list_alerts((watch_id, match.development.change_id))
            return decide_change(match, watch, alerts, at)
        if self._is_withdrawn(match):
            because = "the publisher canceled the article before the watch was told"
            return AlertDecision("immaterial", because, match.article.article_id)
        alerts = self.list_alerts(story_scope(match))
        found = self.stored.get(story_version(match)) or FoundStories(seek_story(match), ())
        comparison = StoryComparison(found.sought.story, self._list_similar(found))
        return decide_story(match, watch, alerts, comparison, at)

    def _list_similar(self, found: FoundStories) -> list[KnownStory]:
        """The stories its watch knows that may be the same; the fresh ones first."""
        fresh = self.fresh.find_similar(found.sought)
        stored = (one for one in found.seen if one.scope not in self.fresh.newest)
        return [one.story for one in (*fresh, *stored)]

    def _apply_calm(
        self, match: Match, decision: AlertDecision, calm: CalmRecords, at: datetime
    ) -> DecidedMatch:
        """The decision with what holds or suppresses its alert."""
        alert = decision.alert
        if alert is None:
            return DecidedMatch(match, decision, at)
        watch = self.watches[match.watch.watch_id]
        calmed = calm.decide(alert, watch, at, awaits_membership=match.has_claims)
        if calmed == SEND:
            calm.count_message(watch.id, at)
        if calmed.outcome == "suppress":
            marked = alert.model_copy(update={"suppressed_because": calmed.because})
            decision = replace(decision, alert=marked)
        return DecidedMatch(match, decision, at, calmed)

    def _note(self, decided: DecidedMatch) -> None:
        match, decision = decided.match, decided.decision
        watch_id = match.watch.watch_id
        self.decisions[match.match_id] = decision.reason, decision.alert
        if decision.alert:
            self.alerts.setdefault((watch_id, decision.change_id), []).append(decision.alert)
        if decision.story:
            self.fresh.add(SeenStory(watch_id, decision.story, match.matched_at))


def may_be_copy(match: Match) -> bool:
    """Whether a match is of a story that stands."""
    return match.development is None and match.article.pub_status != "canceled"


def story_scope(match: Match) -> Scope:
    """The watch and the article of a match."""
    return match.watch.watch_id, match.article.article_id


def story_version(match: Match) -> Version:
    """The watch, the article and its version."""
    return match.watch.watch_id, match.article.article_id, match.article.version


def list_scopes(match: Match) -> list[Scope]:
    """What earlier alerts on a match are about: its story and its change."""
    change = match.development and (match.watch.watch_id, match.development.change_id)
    return [story_scope(match), *([change] if change else [])]
