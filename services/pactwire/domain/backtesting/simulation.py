"""Watches over past events: matched as they are read, decided and calmed in order of time.

Only what matches is kept, so a back-test needs memory for its matches, not for the past.
"""

import heapq
from base64 import b64decode
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import NamedTuple

from pactwire.domain.alerting.calm import CalmDecision, CalmFacts, decide_calm
from pactwire.domain.alerting.dedup import (
    COPY_WINDOW,
    AlertDecision,
    decide_change,
    decide_story,
)
from pactwire.domain.alerting.digests import build_digest, settle_group
from pactwire.domain.alerting.happenings import list_term_bands
from pactwire.domain.alerting.matches import build_change_match, build_story_match
from pactwire.domain.alerting.story_folding import MAX_COMPARED_STORIES, KnownStory
from pactwire.domain.backtesting.report import WatchReport
from pactwire.domain.text.minhash import lsh_bands
from pactwire.domain.watches import MembershipSets, RecordSieve, WatchMatcher
from pactwire_schemas import Alert, Development, EnrichedArticle, Match, Mention, Watch, WatchRef


class SeenBefore(NamedTuple):
    """A story that a watch has had, and when."""

    at: datetime
    story: KnownStory


@dataclass
class WatchPast:
    """What a watch has had so far."""

    report: WatchReport
    alerts: dict[str, list[Alert]] = field(default_factory=dict)
    """By change or story."""
    stories: dict[str, "deque[SeenBefore]"] = field(default_factory=dict)
    """The newest by content hash, by band, by telling term."""
    held: list[Alert] = field(default_factory=list)
    sent: list[datetime] = field(default_factory=list)

    def list_stories(self, match: Match) -> Iterable[KnownStory]:
        """The stories that a match may report the same as, within the window of copies."""
        since = match.matched_at - COPY_WINDOW
        signature = b64decode(match.signature)
        keys = list_story_keys(match.article.content_hash, signature, match.terms)
        found = {
            seen.story.article_id: seen
            for key in keys
            for seen in self.stories.get(key, ())
            if seen.at >= since
        }
        newest = sorted(found.values(), key=lambda seen: seen.at, reverse=True)
        return [seen.story for seen in newest[:MAX_COMPARED_STORIES]]

    def note(self, match: Match, decision: AlertDecision) -> None:
        """Keep a decision for those that follow."""
        if decision.alert:
            self.alerts.setdefault(decision.change_id, []).append(decision.alert)
        if story := decision.story:
            terms = story.happening.terms if story.happening else ()
            for key in list_story_keys(story.content_hash, story.signature, terms):
                known = self.stories.setdefault(key, deque(maxlen=MAX_COMPARED_STORIES))
                known.append(SeenBefore(match.matched_at, story))


@dataclass(frozen=True)
class PastMatch:
    """A match of the past, with whether its story names what is watched only in passing."""

    match: Match
    passing: bool = False


class Simulation:
    """Reads events in any order; `finish` decides on all matches in order of time."""

    def __init__(self, watches: Sequence[Watch], sets: MembershipSets) -> None:
        """Bring watches into force, with the members of bodies as they are now."""
        self._matcher = WatchMatcher(sets)
        self._pasts: dict[str, WatchPast] = {}
        self._matches: list[PastMatch] = []
        self._due: list[tuple[datetime, str]] = []
        for watch in watches:
            self._matcher.add(watch)
            self._pasts[watch.id] = WatchPast(WatchReport(watch))

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
            match = build_story_match(hit.watch, enriched, hit.clauses, at)
            named = self._matcher.entities(hit.watch.watch_id)
            with_mentions = match.model_copy(update={"mentions": enriched.mentions})
            self._matches.append(PastMatch(with_mentions, is_passing(enriched.mentions, named)))

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
        for past in self._pasts.values():
            for alerts in past.alerts.values():
                yield from alerts

    def _list_story_watches(self) -> list[WatchRef]:
        watches = (past.report.watch for past in self._pasts.values())
        return [WatchRef(watch_id=one.id, name=one.name) for one in watches if one.when.mentioned]

    def _decide(self, past: WatchPast, one: PastMatch) -> None:
        match, watch, at = one.match, past.report.watch, one.match.matched_at
        if match.development:
            earlier = past.alerts.get(match.development.change_id, [])
            decision = decide_change(match, watch, earlier, at)
        else:
            earlier = past.alerts.get(match.article.article_id, [])
            decision = decide_story(match, watch, earlier, past.list_stories(match), at)
        past.report.passing += one.passing and decision.alert is not None
        self._keep(past, match, decision, at)

    def _keep(self, past: WatchPast, match: Match, decision: AlertDecision, at: datetime) -> None:
        past.note(match, decision)
        if decision.alert is None:
            past.report.folded[decision.reason] += 1
            return
        calm = self._calm(past, decision.alert, at)
        if calm.outcome == "send":
            self._send(past, [decision.alert], at)
        elif calm.outcome == "hold":
            past.held.append(decision.alert)
            self._hold(past, calm)
        else:
            past.report.suppressed[calm.reason] += 1

    def _calm(self, past: WatchPast, alert: Alert, at: datetime) -> CalmDecision:
        first = past.held[0].alerted_at if past.held else None
        return decide_calm(
            alert, past.report.watch, CalmFacts(sent=past.sent, arrived_at=first), at
        )

    def _hold(self, past: WatchPast, calm: CalmDecision) -> None:
        past.report.held[calm.reason] += 1
        if calm.due_at:
            heapq.heappush(self._due, (calm.due_at, past.report.watch.id))

    def _release(self, at: datetime) -> None:
        """Decide anew on what has become due by a moment."""
        while self._due and self._due[0][0] <= at:
            due_at, watch_id = heapq.heappop(self._due)
            past = self._pasts[watch_id]
            if past.held:
                self._release_group(past, due_at)

    def _release_group(self, past: WatchPast, at: datetime) -> None:
        settled = settle_group(past.held)
        past.report.suppressed["withdrawn"] += len(settled.dropped)
        past.held = list(settled.sent)
        decisions = [(alert, self._calm(past, alert, at)) for alert in past.held]
        ready = [alert for alert, calm in decisions if calm.outcome == "send"]
        past.held = [alert for alert, calm in decisions if calm.outcome == "hold"]
        for _, calm in decisions:
            if calm.outcome == "hold" and calm.due_at:
                heapq.heappush(self._due, (calm.due_at, past.report.watch.id))
        if ready:
            self._send(past, ready, at)

    def _send(self, past: WatchPast, alerts: Sequence[Alert], at: datetime) -> None:
        message = alerts[0] if len(alerts) == 1 else build_digest(alerts, at)
        past.sent.append(at)
        past.report.add_message(message, at)


def list_story_keys(content_hash: str, signature: bytes, terms: tuple[str, ...]) -> list[str]:
    """What a story shares with its copies and other reports: the text, a band, a telling term."""
    return [content_hash, *map(str, lsh_bands(signature)), *map(str, list_term_bands(terms))]


def is_passing(mentions: Iterable[Mention], entities: frozenset[str]) -> bool:
    """Whether a story names what is watched once, and not in the headline."""
    named = [mention for mention in mentions if mention.entity_id in entities]
    return len(named) == 1 and named[0].field == "body"
