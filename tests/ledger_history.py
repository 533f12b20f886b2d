"""One row of the ledger that is given one claim after another, with what was decided on each."""

from dataclasses import dataclass, field
from datetime import datetime

from pactwire.domain.ledger import (
    NO_COUNTS,
    LedgerRow,
    MemberCounts,
    decide_claim,
    empty_row,
)
from pactwire_schemas import ArticleRef, Development, MembershipClaim
from sample_events import COALITION, SYRIA, later, reference


@dataclass
class Ledger:
    """One row, given one claim after another."""

    row: LedgerRow = field(default_factory=lambda: empty_row(COALITION, SYRIA, later()))
    developments: list[Development] = field(default_factory=list)

    def add(self, incoming: MembershipClaim, counts: MemberCounts = NO_COUNTS) -> str:
        decision = decide_claim(self.row, incoming, incoming.article.received_at, counts)
        self.row = decision.row
        if decision.development:
            self.developments.append(decision.development)
        return decision.verdict.reason


def report(number: int, at: datetime | None = None, **fields: object) -> ArticleRef:
    """The article in which publisher `number` reports a claim."""
    return reference(number, at=at or later(), **fields)
