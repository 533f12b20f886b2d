"""The loaded reference data and the questions that rules ask of it; it never changes."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import daachorse
import orjson

from pactwire.domain.reference.container import NotReferenceData, unpacked
from pactwire.domain.reference.tables import (
    Ambiguity,
    Body,
    Entity,
    Office,
    Sense,
    Spell,
    partial_date,
)
from pactwire_schemas.enrichment import Form

Word = tuple[str, tuple[str, ...]]


class Named(NamedTuple):
    """One exact spelling, with everything about it that needs no look at a text."""

    senses: tuple[Sense, ...]
    languages: int
    """Bits of the languages it is a name in; 0 when several senses have to be asked."""
    ease: int
    """2: it always stands for the same; 1: unless a neighbour says otherwise; 0: look closely."""
    told: tuple[Any, ...]
    """What a plain mention says: entity id, kind, name, code, form, score, why."""


class Row(NamedTuple):
    """What one pattern of the automaton stands for."""

    length: int
    """Code points; negative for patterns that need no word boundary (Chinese)."""
    senses: tuple[Sense, ...]
    cue: Word | None
    context: Word | None
    spelled: Mapping[str, Named] = {}
    """By exact spelling."""
    capital: bool = False
    """True when every spelling begins with a capital."""


class Blob(NamedTuple):
    """Rows as JSON, one behind the other, and where each starts."""

    rows: memoryview
    starts: memoryview


class Knowledge:
    """Entities, names, offices and memberships, with the automaton that finds the names."""

    def __init__(self, tables: Mapping[str, Any], blob: Blob, automaton: bytes) -> None:
        """Turn the small tables into objects; rows follow one by one, when they are first met."""
        self.version: str = tables["version"]
        self.entries = [_entity(row) for row in tables["entities"]]
        self.entities: Mapping[str, Entity] = {entity.id: entity for entity in self.entries}
        self.automaton = daachorse.DoubleArrayAhoCorasick.deserialize(automaton)
        self.met: list[Row | None] = [None] * (len(blob.starts) - 1)
        self.words: Mapping[str, frozenset[str]] = {
            name: frozenset(words) for name, words in tables["words"].items()
        }
        self._blob = blob
        self._ever: dict[str, frozenset[str]] = {}
        self._tables = tables

    @classmethod
    def load(cls, data: bytes) -> "Knowledge":
        """From the compiled file's content.

        Raises:
            NotReferenceData: it is something else, of another format, or damaged.
        """
        tables, rows, starts, automaton = unpacked(data)
        try:
            blob = Blob(rows, starts.cast("I"))
            return cls(orjson.loads(tables), blob, bytes(automaton))
        except (KeyError, ValueError, TypeError, IndexError) as error:
            raise NotReferenceData(f"the tables can't be read: {error!r}") from error

    def row(self, number: int) -> Row:
        """What a pattern stands for."""
        known = self.met[number]
        if known is None:
            start, end = self._blob.starts[number : number + 2]
            length, senses, cue, context = orjson.loads(self._blob.rows[start:end])
            named = tuple(self._sense(*sense) for sense in senses)
            capital = all(sense.spelling[0].isupper() for sense in named)
            known = self.met[number] = Row(
                length, named, _word(cue), _word(context), _by_spelling(named), capital
            )
        return known

    @property
    def rows(self) -> list[Row]:
        """All rows; reads those not met yet, some hundred milliseconds."""
        return [self.row(number) for number in range(len(self.met))]

    def _sense(self, spelling: str, entity: int, form: Form, *how: Any) -> Sense:
        exact, languages, also = how
        ambiguity = Ambiguity(*map(_frozen, also)) if also else None
        why = f"the {form} {spelling}"
        return Sense(self.entries[entity], form, exact, languages, ambiguity, spelling, why)

    def entity(self, entity_id: str) -> Entity | None:
        """The entity of that id, if it is known."""
        return self.entities.get(entity_id)

    def body(self, entity_id: str) -> Body | None:
        """The organisation, coalition or armed group of that id; None for anything else."""
        entity = self.entities.get(entity_id)
        if entity is None or entity.kind not in {"organisation", "coalition", "armed_group"}:
            return None
        return Body(entity.id, entity.name, entity.type, entity.generic, entity.membership)

    def state_name(self, iso2: str) -> str:
        """The English short name of a state; the code itself when it is none."""
        entity = self.entities.get(iso2)
        return entity.name if entity else iso2

    def state_of(self, entity_id: str, on: date | None = None) -> str | None:
        """The state that a capital, seat, leader or the state itself stands for.

        A leader stands for a state while in office; without a date, for the last one held.
        Who went on to run a body stands for no state then.
        """
        entity = self.entities.get(entity_id)
        if entity is None:
            return None
        if entity.kind == "country":
            return entity.id
        if entity.kind == "person":
            return self._state_of_person(entity_id, on)
        return entity.parent if entity.type in {"capital", "seat"} else None

    def _state_of_person(self, person: str, on: date | None) -> str | None:
        held = self.offices.get(person, ())
        if on is None:
            return held[-1].state or None if held else None
        for office in reversed(held):
            if (office.since is None or office.since <= on) and (
                office.until is None or on < office.until
            ):
                return office.state or None
        return None

    @cached_property
    def offices(self) -> Mapping[str, tuple[Office, ...]]:
        """Offices by person, earliest first."""
        found: defaultdict[str, list[Office]] = defaultdict(list)
        for person, state, office, since, until in self._tables["offices"]:
            first, last = partial_date(since)[0], partial_date(until)[0]
            found[person].append(Office(person, state, office, first, last))
        return {
            person: tuple(sorted(held, key=lambda office: office.since or date.min))
            for person, held in found.items()
        }

    @cached_property
    def capitals(self) -> Mapping[str, str]:
        """Capitals and seats of government: place id to the state's id."""
        return {
            entity.id: entity.parent
            for entity in self.entities.values()
            if entity.type in {"capital", "seat"} and entity.parent
        }

    @cached_property
    def bodies(self) -> frozenset[str]:
        """Ids of everything that states can join and leave."""
        return frozenset(entity.id for entity in self.entities.values() if entity.membership)

    @cached_property
    def bodies_called(self) -> Mapping[str, frozenset[str]]:
        """Bodies by the common noun that may refer back to them: alliance, bloc, court."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for entity in self.entities.values():
            for noun in entity.generic:
                found[noun.lower()].add(entity.id)
        return {noun: frozenset(ids) for noun, ids in found.items()}

    @cached_property
    def spells(self) -> Mapping[str, tuple[Spell, ...]]:
        """Times of membership by organisation, as the reference data gives them."""
        found: defaultdict[str, list[Spell]] = defaultdict(list)
        for row in self._tables["spells"]:
            found[row[0]].append(_spell(*row))
        return {organisation: tuple(spells) for organisation, spells in found.items()}

    def membership(self, organisation: str, member: str, on: date | None = None) -> Spell | None:
        """The spell that holds on a day (the last that hasn't ended, without one), if any."""
        for spell in reversed(self.spells.get(organisation, ())):
            if spell.member == member and _holds(spell, on):
                return spell
        return None

    def ever_members(self, organisation: str) -> frozenset[str]:
        """All that are or were in any standing with a body."""
        known = self._ever.get(organisation)
        if known is None:
            spells = self.spells.get(organisation, ())
            known = self._ever[organisation] = frozenset(spell.member for spell in spells)
        return known

    def members(self, organisation: str, on: date | None = None) -> frozenset[str]:
        """All members, suspended ones included, on a day or at the end of the data."""
        return frozenset(
            spell.member
            for spell in self.spells.get(organisation, ())
            if spell.status in {"member", "suspended"} and _holds(spell, on)
        )


def _spell(
    organisation: str, member: str, since: str | None, until: str | None, status: str, source: str
) -> Spell:
    first, first_precision = partial_date(since)
    last, last_precision = partial_date(until)
    return Spell(organisation, member, first, last, status, source, first_precision, last_precision)


def _holds(spell: Spell, on: date | None) -> bool:
    if on is None:
        return spell.until is None
    return (spell.since is None or spell.since <= on) and (spell.until is None or on < spell.until)


def _entity(row: list[Any]) -> Entity:
    entity = Entity._make(row)
    return entity._replace(generic=tuple(entity.generic), successors=tuple(entity.successors))


def _by_spelling(senses: tuple[Sense, ...]) -> Mapping[str, Named]:
    found: dict[str, tuple[Sense, ...]] = {}
    for sense in senses:
        found[sense.spelling] = (*found.get(sense.spelling, ()), sense)
    dotted = {spelling.rstrip(".") for spelling in found if spelling.endswith(".")}
    return {
        spelling: _named(senses) for spelling, senses in found.items() if spelling not in dotted
    }


def _named(senses: tuple[Sense, ...]) -> Named:
    first, entity = senses[0], senses[0].entity
    told = (
        entity.id, entity.kind, entity.name, entity.iso2, first.form, 1.0, first.why,
    )  # fmt: skip
    if len(senses) > 1:
        return Named(senses, 0, 0, told)
    return Named(senses, first.languages, _ease(first), told)


def _ease(sense: Sense) -> int:
    kind = sense.entity.kind
    if sense.ambiguity is not None or kind == "person" or sense.entity.type == "guard":
        return 0
    return 1 if kind in {"country", "place"} else 2


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _word(given: list[Any] | None) -> Word | None:
    return (given[0], tuple(given[1])) if given else None
