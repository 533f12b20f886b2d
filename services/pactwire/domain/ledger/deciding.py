"""The whole decision on a claim: settled, judged, applied, and what becomes known by it."""

from datetime import datetime
from typing import NamedTuple

from pactwire.domain.ledger.applying import apply_verdict
from pactwire.domain.ledger.developing import build_development
from pactwire.domain.ledger.doubting import settle_claim
from pactwire.domain.ledger.entries import LedgerRow
from pactwire.domain.ledger.judging import NO_COUNTS, MemberCounts, judge_claim
from pactwire.domain.ledger.verdicts import ClaimVerdict
from pactwire_schemas import Development, MembershipClaim


class Decision(NamedTuple):
    """The verdict on a claim, the row after it, and the development, if there is one."""

    verdict: ClaimVerdict
    row: LedgerRow
    development: Development | None


def decide_claim(
    row: LedgerRow, claim: MembershipClaim, at: datetime, counts: MemberCounts = NO_COUNTS
) -> Decision:
    """What one more claim does; the same row and claim always give the same decision."""
    settled = settle_claim(row, claim)
    return apply_decision(row, settled, judge_claim(row, settled, counts), at)


def apply_decision(
    row: LedgerRow, claim: MembershipClaim, verdict: ClaimVerdict, at: datetime
) -> Decision:
    """A verdict that is known already, with its consequences."""
    after = apply_verdict(row, claim, verdict, at)
    return Decision(verdict, after, build_development(row, after, claim, verdict, at))
