"""All watches in force, ready to be asked which of them a story or a development fits."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from pactwire.domain.watches.evaluator import (
    MatchableArticle,
    all_held,
    change_clauses,
    story_clauses,
)
from pactwire.domain.watches.index import ConditionIndex
from pactwire.domain.watches.keys import change_keys, required_keys, story_keys, uses_memberships
from pactwire.domain.watches.sets import MembershipSets
from pactwire_schemas import Clause, Development, EnrichedArticle, Watch, WatchRef

NOT_CONDITION = ("id", "name", "severity", "notify", "deliver", "enabled")
"""What doesn't belong to the condition; watches that differ in nothing else share one."""


@dataclass
class SharedCondition:
    """A distinct question, and the watches that ask it."""

    watch: Watch
    """Any of them: they ask the same."""
    asked_by: dict[str, WatchRef] = field(default_factory=dict)


@dataclass(frozen=True)
class WatchMatch:
    """A watch that fits, with every clause."""

    watch: WatchRef
    clauses: tuple[Clause, ...]


class WatchMatcher:
    """Watches by condition, indexed; sets of members are those given to `use_memberships` last."""

    def __init__(self, sets: MembershipSets | None = None) -> None:
        """Start without watches."""
        self._sets = sets or MembershipSets()
        self._watches: dict[str, tuple[Watch, str]] = {}
        self._conditions: dict[str, SharedCondition] = {}
        self._stories: ConditionIndex[str] = ConditionIndex()
        self._changes: ConditionIndex[str] = ConditionIndex()
        self._with_text: set[str] = set()

    def __len__(self) -> int:
        return len(self._watches)

    def __contains__(self, watch_id: str) -> bool:
        return watch_id in self._watches

    def watch(self, watch_id: str) -> Watch | None:
        """The watch of an id, when it is in force."""
        found = self._watches.get(watch_id)
        return found[0] if found else None

    def entities(self, watch_id: str) -> frozenset[str]:
        """The entities that a watch of stories asks for, its sets as they are now."""
        watch = self.watch(watch_id)
        keys = required_keys(watch, self._sets) if watch else []
        return frozenset(key for part in keys for key in part if not key.startswith("w:"))

    def ids(self) -> Iterable[str]:
        """Ids of all watches in force."""
        return self._watches.keys()

    def add(self, watch: Watch, revision: int = 1) -> None:
        """Bring a watch into force, in place of the one with its id; a disabled one goes out."""
        self.remove(watch.id)
        if not watch.enabled:
            return
        key = _condition_key(watch)
        self._watches[watch.id] = (watch, key)
        condition = self._conditions.get(key)
        if condition is None:
            condition = self._conditions[key] = SharedCondition(watch)
            self._file(key, watch)
        condition.asked_by[watch.id] = WatchRef(
            watch_id=watch.id, name=watch.name, revision=revision
        )

    def remove(self, watch_id: str) -> None:
        """Take a watch out of force."""
        _, key = self._watches.pop(watch_id, (None, ""))
        condition = self._conditions.get(key)
        if condition is None:
            return
        del condition.asked_by[watch_id]
        if not condition.asked_by:
            del self._conditions[key]
            self._stories.remove(key)
            self._changes.remove(key)
            self._with_text.discard(key)

    def use_memberships(self, sets: MembershipSets) -> None:
        """Use these sets of members from now on."""
        self._sets = sets
        for key, condition in self._conditions.items():
            if uses_memberships(condition.watch):
                self._file(key, condition.watch)

    def match_article(self, enriched: EnrichedArticle) -> list[WatchMatch]:
        """Watches that an article fits, by id."""
        story = MatchableArticle(enriched)
        found = self._stories.candidates(story_keys(story, words=bool(self._with_text)))
        return self._verify(found, lambda watch: story_clauses(watch, story, self._sets))

    def match_development(self, development: Development) -> list[WatchMatch]:
        """Watches that a development fits, by id."""
        found = self._changes.candidates(change_keys(development))
        return self._verify(found, lambda watch: change_clauses(watch, development, self._sets))

    def _file(self, key: str, watch: Watch) -> None:
        index = self._changes if watch.when.changed else self._stories
        index.add(key, required_keys(watch, self._sets))
        if watch.when.mentioned and watch.when.mentioned.text:
            self._with_text.add(key)

    def _verify(
        self, candidates: Iterable[str], clauses_of: Callable[[Watch], Iterator[Clause]]
    ) -> list[WatchMatch]:
        matches: list[WatchMatch] = []
        for key in candidates:
            condition = self._conditions[key]
            clauses = all_held(clauses_of(condition.watch))
            if clauses is not None:
                matches += [WatchMatch(ref, clauses) for ref in condition.asked_by.values()]
        return sorted(matches, key=lambda match: match.watch.watch_id)


def _condition_key(watch: Watch) -> str:
    document = {key: part for key, part in watch.document().items() if key not in NOT_CONDITION}
    return json.dumps(document, sort_keys=True)
