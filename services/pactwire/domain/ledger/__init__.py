"""The ledger: what one more claim does to what is known of a membership. Values in, values out."""

from pactwire.domain.ledger.applying import apply_verdict
from pactwire.domain.ledger.deciding import Decision, apply_decision, decide_claim
from pactwire.domain.ledger.developing import build_development
from pactwire.domain.ledger.entries import (
    PRESENT_STATUSES,
    LedgerRow,
    LoggedClaim,
    MembershipChange,
    SourceReport,
    empty_row,
)
from pactwire.domain.ledger.folding import needs_log, order_of, set_log_aside
from pactwire.domain.ledger.in_memory import InMemoryLedger
from pactwire.domain.ledger.initial_state import KnownMembershipPeriod, build_initial_rows
from pactwire.domain.ledger.intervals import (
    IntervalSource,
    MembershipHistory,
    MembershipInterval,
    build_history,
    change_from_state,
    read_changes,
)
from pactwire.domain.ledger.judging import NO_COUNTS, MemberCounts, judge_claim
from pactwire.domain.ledger.parties import party_lookup
from pactwire.domain.ledger.verdicts import (
    MATERIAL,
    WITHDRAWN_VERDICT,
    ClaimVerdict,
    Effect,
    VerdictReason,
)
from pactwire.domain.ledger.withdrawing import compare_claims

__all__ = [
    "MATERIAL",
    "NO_COUNTS",
    "PRESENT_STATUSES",
    "WITHDRAWN_VERDICT",
    "ClaimVerdict",
    "Decision",
    "Effect",
    "InMemoryLedger",
    "IntervalSource",
    "KnownMembershipPeriod",
    "LedgerRow",
    "LoggedClaim",
    "MemberCounts",
    "MembershipChange",
    "MembershipHistory",
    "MembershipInterval",
    "SourceReport",
    "VerdictReason",
    "apply_decision",
    "apply_verdict",
    "build_development",
    "build_history",
    "build_initial_rows",
    "change_from_state",
    "compare_claims",
    "decide_claim",
    "empty_row",
    "judge_claim",
    "needs_log",
    "order_of",
    "party_lookup",
    "read_changes",
    "set_log_aside",
]
