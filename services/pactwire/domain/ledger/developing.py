"""The development that a material verdict makes known, with its claim and its explanation."""

from datetime import datetime

from pactwire.domain.identity import development_id
from pactwire.domain.ledger.entries import (
    LedgerRow,
    SourceReport,
    combined_confidence,
    group_independent,
)
from pactwire.domain.ledger.verdicts import ClaimVerdict
from pactwire_schemas import Development, MembershipClaim


def build_development(
    before: LedgerRow, after: LedgerRow, claim: MembershipClaim, verdict: ClaimVerdict, at: datetime
) -> Development | None:
    """The development of a claim; None when the verdict is only written down."""
    if not verdict.material:
        return None
    earlier, change = before.change_about(claim), after.change_about(claim)
    reports: tuple[SourceReport, ...] = change.current_reports() if change else ()
    return Development(
        development_id=development_id(claim.event_id, verdict.reason),
        organisation=after.state.organisation,
        member=after.state.member,
        action=change.action if change else claim.action,
        stage=change.stage if change and verdict.reason == "corrected" else claim.stage,
        reason=verdict.reason,
        explanation=verdict.explanation,
        status_before=before.state.status,
        status_after=after.state.status,
        ordinal=claim.ordinal or (after.state.ordinal if change else None),
        effective_on=claim.effective_on,
        independent_sources=len(group_independent(reports)),
        confidence=combined_confidence(reports) if reports else claim.confidence,
        claim=claim,
        references=earlier.developments if earlier else (),
        revision=after.state.revision,
        occurred_at=at,
    )
