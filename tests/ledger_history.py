"""One row of the ledger that is given one claim after another, with what was decided on each."""

from dataclasses import dataclass, field
from datetime import datetime

from pactwire.domain.ledger import (
    NO_COUNTS,
    LedgerRow,
    MemberCounts,
    apply_verdict,
    build_development,
    empty_row,
    judge_claim,
)
from pactwire_schemas import ArticleRef, Development, MembershipClaim
from sample_events import COALITION, SYRIA, later, reference


@dataclass
class Ledger:
    """One row, given one claim after another."""

    row: LedgerRow = field(default_factory=lambda: empty_row(COALITION, SYRIA, later()))
    developments: list[Development] = field(default_factory=list)

    def add(self, incoming: MembershipClaim, counts: MemberCounts = NO_COUNTS) -> str:
        verdict = judge_claim(self.row, incoming, counts)
        before, at = self.row, incoming.article.received_at
        self.row = apply_verdict(before, incoming, verdict, at)
        development = build_development(before, self.row, incoming, verdict, at)
        if development:
            self.developments.append(development)
        return verdict.reason


def report(number: int, at: datetime | None = None, **fields: object) -> ArticleRef:
    """The article in which publisher `number` reports a claim."""
    return reference(number, at=at or later(), **fields)
