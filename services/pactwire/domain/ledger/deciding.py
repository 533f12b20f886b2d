"""The whole decision on a claim: settled, judged, applied, and what becomes known by it."""

from datetime import datetime
from typing import NamedTuple

from pactwire.domain.identity import development_id
from pactwire.domain.ledger.applying import apply_verdict, note_claim
from pactwire.domain.ledger.developing import build_development
from pactwire.domain.ledger.doubting import settle_claim
from pactwire.domain.ledger.entries import LedgerRow, MembershipChange
from pactwire.domain.ledger.folding import (
    append_claim,
    begin_base,
    fold_claims,
    is_in_order,
    is_logged,
    log_claim,
    with_log,
)
from pactwire.domain.ledger.judging import NO_COUNTS, MemberCounts, judge_claim
from pactwire.domain.ledger.recasting import reconcile_verdict
from pactwire.domain.ledger.verdicts import WITHDRAWN_VERDICT, ClaimVerdict
from pactwire_schemas import Development, MembershipClaim


class Decision(NamedTuple):
    """The verdict on a claim, the row after it, and the development, if there is one."""

    verdict: ClaimVerdict
    row: LedgerRow
    development: Development | None


def decide_claim(
    row: LedgerRow, claim: MembershipClaim, at: datetime, counts: MemberCounts = NO_COUNTS
) -> Decision:
    """What one more claim does; the same row and claim always give the same decision.

    The row after it depends on the claims that were added, not on their order.

    Raises:
        ValueError: the claim is not in order, and the row's log is unread.
    """
    settled = settle_claim(row, claim)
    verdict = judge_claim(row, settled, counts)
    if not is_logged(claim):
        return apply_decision(row, settled, verdict, at)
    if is_in_order(row, claim):
        logged = append_claim(row, claim, counts)
        after = apply_verdict(logged, settled, verdict, at)
    else:
        base, log = begin_base(row), log_claim(row.log, claim, counts)
        logged = row.model_copy(update={"log": log})
        if not claim.withdrawn and logged.has_logged(claim.claim_id, withdrawn=True):
            return Decision(WITHDRAWN_VERDICT, with_log(row, base, log), None)
        folded = fold_claims(base, log)
        verdict = reconcile_verdict(row, folded, settled, verdict)
        after = with_log(_adopt(row, folded, settled, verdict, at), base, log)
    return Decision(verdict, after, build_development(row, after, settled, verdict, at))


def apply_decision(
    row: LedgerRow, claim: MembershipClaim, verdict: ClaimVerdict, at: datetime
) -> Decision:
    """A verdict that is known already, with its consequences."""
    after = apply_verdict(row, claim, verdict, at)
    return Decision(verdict, after, build_development(row, after, claim, verdict, at))


def _adopt(
    row: LedgerRow,
    folded: LedgerRow,
    claim: MembershipClaim,
    verdict: ClaimVerdict,
    at: datetime,
) -> LedgerRow:
    """The folded row, with what is of the order of arrival: history, revision, developments."""
    kept = {name: getattr(row.state, name) for name in ("history", "revision", "updated_at")}
    if verdict.effect not in {"nothing", "forgets"}:
        kept = note_claim(row.state, claim, verdict, at) | {"conflicts": folded.state.conflicts}
    state = folded.state.model_copy(update=kept)
    about = folded.change_about(claim)
    made = (development_id(claim.event_id, verdict.reason),) if verdict.material else ()
    changes = tuple(
        _with_developments(change, row, made if change is about else ())
        for change in folded.changes
    )
    return folded.model_copy(update={"state": state, "changes": changes})


def _with_developments(
    change: MembershipChange, row: LedgerRow, made: tuple[str, ...]
) -> MembershipChange:
    known = row.change(change.action)
    earlier = known.developments if known else ()
    return change.model_copy(update={"developments": (*earlier, *made)})
