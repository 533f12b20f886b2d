"""Bodies that a text means without naming any: "the alliance" beside a state that may join NATO.

Asked only of short texts that name no body. What is said of which body is data (`implied.yaml`); a
wrong body is worse than none.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from pactwire.domain.extraction.claims.tokens.protocols import WorldFacts
from pactwire.domain.extraction.document import Document, EntityMention
from pactwire.domain.extraction.text_kind import classify_text
from pactwire.domain.reference.tables import GrammarTables

NEVER = re.compile(r"(?!)")


class ImpliedBody(NamedTuple):
    """A body's id, and where the words stand that mean it."""

    start: int
    entity_id: str


class Implication(NamedTuple):
    """What a text has to say so that a body is meant."""

    body: str
    said: re.Pattern[str]
    beside: re.Pattern[str]
    unless: re.Pattern[str]
    states: frozenset[str]
    """Of which one has to be named; those on the body's record when empty."""
    since: str
    until: str


@lru_cache(maxsize=4)
def open_implications(grammar: GrammarTables) -> tuple[Implication, ...]:
    """The rows of a grammar, first come first served; compiled once."""
    return tuple(map(build_implication, grammar.content["implied"]["rows"]))


def build_implication(row: Mapping[str, Any]) -> Implication:
    """A row as the grammar has it, its patterns compiled."""
    unless = row.get("unless")
    return Implication(
        row["body"],
        re.compile(row["said"]),
        re.compile(row.get("beside") or ""),
        re.compile(unless) if unless else NEVER,
        frozenset(row.get("states") or ()),
        str(row.get("since") or ""),
        str(row.get("until") or "9999"),
    )


def find_implied(document: Document, world: WorldFacts, on: date | None) -> list[ImpliedBody]:
    """The bodies that are meant in a short text which names none, in order.

    Running prose names its body; where it doesn't, it recalls or comments.
    """
    if not document.mentions or classify_text(document, document.headline_end) == "prose":
        return []
    found = sorted(find_led(document.mentions, world, on))
    for row in open_implications(world.grammar) if not found else ():
        found = [ImpliedBody(match.start(), row.body) for match in row.said.finditer(document.text)]
        if found and fits(row, document, world, on):
            return found
        found = []
    return found


def find_led(
    mentions: tuple[EntityMention, ...], world: WorldFacts, on: date | None
) -> Iterator[ImpliedBody]:
    """The bodies at whose head the persons of a text stand."""
    for hit in mentions:
        body = world.body_led_by(hit.entity_id, on) if hit.kind == "person" else None
        if body is not None:
            yield ImpliedBody(hit.start, body)


def fits(row: Implication, document: Document, world: WorldFacts, on: date | None) -> bool:
    """Whether day, words and states of a text are those that a row asks for."""
    if on is not None and not row.since <= on.isoformat() < row.until:
        return False
    if not row.beside.search(document.text) or row.unless.search(document.text):
        return False
    wanted = row.states or {one.member for one in world.membership_periods.get(row.body, ())}
    return any(world.state_of(hit.entity_id, on) in wanted for hit in document.mentions)
