"""The verdict on a claim that came late: what it changes in the order of the reports' dates."""

from pactwire.domain.ledger.entries import STAGE_RANK, LedgerRow, MembershipChange
from pactwire.domain.ledger.verdicts import ClaimVerdict, VerdictReason
from pactwire_schemas import MembershipClaim

NEWS = frozenset({"first", "advanced", "reversed"})


def reconcile_verdict(
    row: LedgerRow, folded: LedgerRow, claim: MembershipClaim, verdict: ClaimVerdict
) -> ClaimVerdict:
    """What a claim amounts to, given the row before it and the row that all claims make in order.

    `verdict` is what it would amount to as the newest. It holds where the claim's own stage is
    now the present one; else the row has moved by it, which is news, or it has not.
    """
    before, after = row.change_about(claim), folded.change_about(claim)
    if _takes_back(verdict):
        return verdict
    disputed = _is_disputed(after)
    if after and disputed and not _is_disputed(before):
        return _begin_dispute(after)
    if _has_taken_hold(before, after, claim, verdict):
        return verdict
    if shows_news(row, folded) and not disputed:
        return _recast(row, folded)
    return _judge_unmoved(row, folded, claim, verdict)


def _judge_unmoved(
    row: LedgerRow, folded: LedgerRow, claim: MembershipClaim, verdict: ClaimVerdict
) -> ClaimVerdict:
    """What a claim amounts to that has moved nothing."""
    if verdict.reason in NEWS or _is_conflict_of_order(folded, verdict):
        return ClaimVerdict("reaffirmed", "counts", _format_late(folded))
    if claim.withdrawn and set(row.state.conflicts) - set(folded.state.conflicts):
        return _settle_conflict(folded, claim)
    return verdict


def _takes_back(verdict: ClaimVerdict) -> bool:
    """Whether a withdrawal changes what is said, which it does at any time."""
    return verdict.effect in {"removes", "forgets"} and verdict.reason != "reaffirmed"


def _is_disputed(change: MembershipChange | None) -> bool:
    return change is not None and change.disputed_at is not None


def shows_news(row: LedgerRow, folded: LedgerRow) -> bool:
    """Whether the folded row has a status, or shows a change at a stage, that the other has not."""
    before, after = row.state, folded.state
    if before.status != after.status:
        return True
    known = row.change(after.action) if after.action else None
    return before.stage != after.stage if known is None else known.stage != after.stage


def _has_taken_hold(
    before: MembershipChange | None,
    after: MembershipChange | None,
    claim: MembershipClaim,
    verdict: ClaimVerdict,
) -> bool:
    """Whether a verdict that is news has brought its change to the claim's own stage."""
    if verdict.reason not in NEWS or after is None or after.stage != claim.stage:
        return False
    return before is None or before.stage != after.stage


def _begin_dispute(change: MembershipChange) -> ClaimVerdict:
    note = f"{change.action} is confirmed and denied by turns"
    return ClaimVerdict("disputed", "recasts", f"In the order of the reports' dates, {note}.", note)


def _recast(row: LedgerRow, folded: LedgerRow) -> ClaimVerdict:
    state, stage = folded.state, row.state.stage
    if state.stage is None:
        return ClaimVerdict("retracted", "recasts", "No report that stands says so any more.")
    raised = state.stage and stage and STAGE_RANK[state.stage] > STAGE_RANK[stage]
    reason: VerdictReason = "first" if stage is None else "advanced" if raised else "reversed"
    return ClaimVerdict(reason, "recasts", f"It came late: {_format_now(folded)}.")


def _settle_conflict(folded: LedgerRow, claim: MembershipClaim) -> ClaimVerdict:
    """The end of a contradiction: who was told of it is told what holds."""
    state, source = folded.state, claim.article.source.name
    if state.stage is None:
        return ClaimVerdict("retracted", "recasts", f"{source} withdrew what contradicted it.")
    because = (
        f"{source} withdrew what contradicted it: the ledger has {state.action} {state.stage}."
    )
    return ClaimVerdict("corrected", "recasts", because)


def _is_conflict_of_order(folded: LedgerRow, verdict: ClaimVerdict) -> bool:
    """Whether a claim contradicts only what was reported after it."""
    note = verdict.contradiction
    return verdict.reason == "conflict" and note is not None and note not in folded.state.conflicts


def _format_late(folded: LedgerRow) -> str:
    return f"It came late, and changes nothing: {_format_now(folded)}."


def _format_now(folded: LedgerRow) -> str:
    state = folded.state
    what = f"{state.action} {state.stage}" if state.stage else state.status
    return f"in the order of the reports' dates the ledger has {what}"
