"""Factuality: operators are applied to a predicate's stage from the innermost outwards."""

from collections.abc import Sequence
from dataclasses import dataclass

from pactwire.domain.extraction.claims.scope.factuality_value import FactualityValue
from pactwire.domain.extraction.claims.scope.governors import GovernorChain, Operator
from pactwire.domain.extraction.claims.scope.operator_table import (
    NOWHERE,
    Fact,
    Facts,
    OperatorRow,
)
from pactwire_schemas.enrichment import Stage

INNER = ("INTENT", "CONSIDER", "REJECT", "FUT", "WOULD", "APPLY", "BLOCK", "PROCESS")
"""Labels that an operator around may ask for, the telling ones first."""
FORM = Operator(frozenset({"FORM"}), "group", -1, "")
TENSE = Operator(frozenset({"TENSE"}), "group", -1, "")
"""The predicate's own form is looked up like an operator, before all others and after them."""
REPORTING = frozenset({"REPORT", "APPROVE"})


@dataclass(slots=True)
class ScopeFacts:
    """What the rows of the table look at, on the way from the innermost operator outwards."""

    value: FactualityValue
    chain: GovernorChain
    change: frozenset[str]
    clause: frozenset[str]
    inner: str = ""
    inner_link: str = ""
    inner_verb: str = ""
    inner_word: str = ""
    blocked: bool = False

    def describe(self, operator: Operator, outer: Sequence[Operator]) -> Facts:
        """The facts around one operator."""
        facts: dict[str, Fact] = {
            "with": operator.labels,
            "word": operator.token,
            "verb": operator.lemma,
            "link": operator.link,
            "stage": self.value.stage or "",
            "change": self.change | {"blocked"} if self.blocked else self.change,
            "inner": self.inner,
            "inner_link": self.inner_link,
            "inner_verb": self.inner_verb,
            "inner_word": self.inner_word,
            "reasons": frozenset(self.value.why),
            "outer": outer[0].labels if outer else NOWHERE,
            "beyond": list_beyond(outer),
            "form": self.chain.form,
            "subordinate": self.chain.subordinate,
            "clause": self.clause,
        }
        return facts

    def apply(self, operator: Operator, outer: Sequence[Operator] = ()) -> None:
        """What one operator makes of the change."""
        row = self.chain.table.find_row(operator.labels, self.describe(operator, outer))
        if row is not None:
            self.follow(row, operator)
        self.pass_over(operator)

    def follow(self, row: OperatorRow, operator: Operator) -> None:
        """Do what a row says."""
        why = row.because.format(verb=operator.lemma or operator.token, word=operator.token)
        if row.moves:
            self.value.to(row.stage, why)
        elif why:
            self.value.why.append(why)
        if "background" in row.marks:
            self.value.background = True
        elif "news" in row.marks:
            self.value.background = False
        self.blocked = self.blocked or "blocked" in row.marks

    def pass_over(self, operator: Operator) -> None:
        """Remember an operator for those around it."""
        self.inner_word = operator.token
        self.inner_verb = operator.lemma or self.inner_verb
        if operator.link != "group":
            self.inner_link = operator.link
        self.inner = next((label for label in INNER if label in operator.labels), self.inner)


def list_beyond(outer: Sequence[Operator]) -> frozenset[str]:
    """Words of the operators around, and whether one of them tells what is so."""
    said = any(op.link == "that" and op.labels & REPORTING for op in outer)
    return frozenset((*(op.token for op in outer), *(("said",) if said else ())))


def describe_clause(chain: GovernorChain) -> frozenset[str]:
    """How a predicate stands in its clause."""
    governed = any(op.link != "group" or "FUT" in op.labels for op in chain.operators)
    marks = {
        "governed": governed or chain.bare_infinitive,
        "headline": chain.bare_infinitive,
        "subjectless": chain.subject is None,
        "recalled": chain.relative in {"which", "who"},
    }
    return frozenset(name for name, holds in marks.items() if holds)


def apply_operators(
    base: Stage,
    chain: GovernorChain,
    nominal: bool = False,
    talks: bool = False,
    lifting: bool = False,
) -> FactualityValue:
    """Apply the operators of a chain to the stage a bare predicate has."""
    kinds = {"noun": nominal, "talks": talks, "suspension": lifting}
    change = frozenset(name for name, holds in kinds.items() if holds)
    facts = ScopeFacts(FactualityValue(base), chain, change, describe_clause(chain))
    facts.apply(FORM)
    for position, operator in enumerate(chain.operators):
        if facts.value.stage is None:
            break
        facts.apply(operator, chain.operators[position + 1 :])
    facts.apply(TENSE)
    return facts.value
