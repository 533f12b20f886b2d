"""Whether two stories report the same happening, in whatever words.

A change of membership that both report weighs most, then names and numbers, then the words that
are rare in reports; an entity weighs little, since it is what the watch is about. The longer the
time between two stories, the more they must share, and the more of what the later one tells.
Stories that say different things of one membership are never the same, however alike they are: a
denial tells what the report did not. Nor are stories that name countries or bodies, and none alike.
"""

from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import NamedTuple

from pactwire.domain.alerting.story_terms import CLAIM_MARK, ENTITY_MARK, PART_MARK

STEM = 5
"""Letters by which words are compared: prisoners and prisons are one word."""
CLAIM_WEIGHT = 8.0
NAME_WEIGHT = 3.0
NUMBER_WEIGHT = 2.5
COMMON_NUMBER_WEIGHT = 0.7
"""Of a single figure and of a year."""
WORD_WEIGHT = 1.0
ENTITY_WEIGHT = 1.0
COUNTRY_WEIGHT = 0.5
COUNTRY_LENGTH = len("@SY")
CENTURIES = ("19", "20")
YEAR_LENGTH = 4

MIN_SHARED_WEIGHT = 4.5
MIN_SHARED_WORDS = 2
"""Names, numbers and words that are shared, without entities; a claim is enough by itself."""
MIN_SHARE = 0.32
"""Share of the shorter story's weight that both have, when they come at the same moment."""
SHARE_PER_DAY = 0.14
"""More of it for each day between them."""
CLAIM_PER_DAY = 0.035
"""The same where they share a claim, which few others make."""
SAME_DAY = 0.5
"""Days from which on the later story is measured by itself, wholly so after one."""
APART = 0.25
"""More of it where each names somebody and counts something that the other does not."""
MUCH = 11.0
"""Shared weight that is enough at the same moment, however much long reports tell beside it."""
MUCH_PER_DAY = 12.0
"""More of it for each day between them."""
MAX_TERM_BANDS = 24
MAX_SHOWN = 5


@dataclass(frozen=True)
class Happening:
    """The terms of a story, and when it came."""

    terms: tuple[str, ...]
    at: datetime

    @cached_property
    def weighed(self) -> "WeighedTerms":
        """How much its terms tell."""
        return weigh_terms(self.terms)


class WeighedTerms(NamedTuple):
    """How much the terms of a story tell."""

    weights: Mapping[str, float]
    """Of each term, by what it is compared by."""
    keys: frozenset[str]
    """What the terms are compared by."""
    total: float
    most: float
    """What the weightiest of them weighs."""
    claims: Mapping[str, frozenset[str]]
    """What is said of memberships, by member and body."""
    entities: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    """Those that tell: no single figures, no years."""


class Kinship(NamedTuple):
    """How much two stories of one happening share, and what."""

    share: float
    keys: Set[str]


def same_happening(one: Happening, other: Happening) -> Kinship | None:
    """What makes two stories that don't contradict each other reports of the same happening.

    None where nothing does.
    """
    left, right = one.weighed, other.weighed
    keys = left.keys & right.keys
    most, total = min(left.most, right.most), min(left.total, right.total)
    if len(keys) * most < min(MIN_SHARE * total, MUCH):  # most share too little, whatever it weighs
        return None
    weight = sum([min(left.weights[key], right.weights[key]) for key in keys])
    if (
        weight < MIN_SHARED_WEIGHT
        or not _share_enough_words(keys, left)
        or _are_strangers(left, right)
    ):
        return None
    days = abs(one.at - other.at) / timedelta(days=1)
    share = weight / _find_yardstick(one, other, days)
    is_much = weight >= MUCH + MUCH_PER_DAY * days
    if not is_much and share < _find_least_share(left, right, keys, days):
        return None
    return Kinship(share, keys)


def describe_kinship(story: Happening, kinship: Kinship) -> str:
    """What two stories share, as people read it: the first terms of one that the other has."""
    shared = kinship.keys
    shown = [show_term(one) for one in story.terms if _key(one) in shared and not is_entity(one)]
    return f"shares {', '.join(shown[:MAX_SHOWN])}"


def contradicts(one: Happening, other: Happening) -> bool:
    """Whether two stories say different things of one membership, and nothing that is the same."""
    left, right = one.weighed.claims, other.weighed.claims
    pairs = left.keys() & right.keys()
    return bool(pairs) and all(left[pair].isdisjoint(right[pair]) for pair in pairs)


def group_claims(terms: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """The action and stage of claims, by member and body."""
    found: dict[str, set[str]] = {}
    for term in filter(is_claim, terms):
        action, stage, pair = term.split(PART_MARK, 2)
        found.setdefault(pair, set()).add(f"{action}{PART_MARK}{stage}")
    return {pair: frozenset(said) for pair, said in found.items()}


def show_term(term: str) -> str:
    """A term as people read it."""
    return term[1:].replace(PART_MARK, " ") if is_claim(term) or is_entity(term) else term


def _are_strangers(left: WeighedTerms, right: WeighedTerms) -> bool:
    """Whether each names countries or bodies, and none that the other does.

    Two central banks hold their rates in the same words on the same day.
    """
    both = left.entities and right.entities
    return bool(both) and left.entities.isdisjoint(right.entities)


def _find_yardstick(one: Happening, other: Happening, days: float) -> float:
    """The weight of which two stories must share a part: the shorter one's, then the later one's.

    On the same day one may be a line and the other a page. What comes a day later, and tells
    mostly something else, is news, though it recalls all that the first one told.
    """
    least = min(one.weighed.total, other.weighed.total)
    later = max(one, other, key=lambda story: story.at).weighed.total
    passed = (days - SAME_DAY) / (1 - SAME_DAY)
    return least + (later - least) * min(1.0, max(0.0, passed))


def _share_enough_words(shared: Set[str], one: WeighedTerms) -> bool:
    words = len(shared - one.entities)
    return words >= MIN_SHARED_WORDS or any(map(is_claim, shared))


def _find_least_share(
    left: WeighedTerms, right: WeighedTerms, shared: Set[str], days: float
) -> float:
    """The share that two stories need so many days apart."""
    if left.claims and right.claims and any(map(is_claim, shared)):
        return MIN_SHARE + CLAIM_PER_DAY * days
    least = MIN_SHARE + SHARE_PER_DAY * days
    return least + (APART if _differ_in_substance(left, right, shared) else 0.0)


def _differ_in_substance(left: WeighedTerms, right: WeighedTerms, shared: Set[str]) -> bool:
    """Whether each of two stories that share no claim has names and numbers of its own.

    One town is taken and then another, in the same words: details that only one report adds are
    no difference, since the other may leave them out.
    """
    return not any(own <= shared for its in (left, right) for own in (its.names, its.numbers))


def list_new_substance(story: Happening, earlier: Iterable[Happening]) -> list[str]:
    """The claims, names, numbers and entities of a report that no earlier one had."""
    new = story.weighed.keys.difference(*(one.weighed.keys for one in earlier))
    return [term for term in story.terms if is_substance(term) and _key(term) in new]


@lru_cache(maxsize=1024)
def list_term_bands(terms: tuple[str, ...]) -> tuple[int, ...]:
    """Keys of which two reports of a happening share one: claims, names, numbers, then words."""
    telling = (term for term in terms if not is_entity(term) and not is_common_number(term))
    return tuple(_band(key) for key in list(dict.fromkeys(map(_key, telling)))[:MAX_TERM_BANDS])


@lru_cache(maxsize=1024)
def weigh_terms(terms: tuple[str, ...]) -> WeighedTerms:
    """What each term weighs; a batch compares the same stories again and again."""
    weights: dict[str, float] = {}
    for term in terms:
        key = _key(term)
        weights[key] = max(weights.get(key, 0.0), _weigh(term))
    total, most = sum(weights.values()), max(weights.values(), default=0.0)
    return WeighedTerms(
        weights, frozenset(weights), total, most, group_claims(terms),
        entities=frozenset(filter(is_entity, weights)),
        names=frozenset(key for key, weight in weights.items() if weight == NAME_WEIGHT),
        numbers=frozenset(key for key, weight in weights.items() if weight == NUMBER_WEIGHT),
    )  # fmt: skip


def is_entity(term: str) -> bool:
    """Whether a term is an entity's id."""
    return term.startswith(ENTITY_MARK)


def is_claim(term: str) -> bool:
    """Whether a term is what a story claims of a membership."""
    return term.startswith(CLAIM_MARK)


def is_common_number(term: str) -> bool:
    """Whether a term is a number that reports of all kinds have: one figure, or a year."""
    if not term[0].isdigit():
        return False
    return len(term) == 1 or (len(term) == YEAR_LENGTH and term.startswith(CENTURIES))


def is_substance(term: str) -> bool:
    """Whether a term may be news in itself: a claim, a name, a number, an entity.

    Single figures are no news: "two men" stands in every other report.
    """
    if is_common_number(term):
        return False
    return is_exact(term) or term[0].isupper()


def is_exact(term: str) -> bool:
    """Whether a term is compared as it stands: a claim, an entity, a number."""
    return is_claim(term) or is_entity(term) or term[0].isdigit()


def _weigh(term: str) -> float:
    if is_claim(term):
        return CLAIM_WEIGHT
    if is_entity(term):
        return COUNTRY_WEIGHT if len(term) == COUNTRY_LENGTH else ENTITY_WEIGHT
    if term[0].isdigit():
        return COMMON_NUMBER_WEIGHT if is_common_number(term) else NUMBER_WEIGHT
    return NAME_WEIGHT if term[0].isupper() else WORD_WEIGHT


def _key(term: str) -> str:
    """What a term is compared by."""
    return term if is_exact(term) else term.casefold()[:STEM]


def _band(key: str) -> int:
    hashed = blake2b(key.encode(), digest_size=8, salt=b"term")
    return int.from_bytes(hashed.digest(), "big", signed=True)
