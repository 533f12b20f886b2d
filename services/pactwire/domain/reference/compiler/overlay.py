"""One's own entries over the compiled reference data: the same tables, with more in them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import orjson

from pactwire.domain.reference.compiler.build import (
    ReferenceSources,
    ReferenceTables,
    list_period_rows,
    read_entries,
)
from pactwire.domain.reference.compiler.entries import Entry
from pactwire.domain.reference.container import unpack_sections
from pactwire.domain.reference.tables import Ambiguity, Entity
from pactwire.domain.text.normalise import normalise_form


def extend_reference(data: bytes, overlay: ReferenceSources) -> bytes:
    """The compiled data with the overlay's entries, under the overlay's version.

    An entry of an id that is known adds to it: names, leaders, periods; it takes nothing away.

    Raises:
        InvalidReferenceData: `data` is no compiled reference data.
        InvalidEntry: an entry can't be read.
    """
    tables = read_tables(data)
    known = {entity.id: entity for entity in tables.entities}
    completed = replace(
        overlay,
        countries=[complete_entry(entry, known) for entry in overlay.countries],
        organisations=[complete_entry(entry, known) for entry in overlay.organisations],
    )
    parsed = read_entries(completed)
    tables.add_entities(parsed)
    tables.add_names(parsed)
    tables.offices.extend(parsed.leaders)
    rows = [row for body in overlay.memberships for row in list_period_rows(body)]
    tables.membership_periods.extend(rows)
    return tables.packed(overlay.version)


def complete_entry(entry: Entry, known: Mapping[str, Entity]) -> Entry:
    """The entry with the name and kind of the entity that it adds to."""
    entity = known.get(str(entry["id"]))
    if entity is None:
        return entry
    given = {"name": entity.name, "status": entity.type, "kind": entity.type}
    return {**given, "tag_as": entity.kind, **entry}


def read_tables(data: bytes) -> ReferenceTables:
    """The compiled tables as they were when they were packed."""
    packed, entries, starts, _, grammar = unpack_sections(data)
    given: dict[str, Any] = orjson.loads(packed)
    tables = ReferenceTables(
        entities=[Entity._make(row) for row in given["entities"]],
        offices=[tuple(row) for row in given["offices"]],
        membership_periods=[tuple(row) for row in given["membership_periods"]],
        word_sets=given["words"],
        grammar=orjson.loads(grammar),
    )
    tables.numbers = {entity.id: at for at, entity in enumerate(tables.entities)}
    places = starts.cast("I")
    for number in range(len(places) - 1):
        row = orjson.loads(entries[places[number] : places[number + 1]])
        _restore_pattern(tables, row)
    return tables


def _restore_pattern(tables: ReferenceTables, row: list[Any]) -> None:
    _, senses, cue, context = row
    labelled = cue or context
    spelling = senses[0][0] if senses else normalise_form(labelled[0])
    number = tables.pattern(spelling)
    if number is None:
        return
    for sense in senses:
        _restore_sense(tables, number, sense)
    if cue:
        tables.cues[number] = (cue[0], tuple(cue[1]))
    if context:
        tables.contexts[number] = (context[0], tuple(context[1]))


def _restore_sense(tables: ReferenceTables, number: int, sense: list[Any]) -> None:
    spelling, entity, form, exact, languages, ambiguity = sense
    tables.names.setdefault(number, []).append(len(tables.senses))
    tables.seen[tables.entities[entity].id, spelling] = len(tables.senses)
    place = -1
    if ambiguity:
        place = len(tables.ambiguities)
        tables.ambiguities.append(Ambiguity._make(ambiguity))
    tables.senses.append((spelling, entity, form, exact, languages, place))
