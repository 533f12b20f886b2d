"""One row of the ledger that is given one claim after another, with what was decided on each."""

from dataclasses import dataclass, field
from datetime import datetime

from pactwire.domain.ledger import (
    UNCOUNTED,
    Census,
    Row,
    apply,
    develop,
    judge,
    untouched,
)
from pactwire_schemas import Development, MembershipClaim
from sample_events import COALITION, SYRIA, later, reference


@dataclass
class Ledger:
    """One row, given one claim after another."""

    row: Row = field(default_factory=lambda: untouched(COALITION, SYRIA, later()))
    developments: list[Development] = field(default_factory=list)

    def hear(self, said: MembershipClaim, census: Census = UNCOUNTED) -> str:
        verdict = judge(self.row, said, census)
        before, self.row = self.row, apply(self.row, said, verdict, said.article.received_at)
        development = develop(before, self.row, said, verdict, said.article.received_at)
        if development:
            self.developments.append(development)
        return verdict.reason


def by(number: int, at: datetime | None = None, **fields: object):
    return reference(number, at=at or later(), **fields)
