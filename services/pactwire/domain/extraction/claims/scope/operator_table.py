"""The table of operators, `seeds/grammar/factuality.yaml`: what each makes of what it governs.

A row names conditions on facts: a fact is a word, or a set of words and labels. The first that
fits is applied; one that gives no stage leaves it as it is.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from pactwire.domain.reference.tables import GrammarTables
from pactwire_schemas.enrichment import Stage

Fact = str | frozenset[str]
Facts = Mapping[str, Fact]
NOWHERE = frozenset({""})
"""The labels of an operator that isn't there."""
OUTCOMES = ("to", "because", "marks", "unless", "operator")


class Conditions(NamedTuple):
    """Facts that must have one of some values each."""

    wanted: tuple[tuple[str, frozenset[str]], ...]

    def hold(self, facts: Facts) -> bool:
        """Whether each fact is, or holds, a value that is wanted."""
        for name, values in self.wanted:
            fact = facts[name]
            if fact not in values if isinstance(fact, str) else values.isdisjoint(fact):
                return False
        return True


class OperatorRow(NamedTuple):
    """One row: for which operators it is, when it fits, and what it gives."""

    labels: frozenset[str]
    when: Conditions
    unless: tuple[Conditions, ...]
    moves: bool
    stage: Stage | None
    because: str
    marks: frozenset[str]

    def fits(self, facts: Facts) -> bool:
        """Whether the row is for such a change."""
        return self.when.hold(facts) and not any(one.hold(facts) for one in self.unless)


class OperatorTable:
    """The rows in their order, found by the labels of an operator."""

    def __init__(self, rows: Iterable[OperatorRow]) -> None:
        """The rows, the first that fits first."""
        self.rows = tuple(rows)
        self.of_labels: dict[frozenset[str], tuple[OperatorRow, ...]] = {}

    def find_row(self, labels: frozenset[str], facts: Facts) -> OperatorRow | None:
        """The first row that fits an operator."""
        known = self.of_labels.get(labels)
        if known is None:
            known = tuple(row for row in self.rows if not row.labels.isdisjoint(labels))
            self.of_labels[labels] = known
        return next((row for row in known if row.fits(facts)), None)


NO_OPERATORS = OperatorTable(())
"""Where nothing is known of any operator, none changes anything."""


@lru_cache(maxsize=4)
def open_operators(grammar: GrammarTables) -> OperatorTable:
    """The table of a grammar; opened once."""
    return OperatorTable(map(build_row, grammar.content["factuality"]["rows"]))


def build_row(written: Mapping[str, Any]) -> OperatorRow:
    """One row as it is written."""
    unless, to = written.get("unless", ()), written.get("to")
    return OperatorRow(
        labels=list_values(written["operator"]),
        when=build_conditions(written),
        unless=tuple(map(build_conditions, [unless] if isinstance(unless, dict) else unless)),
        moves=to is not None,
        stage=None if to == "nothing" else to,
        because=written.get("because", ""),
        marks=list_values(written.get("marks", ())),
    )


def build_conditions(written: Mapping[str, Any]) -> Conditions:
    """What a row asks for."""
    asked = ((name, list_values(value)) for name, value in written.items() if name not in OUTCOMES)
    return Conditions(tuple(asked))


def list_values(written: str | Iterable[str | None] | None) -> frozenset[str]:
    """Words with blanks between, or a list of phrases; nothing stands for an empty fact."""
    if written is None:
        return NOWHERE
    parts = written.split() if isinstance(written, str) else written
    return frozenset(part or "" for part in parts)
