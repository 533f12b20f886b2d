"""Watches over past events: matched as they are read, decided and calmed in order of time.

Only what matches is kept, so a back-test needs memory for its matches, not for the past.
"""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain

from pactwire.domain.alerting.calm import CalmDecision, Silence
from pactwire.domain.alerting.calm_records import CalmRecords
from pactwire.domain.alerting.deciding import DecidedMatch, DecisionRecords
from pactwire.domain.alerting.digests import build_digest
from pactwire.domain.alerting.matches import (
    build_change_match,
    build_story_match,
    select_mentions,
)
from pactwire.domain.alerting.releasing import decide_due
from pactwire.domain.backtesting.report import WatchReport
from pactwire.domain.watches import MembershipSets, RecordSieve, WatchMatcher
from pactwire_schemas import Alert, Development, EnrichedArticle, Match, Mention, Watch, WatchRef


@dataclass
class WatchPast:
    """What a watch asks for, what is held of it, and its report."""

    report: WatchReport
    entities: frozenset[str]
    """Those that it names, with the members of bodies as they are now."""
    held: list[Alert] = field(default_factory=list)

    @property
    def watch(self) -> Watch:
        """The watch."""
        return self.report.watch


@dataclass(frozen=True)
class PastMatch:
    """A match of the past, with whether its story names what is watched only in passing."""

    match: Match
    passing: bool = False


class Simulation:
    """Reads events in any order; `finish` decides on all matches in order of time."""

    def __init__(
        self, watches: Sequence[Watch], sets: MembershipSets, silences: Sequence[Silence] = ()
    ) -> None:
        """Bring watches into force, with the members of bodies as they are now."""
        self._matcher = WatchMatcher(sets)
        self._pasts: dict[str, WatchPast] = {}
        self._matches: list[PastMatch] = []
        self._due: list[tuple[datetime, str]] = []
        self._records = DecisionRecords({watch.id: watch for watch in watches})
        self._calm = CalmRecords(list(silences))
        for watch in watches:
            self._matcher.add(watch)
            entities = self._matcher.entities(watch.id)
            self._pasts[watch.id] = WatchPast(WatchReport(watch), entities)

    def build_sieve(self) -> RecordSieve:
        """What tells the records of articles that may concern one of the watches."""
        needles = [self._matcher.list_needles(watch_id) for watch_id in self._pasts]
        known = [found for found in needles if found is not None]
        return RecordSieve(chain.from_iterable(known) if len(known) == len(needles) else None)

    def read_article(self, enriched: EnrichedArticle) -> None:
        """Note the watches that an article fits."""
        article, at = enriched.article, enriched.article.received_at
        if article.pub_status == "canceled":
            for watch in self._list_story_watches():
                self._matches.append(PastMatch(build_story_match(watch, enriched, (), at)))
        if article.pub_status != "usable":
            return
        for hit in self._matcher.match_article(enriched):
            past = self._pasts[hit.watch.watch_id]
            mentions = select_mentions(enriched.mentions, past.watch, past.entities)
            match = build_story_match(hit.watch, enriched, hit.clauses, at)
            match = match.model_copy(update={"mentions": mentions})
            self._matches.append(PastMatch(match, is_passing(enriched.mentions, past.entities)))

    def read_development(self, development: Development) -> None:
        """Note the watches that a development fits."""
        for hit in self._matcher.match_development(development):
            at = development.occurred_at
            match = build_change_match(hit.watch, development, hit.clauses, at)
            self._matches.append(PastMatch(match))

    def finish(self) -> list[WatchReport]:
        """What each watch would have sent, in the order they were given."""
        for one in sorted(self._matches, key=lambda one: one.match.matched_at):
            self._release(one.match.matched_at)
            self._decide(self._pasts[one.match.watch.watch_id], one)
        while self._due:
            self._release(self._due[0][0])
        return [past.report for past in self._pasts.values()]

    def list_alerts(self) -> Iterator[Alert]:
        """Every alert that was decided on, whatever became of it."""
        return chain.from_iterable(self._records.alerts.values())

    def _list_story_watches(self) -> list[WatchRef]:
        watches = (past.watch for past in self._pasts.values())
        return [WatchRef(watch_id=one.id, name=one.name) for one in watches if one.when.mentioned]

    def _decide(self, past: WatchPast, one: PastMatch) -> None:
        match = self._records.identify(one.match)
        if match.match_id in self._records.decisions:
            past.report.folded["seen"] += 1
            return
        decided = self._records.decide(match, self._calm, match.matched_at)
        past.report.passing += one.passing and decided.decision.alert is not None
        self._keep(past, decided)

    def _keep(self, past: WatchPast, decided: DecidedMatch) -> None:
        alert, calm = decided.decision.alert, decided.calm
        if alert is None:
            past.report.folded[decided.decision.reason] += 1
        elif calm.outcome == "send":
            self._send(past, [alert], decided.at)
        elif calm.outcome == "hold":
            past.report.held[calm.reason] += 1
            past.held.append(alert)
            self._await(past, calm)
        else:
            past.report.suppressed[calm.reason] += 1

    def _await(self, past: WatchPast, calm: CalmDecision) -> None:
        if calm.due_at:
            heapq.heappush(self._due, (calm.due_at, past.watch.id))

    def _release(self, at: datetime) -> None:
        """Decide anew on what has become due by a moment."""
        while self._due and self._due[0][0] <= at:
            due_at, watch_id = heapq.heappop(self._due)
            past = self._pasts[watch_id]
            if past.held:
                self._release_group(past, due_at)

    def _release_group(self, past: WatchPast, at: datetime) -> None:
        due = decide_due(past.held, past.watch, self._calm, at)
        past.report.suppressed["withdrawn"] += len(due.dropped)
        past.held = []
        for alert, calm in due.resting:
            if calm.outcome == "hold":
                past.held.append(alert)
                self._await(past, calm)
            else:
                past.report.suppressed[calm.reason] += 1
        if due.ready:
            self._send(past, due.ready, at)

    def _send(self, past: WatchPast, alerts: Sequence[Alert], at: datetime) -> None:
        past.report.add_message(alerts[0] if len(alerts) == 1 else build_digest(alerts, at), at)


def is_passing(mentions: Iterable[Mention], entities: frozenset[str]) -> bool:
    """Whether a story names what is watched once, and not in the headline."""
    named = [mention for mention in mentions if mention.entity_id in entities]
    return len(named) == 1 and named[0].field == "body"
