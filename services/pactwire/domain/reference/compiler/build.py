"""Works out all spellings and compiles them with the cue words into one automaton and its tables.

The result is one byte string that `pactwire.domain.reference` loads in milliseconds.
"""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Any

import daachorse
import orjson

from pactwire.domain.reference.compiler.entries import (
    EntityName,
    Entry,
    ParsedEntries,
    add_composed,
    read_country,
    read_former_state,
    read_guards,
    read_organisation,
    read_part,
)
from pactwire.domain.reference.compiler.spelling import ARABIC, HAN, spelling_variants
from pactwire.domain.reference.container import pack_sections
from pactwire.domain.reference.tables import ANY_LANGUAGE, Ambiguity, Entity
from pactwire.domain.text.normalise import fold_to_bytes, normalise_form

GUARD = "guard"
IN_CAPITALS = frozenset({"institution", "landmark"})
PROPER = IN_CAPITALS | {"medium"}
"""Kinds of guards whose letter case counts; those of the first are known in capitals too."""


@dataclass(frozen=True)
class ReferenceSources:
    """The reference entries by kind, and the words of the rules."""

    countries: Iterable[Entry] = ()
    organisations: Iterable[Entry] = ()
    former_states: Iterable[Entry] = ()
    parts: Iterable[Entry] = ()
    guards: Iterable[object] = ()
    memberships: Iterable[Entry] = ()
    cues: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    contexts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    word_sets: Mapping[str, Iterable[str]] = field(default_factory=dict)
    grammar: Mapping[str, object] = field(default_factory=dict)
    version: str = ""


def compile_reference(sources: ReferenceSources) -> bytes:
    """The whole reference data in the form that is loaded.

    Raises:
        InvalidEntry: an entry misses a field or has one that can't be read.
    """
    parsed = read_entries(sources)
    tables = ReferenceTables()
    tables.add_entities(parsed)
    tables.add_names(parsed)
    tables.add_words(sources.cues, "cues")
    tables.add_words(sources.contexts, "contexts")
    tables.offices = parsed.leaders
    tables.word_sets = {name: list(words) for name, words in sources.word_sets.items()}
    tables.membership_periods = [
        row for body in sources.memberships for row in list_period_rows(body)
    ]
    tables.grammar = sources.grammar
    return tables.packed(sources.version)


def read_entries(sources: ReferenceSources) -> ParsedEntries:
    """All entries, before spellings are worked out."""
    parsed = ParsedEntries()
    readers = (
        (sources.countries, read_country),
        (sources.organisations, read_organisation),
        (sources.former_states, read_former_state),
        (sources.parts, read_part),
    )
    for entries, reader in readers:
        for entry in entries:
            reader(entry, parsed)
    for guards in sources.guards:
        read_guards(guards, parsed)
    add_composed(parsed, (str(body["organisation"]) for body in sources.memberships))
    return parsed


@dataclass
class ReferenceTables:
    """The compiled tables as they grow; row numbers are handed out in order of arrival."""

    entities: list[Entity] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    senses: list[tuple[Any, ...]] = field(default_factory=list)
    ambiguities: list[Ambiguity] = field(default_factory=list)
    patterns: dict[bytes, int] = field(default_factory=dict)
    names: dict[int, list[int]] = field(default_factory=dict)
    cues: dict[int, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    contexts: dict[int, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    offices: list[tuple[Any, ...]] = field(default_factory=list)
    membership_periods: list[tuple[Any, ...]] = field(default_factory=list)
    word_sets: dict[str, list[str]] = field(default_factory=dict)
    grammar: Mapping[str, object] = field(default_factory=dict)
    seen: dict[tuple[str, str], int] = field(default_factory=dict)
    """The row of each entity's spelling."""

    def add_entities(self, parsed: ParsedEntries) -> None:
        """Number all entities, and one stand-in for each kind of guard."""
        for kind in sorted(set(parsed.guards.values())):
            parsed.entities[f"-{kind}"] = Entity(f"-{kind}", "place", GUARD, kind)
        for entity in parsed.entities.values():
            if entity.id in self.numbers:  # an overlay adds to it
                continue
            self.numbers[entity.id] = len(self.entities)
            self.entities.append(entity)

    def add_names(self, parsed: ParsedEntries) -> None:
        """Every spelling of every name, under its pattern."""
        seen = self.seen
        guards = list(name_guards(parsed.guards))
        for naming in (*parsed.names, *guards):
            ambiguity = self._ambiguity(parsed.ambiguous.get((naming.entity_id, naming.name)))
            for spelling in spelling_variants(normalise_form(naming.name)):
                self._add_spelling(naming, spelling, ambiguity, seen)

    def _ambiguity(self, found: Ambiguity | None) -> int:
        if found is None:
            return -1
        self.ambiguities.append(found)
        return len(self.ambiguities) - 1

    def _add_spelling(
        self, naming: EntityName, spelling: str, ambiguity: int, seen: dict[tuple[str, str], int]
    ) -> None:
        key = (naming.entity_id, spelling)
        known = seen.get(key)
        if known is not None:
            row = self.senses[known]
            self.senses[known] = (*row[:4], row[4] | naming.languages, max(row[5], ambiguity))
            return
        seen[key] = len(self.senses)
        number = self.pattern(spelling)
        if number is not None:
            self.names.setdefault(number, []).append(len(self.senses))
        entity = self.numbers[naming.entity_id]
        self.senses.append(
            (spelling, entity, naming.form, naming.exact, naming.languages, ambiguity)
        )

    def add_words(self, words: Mapping[str, tuple[str, ...]], table: str) -> None:
        """Trigger and context words, found by the same automaton."""
        into: dict[int, tuple[str, tuple[str, ...]]] = getattr(self, table)
        for form, labels in words.items():
            number = self.pattern(normalise_form(form))
            if number is not None:
                into[number] = (form, tuple(labels))

    def pattern(self, spelling: str) -> int | None:
        """The number of a folded spelling; None when nothing of it is left to match."""
        core = fold_to_bytes(spelling).strip(b" ")
        if not core:
            return None
        padded = core if HAN.search(spelling) else b" " + core + b" "
        if ARABIC.match(spelling):
            padded = core + b" "
        return self.patterns.setdefault(padded, len(self.patterns))

    def packed(self, version: str) -> bytes:
        """Tables and automaton as one byte string."""
        automaton = daachorse.DoubleArrayAhoCorasick(list(self.patterns))
        tables = {
            "version": version,
            "entities": self.entities,
            "offices": self.offices,
            "membership_periods": self.membership_periods,
            "words": self.word_sets,
        }
        rows = [self._row(pattern, number) for pattern, number in self.patterns.items()]
        starts = array("I", accumulate(map(len, rows), initial=0))
        return pack_sections(
            (orjson.dumps(tables, default=list), b"".join(rows), starts.tobytes(),
             automaton.serialize(), orjson.dumps(self.grammar))
        )  # fmt: skip

    def _row(self, pattern: bytes, number: int) -> bytes:
        senses = [
            (*row[:5], self.ambiguities[row[5]] if row[5] >= 0 else None)
            for row in map(self.senses.__getitem__, self.names.get(number, ()))
        ]
        row = (_length(pattern), senses, self.cues.get(number), self.contexts.get(number))
        return orjson.dumps(row, default=list)


def name_guards(guards: Mapping[str, str]) -> Iterable[EntityName]:
    """The names that are none of ours, by form and kind; proper ones as they are written only.

    "India Today" is a paper, "India today" is not; in capitals a bank still is one.
    """
    for form, kind in guards.items():
        exact = kind in PROPER
        capitals = (form.upper(),) if kind in IN_CAPITALS else ()
        for written in (form, *capitals):
            yield EntityName(written, f"-{kind}", "name", exact=exact, languages=ANY_LANGUAGE)


def _length(pattern: bytes) -> int:
    """Code points of a pattern without its blanks; negative for patterns without blanks."""
    core = len(pattern.decode().strip(" "))
    return core if pattern.endswith(b" ") else -core


def list_period_rows(body: Entry) -> Iterable[tuple[Any, ...]]:
    """The rows of a body's members, one for each member and period."""
    for line in body.get("members") or ():
        members = line.get("members") or [line["member"]]
        since, until = line.get("since"), line.get("until")
        for member in members:
            yield (
                body["organisation"], str(member),
                None if since is None else str(since), None if until is None else str(until),
                line.get("status") or "member", line.get("source") or "",
            )  # fmt: skip
