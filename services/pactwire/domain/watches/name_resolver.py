"""Names as people write them in watches, and the ids they stand for."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from pactwire.domain.reference import ReferenceData
from pactwire.domain.watches.errors import closest_matches
from pactwire_schemas.enrichment import Form

NEAR_IN_LENGTH = 4
CLOSE = 0.7
NAME_FORMS: frozenset[Form] = frozenset({"name", "abbreviation", "alias", "former"})
"""Forms by which a watch may call an entity; a demonym or a capital is somebody else."""


@dataclass(frozen=True)
class ResolvableEntity:
    """An entity as the resolver has it."""

    id: str
    name: str
    body: bool = False
    """Whether states can join and leave it."""


@dataclass(frozen=True)
class Resolution:
    """What a written name stands for."""

    reason: Literal["found", "several", "unknown"]
    entities: tuple[ResolvableEntity, ...] = ()
    """The one, the several, or what is written alike."""


class NameResolver:
    """Ids and exact names, both without regard to case."""

    def __init__(self, entries: Iterable[tuple[ResolvableEntity, Iterable[str]]]) -> None:
        """Take entities with all their names."""
        self._by_id: dict[str, ResolvableEntity] = {}
        self._by_name: dict[str, tuple[ResolvableEntity, ...]] = {}
        for listed, names in entries:
            self._by_id[listed.id.casefold()] = listed
            for name in (listed.name, *names):
                known = self._by_name.get(name.casefold(), ())
                if listed not in known:
                    self._by_name[name.casefold()] = (*known, listed)

    def resolve(self, written: str, *, body: bool = False) -> Resolution:
        """The entity of an id or a name; of an id before a name.

        With `body`, something that states can join goes before anything else: `AU` is then the
        African Union, not Australia.
        """
        word = " ".join(written.split()).casefold()
        named = self._by_name.get(word, ())
        bodies = tuple(entity for entity in named if entity.body) if body else ()
        by_id = self._by_id.get(word)
        if by_id and (by_id.body or not bodies):
            return Resolution("found", (by_id,))
        named = bodies or named
        if named:
            return Resolution("found" if len(named) == 1 else "several", named)
        return Resolution("unknown", self._alike(word))

    def name(self, entity_id: str) -> str:
        """The name of an id; the id itself when it is unknown."""
        listed = self._by_id.get(entity_id.casefold())
        return listed.name if listed else entity_id

    def _alike(self, word: str) -> tuple[ResolvableEntity, ...]:
        lengths = range(len(word) - NEAR_IN_LENGTH, len(word) + NEAR_IN_LENGTH + 1)
        known = [key for key in (*self._by_id, *self._by_name) if len(key) in lengths]
        found: dict[str, ResolvableEntity] = {}
        for key in closest_matches(word, known, closeness=CLOSE):
            for listed in (self._by_id.get(key), *self._by_name.get(key, ())):
                if listed:
                    found[listed.id] = listed
        return tuple(found.values())[:3]


def build_resolver(reference: ReferenceData) -> NameResolver:
    """Everyone and everything in the reference data, by id and by every name and acronym."""
    names: defaultdict[str, list[str]] = defaultdict(list)
    for entity_id, spelling in reference.iterate_spellings(NAME_FORMS):
        names[entity_id].append(spelling)
    return NameResolver(
        (ResolvableEntity(entity.id, entity.name, entity.membership), names.pop(entity.id, ()))
        for entity in reference.entities.values()
    )
