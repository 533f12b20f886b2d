"""All watches in force, ready to be asked which of them a story or a development fits."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from pactwire.domain.watches.conditions import (
    ConditionStore,
    condition_document,
    parse_condition,
)
from pactwire.domain.watches.evaluator import (
    MatchableArticle,
    all_held,
    change_clauses,
    story_clauses,
)
from pactwire.domain.watches.index import SET_MARK, ConditionIndex
from pactwire.domain.watches.keys import PHRASE_MARK, KeyTable
from pactwire.domain.watches.phrases import PhraseIndex, compile_automaton
from pactwire.domain.watches.presence import FiledSets, change_keys, story_keys
from pactwire.domain.watches.registry import WatchRegistry
from pactwire.domain.watches.sets import MembershipSets
from pactwire.domain.watches.sieve import name_needle, phrase_needle
from pactwire_schemas import Clause, Development, EnrichedArticle, Watch, WatchRef

ClausesOf = Callable[[Watch], Iterator[Clause]]


class MatchReasons:
    """The clauses of a condition that holds, put into words when somebody asks."""

    __slots__ = ("_clauses", "_clauses_of", "_document")

    def __init__(self, document: bytes, clauses_of: ClausesOf) -> None:
        """Of the condition with this document."""
        self._document = document
        self._clauses_of = clauses_of
        self._clauses: tuple[Clause, ...] | None = None

    def clauses(self) -> tuple[Clause, ...] | None:
        """All clauses; None if one does not hold after all."""
        if self._clauses is None:
            self._clauses = all_held(self._clauses_of(parse_condition(self._document)))
        return self._clauses


@dataclass(frozen=True, slots=True)
class WatchMatch:
    """A watch that fits."""

    watch: WatchRef
    reasons: MatchReasons | tuple[Clause, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Every clause, with what decided it."""
        known = self.reasons
        return (known.clauses() or ()) if isinstance(known, MatchReasons) else known


class WatchMatcher:
    """Watches by condition, indexed; sets of members are those given to `use_memberships` last."""

    def __init__(self, sets: MembershipSets | None = None) -> None:
        """Start without watches."""
        self._sets = sets or MembershipSets()
        self._keys = KeyTable(self._sets)
        self.phrases = PhraseIndex()
        self._watches = WatchRegistry()
        self._conditions = ConditionStore(self._keys, self.phrases)
        self._stories = ConditionIndex(self._conditions.groups)
        self._changes = ConditionIndex(self._conditions.groups)
        self._filed_sets = FiledSets(self._keys)

    def __len__(self) -> int:
        return len(self._watches)

    def watch(self, watch_id: str) -> Watch | None:
        """What a watch in force asks; neither its name nor where it is delivered."""
        condition = self._watches.condition(watch_id)
        if condition is None:
            return None
        return parse_condition(self._conditions.document(condition))

    def entities(self, watch_id: str) -> frozenset[str]:
        """The entities that a watch of stories asks for, its sets as they are now."""
        condition = self._watches.condition(watch_id)
        groups = [] if condition is None else self._conditions.groups(condition)
        named = (self._keys.name(key) for group in groups for key in self._list_names(group))
        return frozenset(name for kind, name in named if kind in {"eligible", "mentioned"})

    def list_needles(self, watch_id: str) -> frozenset[bytes] | None:
        """What the record of a fitting article has at least one of; None where nothing is sure.

        Of a watch of developments it is empty: no article fits it.
        """
        condition = self._watches.condition(watch_id)
        if condition is None or self._conditions.asks_of_changes(condition):
            return frozenset()
        groups = self._conditions.groups(condition)
        return next((found for group in groups if (found := self._needles(group))), None)

    def add(self, watch: Watch, revision: int = 1) -> None:
        """Bring a watch into force, in place of the one with its id; a disabled one goes out."""
        self.remove(watch.id)
        if not watch.enabled:
            return
        document = condition_document(watch)
        condition = self._conditions.find(document)
        if condition is None:
            condition = self._conditions.add(document, watch)
            groups = self._conditions.groups(condition)
            self._filed_sets.count(groups, 1)
            self._index_of(condition).add(condition, groups)
        self._watches.add(watch.id, watch.name, revision, condition)

    def remove(self, watch_id: str) -> None:
        """Take a watch out of force."""
        condition = self._watches.remove(watch_id)
        if condition is not None:
            groups = self._conditions.groups(condition)
            self._index_of(condition).remove(condition, groups)
            self._filed_sets.count(groups, -1)
            self._conditions.discard(condition)

    def use_memberships(self, sets: MembershipSets) -> None:
        """Use these sets of members from now on."""
        self._sets = sets
        self._keys.use_memberships(sets)
        self._filed_sets.forget_members()

    def compile_phrases(self) -> None:
        """Make the automaton of phrases anew when it is worth it."""
        if listed := self.phrases.list_for_automaton():
            self.phrases.use_automaton(compile_automaton(listed))

    def match_article(self, enriched: EnrichedArticle) -> list[WatchMatch]:
        """Watches that an article fits, by id."""
        story, sets = MatchableArticle(enriched), self._sets
        present = story_keys(story, self._keys, self.phrases)
        return self._verify(self._stories, present, lambda watch: story_clauses(watch, story, sets))

    def match_development(self, development: Development) -> list[WatchMatch]:
        """Watches that a development fits, by id."""
        present, sets = change_keys(development, self._keys), self._sets
        return self._verify(
            self._changes, present, lambda watch: change_clauses(watch, development, sets)
        )

    def _verify(
        self, index: ConditionIndex, present: set[int], clauses_of: ClausesOf
    ) -> list[WatchMatch]:
        self._filed_sets.add_to(present)
        matches: list[WatchMatch] = []
        for condition in index.candidates(present):
            if not self._conditions.may_hold(condition, present):
                continue
            why = MatchReasons(self._conditions.document(condition), clauses_of)
            if self._conditions.is_exact(condition) or why.clauses() is not None:
                matches += [WatchMatch(ref, why) for ref in self._watches.refs(condition)]
        return sorted(matches, key=lambda match: match.watch.watch_id)

    def _index_of(self, condition: int) -> ConditionIndex:
        return self._changes if self._conditions.asks_of_changes(condition) else self._stories

    def _needles(self, group: tuple[int, ...]) -> frozenset[bytes] | None:
        """The bytes of which one stands for a key of the group; None for keys without."""
        phrases = [self.phrases.phrase(key >> 2) for key in group if key & 3 == PHRASE_MARK]
        names = [self._keys.name(key) for key in self._list_names(group)]
        if any(kind not in {"eligible", "mentioned"} for kind, _ in names):
            return None
        needles = {*map(phrase_needle, phrases), *(name_needle(name) for _, name in names)}
        return None if None in needles else frozenset(filter(None, needles))

    def _list_names(self, group: tuple[int, ...]) -> Iterator[int]:
        for key in group:
            if key & 3 == SET_MARK:
                yield from self._keys.members[key]
            elif key & 3 != PHRASE_MARK:
                yield key
