"""All watches in force, ready to be asked which of them a story or a development fits."""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from pactwire.domain.watches.evaluator import StoryView, change_clauses, holds, story_clauses
from pactwire.domain.watches.index import Index
from pactwire.domain.watches.keys import change_keys, dynamic, required, story_keys
from pactwire.domain.watches.sets import Sets
from pactwire_schemas import Clause, Development, EnrichedArticle, Watch, WatchRef

OWN = ("id", "name", "severity", "deliver", "enabled")
"""What doesn't belong to the condition; watches that differ in nothing else share one."""


@dataclass
class Condition:
    """A distinct question, and the watches that ask it."""

    watch: Watch
    """Any of them: they ask the same."""
    asked_by: dict[str, WatchRef] = field(default_factory=dict)


@dataclass(frozen=True)
class Hit:
    """A watch that fits, with every clause."""

    watch: WatchRef
    clauses: tuple[Clause, ...]


class Book:
    """Watches by condition, indexed; sets of members follow what `follow` was told last."""

    def __init__(self, sets: Sets | None = None) -> None:
        """Start without watches."""
        self._sets = sets or Sets()
        self._watches: dict[str, tuple[Watch, str]] = {}
        self._conditions: dict[str, Condition] = {}
        self._stories: Index[str] = Index()
        self._changes: Index[str] = Index()
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
        keys = required(watch, self._sets) if watch else []
        return frozenset(key for part in keys for key in part if not key.startswith("w:"))

    def ids(self) -> Iterable[str]:
        """Ids of all watches in force."""
        return self._watches.keys()

    def put(self, watch: Watch, revision: int = 1) -> None:
        """Bring a watch into force, in place of the one with its id; a disabled one goes out."""
        self.drop(watch.id)
        if not watch.enabled:
            return
        key = _condition_key(watch)
        self._watches[watch.id] = (watch, key)
        condition = self._conditions.get(key)
        if condition is None:
            condition = self._conditions[key] = Condition(watch)
            self._file(key, watch)
        condition.asked_by[watch.id] = WatchRef(
            watch_id=watch.id, name=watch.name, revision=revision
        )

    def drop(self, watch_id: str) -> None:
        """Take a watch out of force."""
        _, key = self._watches.pop(watch_id, (None, ""))
        condition = self._conditions.get(key)
        if condition is None:
            return
        del condition.asked_by[watch_id]
        if not condition.asked_by:
            del self._conditions[key]
            self._stories.drop(key)
            self._changes.drop(key)
            self._with_text.discard(key)

    def follow(self, sets: Sets) -> None:
        """Let sets of members be these from now on."""
        self._sets = sets
        for key, condition in self._conditions.items():
            if dynamic(condition.watch):
                self._file(key, condition.watch)

    def stories(self, enriched: EnrichedArticle) -> list[Hit]:
        """Watches that an article fits, by id."""
        story = StoryView(enriched)
        found = self._stories.candidates(story_keys(story, words=bool(self._with_text)))
        return self._hits(found, lambda watch: story_clauses(watch, story, self._sets))

    def changes(self, development: Development) -> list[Hit]:
        """Watches that a development fits, by id."""
        found = self._changes.candidates(change_keys(development))
        return self._hits(found, lambda watch: change_clauses(watch, development, self._sets))

    def _file(self, key: str, watch: Watch) -> None:
        index = self._changes if watch.when.changed else self._stories
        index.put(key, required(watch, self._sets))
        if watch.when.mentioned and watch.when.mentioned.text:
            self._with_text.add(key)

    def _hits(
        self, candidates: Iterable[str], clauses_of: Callable[[Watch], Iterator[Clause]]
    ) -> list[Hit]:
        hits: list[Hit] = []
        for key in candidates:
            condition = self._conditions[key]
            clauses = holds(clauses_of(condition.watch))
            if clauses is not None:
                hits += [Hit(ref, clauses) for ref in condition.asked_by.values()]
        return sorted(hits, key=lambda hit: hit.watch.watch_id)


def _condition_key(watch: Watch) -> str:
    document = {key: part for key, part in watch.document().items() if key not in OWN}
    return json.dumps(document, sort_keys=True)
