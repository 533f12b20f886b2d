"""What the store knows of a batch of matches, read at once, and what the batch adds to it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from pactwire.domain.alerting.dedup import COPY_WINDOW, identify_return, identify_untold
from pactwire.domain.alerting.story_folding import KnownStory
from pactwire.edges.store import Transaction, alerting, stored_watches, stories
from pactwire.edges.store.alerting import DecidedMatch
from pactwire.edges.store.sequences import Scope
from pactwire.edges.store.stories import SeenStory, SoughtStory, list_story_bands, seek_story
from pactwire_schemas import Alert, Match, Watch

BandKey = tuple[str, int]


@dataclass
class FreshStories:
    """The stories of a batch, which the store does not know yet."""

    seen: dict[Scope, SeenStory] = field(default_factory=dict)
    """By watch and article."""
    _by_hash: dict[Scope, list[Scope]] = field(default_factory=lambda: defaultdict(list))
    _by_band: dict[BandKey, list[Scope]] = field(default_factory=lambda: defaultdict(list))

    def add(self, seen: SeenStory) -> None:
        """Note a story that was decided on."""
        key = seen.watch_id, seen.story.article_id
        self.seen[key] = seen
        self._by_hash[seen.watch_id, seen.story.content_hash].append(key)
        for band in list_story_bands(seen.story):
            self._by_band[seen.watch_id, band].append(key)

    def find_similar(self, sought: SoughtStory) -> Iterator[SeenStory]:
        """The newest with the same text first, then those alike in a band."""
        same = reversed(self._by_hash.get((sought.watch_id, sought.content_hash), ()))
        alike = (
            key for band in sought.bands for key in self._by_band.get((sought.watch_id, band), ())
        )
        for key in dict.fromkeys((*same, *alike)):
            if abs(self.seen[key].seen_at - sought.at) <= COPY_WINDOW:
                yield self.seen[key]


@dataclass
class MatchBatch:
    """Watches, alerts, decisions and stories as far as some matches need them."""

    watches: dict[str, Watch]
    """The enabled ones, by id."""
    alerts: dict[Scope, list[Alert]]
    """By watch and change or story, oldest first."""
    decisions: dict[str, tuple[str, Alert | None]]
    canceled: dict[str, int]
    """Articles that are canceled now, with the version that says so."""
    stories: dict[Scope, list[SeenStory]]
    """Candidates for what a match may be a copy of, by watch and article."""
    fresh: FreshStories = field(default_factory=FreshStories)
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
        untold = [identify_untold(one, canceled[one.article.article_id])
                  for one in matches if one.article.article_id in canceled]  # fmt: skip
        decisions = alerting.find_decisions(tx, {one.match_id for one in (*returned, *untold)})
        undecided = [one for one in returned if one.match_id not in decisions]
        candidates = find_candidates(tx, undecided)
        return cls(find_enabled(tx, watch_ids), alerts, decisions, canceled, candidates)

    def identify(self, match: Match) -> Match:
        """The match, under an id of its own when its article is canceled, or returns after that.

        What was decided before the article was canceled stays as it is.
        """
        found = identify_return(match, self.list_alerts(story_scope(match)))
        if found.match_id not in self.decisions and self.is_withdrawn(match):
            return identify_untold(match, self.canceled[match.article.article_id])
        return found

    def is_withdrawn(self, match: Match) -> bool:
        """Whether a later version than the one that matched canceled its article."""
        later = self.canceled.get(match.article.article_id, 0) > match.article.version
        return later and may_be_copy(match)

    def list_alerts(self, scope: Scope) -> list[Alert]:
        """The alerts of a watch on a change or a story, oldest first."""
        return self.alerts.get(scope, [])

    def list_similar(self, match: Match) -> Iterator[KnownStory]:
        """The stories its watch knows that may be the same; those of this batch first."""
        for seen in self.fresh.find_similar(seek_story(match)):
            yield seen.story
        for seen in self.stories.get(story_scope(match), ()):
            if (seen.watch_id, seen.story.article_id) not in self.fresh.seen:
                yield seen.story

    def add(self, decided: DecidedMatch) -> None:
        """Note a decision, its alert and its story."""
        match, decision = decided.match, decided.decision
        watch_id = match.watch.watch_id
        self.decided.append(decided)
        self.decisions[match.match_id] = decision.reason, decision.alert
        if decision.alert:
            self.alerts.setdefault((watch_id, decision.change_id), []).append(decision.alert)
        if decision.story:
            self.fresh.add(SeenStory(watch_id, decision.story, match.matched_at))

    def save(self, tx: Transaction) -> None:
        """Write what was decided."""
        alerting.save_decisions(tx, self.decided)
        stories.save_stories(tx, list(self.fresh.seen.values()))


def find_enabled(tx: Transaction, watch_ids: Collection[str]) -> dict[str, Watch]:
    """The watches of these ids that are in force."""
    stored = stored_watches.find_watches(tx, watch_ids)
    return {watch_id: one.watch for watch_id, one in stored.items() if one.watch.enabled}


def find_candidates(tx: Transaction, matches: Sequence[Match]) -> dict[Scope, list[SeenStory]]:
    """What new matches of stories may be copies of, by watch and article."""
    sought = [one for one in matches if may_be_copy(one)]
    similar = stories.find_similar_stories(tx, [seek_story(match) for match in sought])
    return {story_scope(one): found for one, found in zip(sought, similar, strict=True)}


def may_be_copy(match: Match) -> bool:
    """Whether a match is of a story that stands."""
    return match.development is None and match.article.pub_status != "canceled"


def story_scope(match: Match) -> Scope:
    """The watch and the article of a match."""
    return match.watch.watch_id, match.article.article_id


def list_scopes(match: Match) -> list[Scope]:
    """What earlier alerts on a match are about: its story and its change."""
    change = match.development and (match.watch.watch_id, match.development.change_id)
    return [story_scope(match), *([change] if change else [])]
