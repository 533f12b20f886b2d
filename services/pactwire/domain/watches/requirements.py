"""What a watch requires, as keys: groups of which one each must be there, and keys that must not.

A story without one key of every group can't fit. Most watches say nothing else, and are `exact`.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple, TypeVar

from pactwire.domain.watches.frequencies import phrase_frequency
from pactwire.domain.watches.index import Group
from pactwire.domain.watches.keys import KeyTable, Side, phrase_key
from pactwire.domain.watches.phrases import PhraseIndex, fold_text
from pactwire_schemas import Changed, Mentioned, Watch
from pactwire_schemas.enrichment import Role
from pactwire_schemas.watch import All, AnyOf, EntityTerm, MembersOf, Not, OrganisationsOf

T = TypeVar("T")

USUAL_ROLES: frozenset[Role] = frozenset(("subject", "object", "mentioned"))
USUAL_CONFIDENCE = 0.5


class Requirements(NamedTuple):
    """What a condition requires."""

    groups: tuple[Group, ...]
    """Of each at least one key must be there; the rarest group first."""
    forbidden: Group
    """None of these may be there."""
    exact: bool
    """Whether nothing else is required."""


@dataclass
class _Draft:
    """Requirements that are being gathered."""

    groups: list[tuple[float, Group]] = field(default_factory=list)
    """With the share of stories that have one."""
    forbidden: set[int] = field(default_factory=set)
    exact: bool = True

    def require(self, found: "_Keys | None") -> None:
        """One of these; None stands for something that no key is required for."""
        if found is None:
            self.exact = False
        elif not found.always:
            self.groups.append((found.frequency, tuple(sorted(found.keys))))
            self.exact = self.exact and found.exact


class _Keys(NamedTuple):
    """The keys of which a part of a condition requires one."""

    keys: frozenset[int]
    frequency: float
    exact: bool = True
    """Whether a key that is there is all that the part requires."""
    always: bool = False
    """The part holds of everything."""


class RequirementCompiler:
    """Makes requirements of watches."""

    def __init__(self, keys: KeyTable, phrases: PhraseIndex) -> None:
        """Take keys from these tables."""
        self._table = keys
        self._phrases = phrases

    def compile(self, watch: Watch) -> Requirements:
        """What a watch requires."""
        draft = _Draft()
        if watch.when.changed:
            self._require_change(watch.when.changed, draft)
        elif watch.when.mentioned:
            self._require_story(watch.when.mentioned, watch.min_confidence, draft)
        self._require_source(watch, draft)
        groups = tuple(group for _, group in sorted(draft.groups))
        return Requirements(groups, tuple(sorted(draft.forbidden)), draft.exact)

    def _require_story(self, condition: Mentioned, confidence: float, draft: _Draft) -> None:
        usual = set(condition.roles) == USUAL_ROLES and confidence == USUAL_CONFIDENCE
        side: Side = "eligible" if usual else "mentioned"
        draft.exact = usual
        for term in condition.all:
            self._require_term(term, side, draft)
        if len(condition.any) == 1:
            self._require_term(condition.any[0], side, draft)
        elif condition.any:
            draft.require(_unite(condition.any, lambda term: self._term(term, side)))
        for term in condition.not_:
            self._forbid(term, side, draft)
        if condition.text:
            for phrase in condition.text.all:
                draft.require(self._phrase(phrase))
            if condition.text.any:
                draft.require(_unite(condition.text.any, self._phrase))

    def _require_change(self, condition: Changed, draft: _Draft) -> None:
        draft.exact = False  # how stage and confidence count depends on the development
        sides: tuple[Side, Side] = ("organisation", "member")
        for side, wanted in zip(sides, (condition.organisation, condition.member), strict=True):
            if wanted != "any":
                terms = wanted if isinstance(wanted, tuple) else (wanted,)
                draft.require(_unite(terms, partial(self._term, side=side)))
        actions = condition.action if isinstance(condition.action, tuple) else (condition.action,)
        if "any" not in actions:
            draft.require(self._names("action", actions))

    def _require_source(self, watch: Watch, draft: _Draft) -> None:
        sources = watch.sources
        if watch.languages:
            draft.require(self._names("language", (*watch.languages, "und")))
        if sources.tier_at_most is not None:
            tiers = range(1, sources.tier_at_most + 1)
            draft.require(self._names("tier", map(str, tiers)))
        if sources.only:
            draft.require(self._names("source", (name.casefold() for name in sources.only)))
        for name in sources.not_:
            draft.forbidden.add(self._table.key("source", name.casefold()))

    def _require_term(self, term: EntityTerm, side: Side, draft: _Draft) -> None:
        if isinstance(term, All):
            for part in term.all:
                self._require_term(part, side, draft)
        else:
            draft.require(self._term(term, side))

    def _forbid(self, term: EntityTerm, side: Side, draft: _Draft) -> None:
        found = None if side == "mentioned" else self._term(term, side)
        if found is None or not found.exact:
            draft.exact = False
        else:
            draft.forbidden |= found.keys

    def _term(self, term: EntityTerm, side: Side) -> _Keys | None:
        if isinstance(term, str):
            return self._key(self._table.key(side, term))
        if isinstance(term, MembersOf):
            return self._key(self._table.set_key(side, "members_of", term.members_of))
        if isinstance(term, OrganisationsOf):
            return self._key(self._table.set_key(side, "organisations_of", term.organisations_of))
        if isinstance(term, AnyOf):
            return _unite(term.any, lambda part: self._term(part, side))
        return None if isinstance(term, Not) else self._rarest(term, side)

    def _rarest(self, term: All, side: Side) -> _Keys | None:
        found = [self._term(part, side) for part in term.all]
        required = [keys for keys in found if keys is not None]
        rarest = min(required, key=lambda keys: keys.frequency, default=None)
        return rarest._replace(exact=rarest.exact and len(found) == 1) if rarest else None

    def _key(self, key: int) -> _Keys:
        return _Keys(frozenset((key,)), self._table.frequency(key))

    def _names(self, kind: str, names: Iterable[str]) -> _Keys:
        keys = frozenset(self._table.key(kind, name) for name in names)
        return _Keys(keys, sum(map(self._table.frequency, keys)))

    def _phrase(self, phrase: str) -> _Keys:
        wanted = fold_text(phrase)
        if not wanted:
            return _Keys(frozenset(), 1.0, always=True)
        key = phrase_key(self._phrases.intern(wanted))
        return _Keys(frozenset((key,)), phrase_frequency(wanted))


def _unite(parts: Sequence[T], keys_of: Callable[[T], _Keys | None]) -> _Keys | None:
    """The keys of which one is required where one part must hold."""
    found = [keys_of(part) for part in parts]
    known = [keys for keys in found if keys is not None]
    if any(keys.always for keys in known):
        return _Keys(frozenset(), 1.0, always=True)
    if len(known) < len(found):
        return None
    return _Keys(
        frozenset().union(*(keys.keys for keys in known)),
        sum(keys.frequency for keys in known),
        all(keys.exact for keys in known),
    )
