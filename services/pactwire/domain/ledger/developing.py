"""The development that a material verdict makes known, with its claim and its explanation."""

from datetime import datetime

from pactwire.domain.identity import development_id
from pactwire.domain.ledger.entries import (
    LedgerRow,
    MembershipChange,
    combined_confidence,
    group_independent,
)
from pactwire.domain.ledger.verdicts import ClaimVerdict
from pactwire_schemas import Development, MembershipClaim
from pactwire_schemas.enrichment import Stage


def build_development(
    before: LedgerRow, after: LedgerRow, claim: MembershipClaim, verdict: ClaimVerdict, at: datetime
) -> Development | None:
    """The development of a claim; None when the verdict is only written down."""
    if not verdict.material:
        return None
    earlier, change = _find_changes(before, after, claim, verdict)
    named = change or earlier
    groups = group_independent(change.current_reports()) if change else ()
    return Development.from_valid(
        development_id=development_id(claim.event_id, verdict.reason),
        organisation=after.state.organisation,
        member=after.state.member,
        action=named.action if named else claim.action,
        stage=_stage_of(named, claim, verdict),
        reason=verdict.reason,
        explanation=verdict.explanation,
        status_before=before.state.status,
        status_after=after.state.status,
        ordinal=claim.ordinal or (after.state.ordinal if change else None),
        effective_on=claim.effective_on,
        independent_sources=len(groups),
        confidence=combined_confidence(groups) if groups else claim.confidence,
        claim=claim,
        references=earlier.developments if earlier else (),
        revision=after.state.revision,
        occurred_at=at,
    )


def _find_changes(
    before: LedgerRow, after: LedgerRow, claim: MembershipClaim, verdict: ClaimVerdict
) -> tuple[MembershipChange | None, MembershipChange | None]:
    """The change before and after; of a late claim that of which the row tells now."""
    if verdict.effect != "recasts":
        return before.change_about(claim), after.change_about(claim)
    change = _shown_change(after)
    return before.change(change.action) if change else _shown_change(before), change


def _stage_of(
    change: MembershipChange | None, claim: MembershipClaim, verdict: ClaimVerdict
) -> Stage:
    """The claim's own, but for a correction and a late claim: then the one that holds now."""
    own = verdict.reason != "corrected" and verdict.effect != "recasts"
    return claim.stage if own or change is None else change.stage


def _shown_change(row: LedgerRow) -> MembershipChange | None:
    """The change that the row's state is of."""
    return row.change(row.state.action) if row.state.action else None
