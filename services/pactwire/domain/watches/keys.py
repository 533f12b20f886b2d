"""What a story or development must have for a watch to be worth a look: sets of required keys.

Of each set at least one key must be there. None stands for a part that requires nothing.
"""

from collections.abc import Callable
from typing import TypeVar

from pactwire.domain.watches.evaluator import UNSPACED, WORD, MatchableArticle, fold_text
from pactwire.domain.watches.sets import MembershipSets
from pactwire_schemas import Development, Watch
from pactwire_schemas.watch import All, AnyOf, EntityTerm, MembersOf, Not, OrganisationsOf

Keys = frozenset[str]
T = TypeVar("T")


def required_keys(watch: Watch, sets: MembershipSets) -> list[Keys]:
    """The key sets of a watch; empty when it requires no key and must always be looked at."""
    found = _of_change(watch, sets) if watch.when.changed else _of_story(watch, sets)
    return [keys for keys in found if keys is not None]


def story_keys(story: MatchableArticle, *, words: bool) -> Keys:
    """What a story has: its entities, and its words when a watch asks for phrases."""
    entities = frozenset(story.mentions)
    return entities | {f"w:{word}" for word in story.words} if words else entities


def change_keys(development: Development) -> Keys:
    """What a development has."""
    return frozenset(
        (
            f"o:{development.organisation.entity_id}",
            f"m:{development.member.entity_id}",
            f"a:{development.action}",
        )
    )


def depends_on_memberships(term: object) -> bool:
    """Whether a condition's keys change with the ledger."""
    if isinstance(term, MembersOf | OrganisationsOf):
        return True
    if isinstance(term, tuple):
        return any(depends_on_memberships(part) for part in term)
    inner = term.any if isinstance(term, AnyOf) else term.all if isinstance(term, All) else ()
    return depends_on_memberships(term.not_ if isinstance(term, Not) else inner) if term else False


def uses_memberships(watch: Watch) -> bool:
    """Whether a watch has sets that follow the ledger."""
    changed, mentioned = watch.when.changed, watch.when.mentioned
    if changed:
        return depends_on_memberships(changed.organisation) or depends_on_memberships(
            changed.member
        )
    parts = (mentioned.any, mentioned.all, mentioned.not_) if mentioned else ()
    return any(depends_on_memberships(part) for part in parts)


def _of_story(watch: Watch, sets: MembershipSets) -> list[Keys | None]:
    condition = watch.when.mentioned
    if condition is None:
        return []
    found: list[Keys | None] = [_term(term, sets) for term in condition.all]
    if condition.any:
        found.append(_either(condition.any, lambda term: _term(term, sets)))
    if condition.text:
        found += [_phrase(phrase) for phrase in condition.text.all]
        if condition.text.any:
            found.append(_either(condition.text.any, _phrase))
    return found


def _of_change(watch: Watch, sets: MembershipSets) -> list[Keys | None]:
    condition = watch.when.changed
    if condition is None:
        return []
    found: list[Keys | None] = []
    for mark, side in (("o", condition.organisation), ("m", condition.member)):
        if side != "any":
            terms = side if isinstance(side, tuple) else (side,)
            keys = _either(terms, lambda term: _term(term, sets))
            found.append(None if keys is None else frozenset(f"{mark}:{key}" for key in keys))
    if condition.action != "any":
        actions = condition.action if isinstance(condition.action, tuple) else (condition.action,)
        found.append(frozenset(f"a:{action}" for action in actions))
    return found


def _term(term: EntityTerm, sets: MembershipSets) -> Keys | None:
    if isinstance(term, str):
        return frozenset((term,))
    if isinstance(term, MembersOf):
        return sets.members_of(term.members_of)
    if isinstance(term, OrganisationsOf):
        return sets.organisations_of(term.organisations_of)
    if isinstance(term, AnyOf):
        return _either(term.any, lambda part: _term(part, sets))
    if isinstance(term, All):
        needed = [keys for part in term.all if (keys := _term(part, sets)) is not None]
        return min(needed, key=len, default=None)
    return None  # what must not be there requires nothing


def _either(parts: tuple[T, ...], keys_of: Callable[[T], Keys | None]) -> Keys | None:
    found: set[str] = set()
    for part in parts:
        keys = keys_of(part)
        if keys is None:
            return None
        found |= keys
    return frozenset(found)


def _phrase(phrase: str) -> Keys | None:
    """The longest word of a phrase; a script without spaces has none to go by."""
    wanted = fold_text(phrase)
    words = WORD.findall(wanted)
    if UNSPACED.search(wanted) or not words:
        return None
    return frozenset((f"w:{max(words, key=len)}",))
