"""The loaded reference data and the questions that rules ask of it; it never changes."""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import daachorse
import orjson

from pactwire.domain.reference.container import InvalidReferenceData, unpack_sections
from pactwire.domain.reference.tables import (
    Ambiguity,
    Body,
    Entity,
    GrammarTables,
    MembershipPeriod,
    Office,
    Sense,
    parse_partial_date,
)
from pactwire_schemas.enrichment import Form

LabelledForm = tuple[str, tuple[str, ...]]
"""A cue or context word as its table spells it, and its labels."""


class SpellingEntry(NamedTuple):
    """One exact spelling, with everything about it that does not depend on the text around."""

    senses: tuple[Sense, ...]
    languages: int
    """Bits of the languages it is a name in; 0 when several senses have to be asked."""
    simple: bool
    """Whether it may skip the rules of disambiguation where no neighbour calls for them."""
    mention_fields: tuple[Any, ...]
    """Of a plain mention: entity id, kind, name, ISO code, form, score, why."""


class PatternEntry(NamedTuple):
    """What one pattern of the automaton stands for."""

    length: int
    """Code points; negative for patterns that need no word boundary (Chinese)."""
    senses: tuple[Sense, ...]
    cue: LabelledForm | None
    context: LabelledForm | None
    by_spelling: Mapping[str, SpellingEntry]
    capitalised: bool
    """True when every spelling begins with a capital."""


class PatternSection(NamedTuple):
    """Pattern entries as JSON, one behind the other, and the byte offset of each."""

    entries: memoryview
    starts: memoryview


class ReferenceData:
    """Entities, names, offices and memberships, with the automaton that finds the names."""

    def __init__(
        self,
        tables: Mapping[str, Any],
        patterns: PatternSection,
        automaton: memoryview,
        grammar: memoryview,
    ) -> None:
        """Turn the small tables into objects; the rest becomes one when first asked for."""
        self.version: str = tables["version"]
        self._entity_rows = [_entity(row) for row in tables["entities"]]
        self.entities: Mapping[str, Entity] = {entity.id: entity for entity in self._entity_rows}
        self.parsed_patterns: list[PatternEntry | None] = [None] * (len(patterns.starts) - 1)
        """By pattern number; None where `pattern_entry` was never asked for it."""
        self.word_sets: Mapping[str, frozenset[str]] = {
            name: frozenset(words) for name, words in tables["words"].items()
        }
        self._patterns = patterns
        self._automaton = automaton
        self._grammar = grammar
        self._ever: dict[str, frozenset[str]] = {}
        self._rows = {name: tables[name] for name in ("offices", "membership_periods")}

    @classmethod
    def load(cls, data: bytes | memoryview) -> "ReferenceData":
        """From the compiled file's content, which stays in use.

        Raises:
            InvalidReferenceData: it is something else, of another format, or damaged.
        """
        tables, entries, starts, automaton, grammar = unpack_sections(data)
        try:
            patterns = PatternSection(entries, starts.cast("I"))
            return cls(orjson.loads(tables), patterns, automaton, grammar)
        except (KeyError, ValueError, TypeError, IndexError) as error:
            raise InvalidReferenceData(f"the tables can't be read: {error!r}") from error

    @cached_property
    def automaton(self) -> Any:
        """What finds the names in a text; only who reads texts holds it in memory."""
        return daachorse.DoubleArrayAhoCorasick.deserialize(bytes(self._automaton))

    @cached_property
    def grammar(self) -> GrammarTables:
        """The words that claims are read by."""
        return GrammarTables(orjson.loads(self._grammar))

    def pattern_entry(self, number: int) -> PatternEntry:
        """What a pattern stands for."""
        known = self.parsed_patterns[number]
        if known is None:
            length, senses, cue, context = self._parse_row(number)
            meanings = tuple(self._sense(*sense) for sense in senses)
            capitalised = all(sense.spelling[0].isupper() for sense in meanings)
            known = self.parsed_patterns[number] = PatternEntry(
                length,
                meanings,
                _labelled(cue),
                _labelled(context),
                _group_by_spelling(meanings),
                capitalised,
            )
        return known

    def _parse_row(self, number: int) -> list[Any]:
        start, end = self._patterns.starts[number : number + 2]
        row: list[Any] = orjson.loads(self._patterns.entries[start:end])
        return row

    @property
    def pattern_entries(self) -> list[PatternEntry]:
        """All of them; parses and keeps those not asked for yet, some 80 MB in a second."""
        return [self.pattern_entry(number) for number in range(len(self.parsed_patterns))]

    def iterate_spellings(self, forms: Container[Form]) -> Iterator[tuple[str, str]]:
        """Each spelling in one of the forms, behind the id of its entity; keeps nothing."""
        for number in range(len(self.parsed_patterns)):
            for spelling, entity, form, *_ in self._parse_row(number)[1]:
                if form in forms:
                    yield self._entity_rows[entity].id, spelling

    def _sense(self, spelling: str, entity: int, form: Form, *conditions: Any) -> Sense:
        exact, languages, also = conditions
        ambiguity = Ambiguity(*map(_to_tuple, also)) if also else None
        why = f"the {form} {spelling}"
        return Sense(self._entity_rows[entity], form, exact, languages, ambiguity, spelling, why)

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
            if _is_held(office, on):
                return office.state or None
        return None

    def body_led_by(self, person: str, on: date | None = None) -> str | None:
        """The body at whose head a person stands on a day, its organs taken for it; else None."""
        for office in self.offices.get(person, ()):
            if on and not office.state and _is_held(office, on):
                led = self.entities[office.office]
                return led.id if led.membership else led.parent
        return None

    @cached_property
    def offices(self) -> Mapping[str, tuple[Office, ...]]:
        """Offices by person, earliest first."""
        found: defaultdict[str, list[Office]] = defaultdict(list)
        for person, state, office, since, until in self._rows["offices"]:
            first, last = parse_partial_date(since)[0], parse_partial_date(until)[0]
            found[person].append(Office(person, state, office, first, last))
        return {
            person: tuple(sorted(held, key=lambda office: office.since or date.min))
            for person, held in found.items()
        }

    @cached_property
    def bodies(self) -> frozenset[str]:
        """Ids of everything that states can join and leave."""
        return frozenset(entity.id for entity in self.entities.values() if entity.membership)

    @cached_property
    def membership_periods(self) -> Mapping[str, tuple[MembershipPeriod, ...]]:
        """Times of membership by organisation, as the reference data gives them."""
        found: defaultdict[str, list[MembershipPeriod]] = defaultdict(list)
        for row in self._rows["membership_periods"]:
            found[row[0]].append(_period(row))
        return {organisation: tuple(periods) for organisation, periods in found.items()}

    def membership(
        self, organisation: str, member: str, on: date | None = None
    ) -> MembershipPeriod | None:
        """The period that holds on a day (the last that hasn't ended, without one), if any."""
        for period in reversed(self.membership_periods.get(organisation, ())):
            if period.member == member and _holds(period, on):
                return period
        return None

    def ever_members(self, organisation: str) -> frozenset[str]:
        """All that are or were in any standing with a body."""
        known = self._ever.get(organisation)
        if known is None:
            periods = self.membership_periods.get(organisation, ())
            known = self._ever[organisation] = frozenset(period.member for period in periods)
        return known

    @cached_property
    def joining_bodies(self) -> frozenset[str]:
        """Bodies that are themselves members of others: the European Union, the African Union."""
        members = {one.member for periods in self.membership_periods.values() for one in periods}
        return frozenset(one for one in members if self.body(one) is not None)

    @cached_property
    def complete_bodies(self) -> frozenset[str]:
        """Bodies that all who were ever members are on record of: those with a list, but organs.

        The seats of an organ rotate, and of past terms only some are on record.
        """
        return frozenset(
            body for body in self.membership_periods if self.entities[body].type != "organ"
        )

    def members(self, organisation: str, on: date | None = None) -> frozenset[str]:
        """All members, suspended ones included, on a day or at the end of the data."""
        return frozenset(
            period.member
            for period in self.membership_periods.get(organisation, ())
            if period.status in {"member", "suspended"} and _holds(period, on)
        )


def _is_held(office: Office, on: date) -> bool:
    began = office.since is None or office.since <= on
    return began and (office.until is None or on < office.until)


def _period(row: list[Any]) -> MembershipPeriod:
    organisation, member, since, until, status, source = row
    first, first_precision = parse_partial_date(since)
    last, last_precision = parse_partial_date(until)
    return MembershipPeriod(
        organisation, member, first, last, status, source, first_precision, last_precision
    )


def _holds(period: MembershipPeriod, on: date | None) -> bool:
    if on is None:
        return period.until is None
    return (period.since is None or period.since <= on) and (
        period.until is None or on < period.until
    )


def _entity(row: list[Any]) -> Entity:
    entity = Entity._make(row)
    return entity._replace(generic=tuple(entity.generic), successors=tuple(entity.successors))


def _group_by_spelling(senses: tuple[Sense, ...]) -> Mapping[str, SpellingEntry]:
    found: dict[str, tuple[Sense, ...]] = {}
    for sense in senses:
        found[sense.spelling] = (*found.get(sense.spelling, ()), sense)
    dotted = {spelling.rstrip(".") for spelling in found if spelling.endswith(".")}
    return {
        spelling: _spelling_entry(senses)
        for spelling, senses in found.items()
        if spelling not in dotted
    }


def _spelling_entry(senses: tuple[Sense, ...]) -> SpellingEntry:
    first, entity = senses[0], senses[0].entity
    fields = (
        entity.id, entity.kind, entity.name, entity.iso2, first.form, 1.0, first.why,
    )  # fmt: skip
    if len(senses) > 1:
        return SpellingEntry(senses, 0, simple=False, mention_fields=fields)
    return SpellingEntry(senses, first.languages, _is_simple(first), fields)


def _is_simple(sense: Sense) -> bool:
    entity = sense.entity
    return sense.ambiguity is None and entity.kind != "person" and entity.type != "guard"


def _to_tuple(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _labelled(given: list[Any] | None) -> LabelledForm | None:
    return (given[0], tuple(given[1])) if given else None
