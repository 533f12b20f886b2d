"""What a material verdict says to the world: the development, with its claim and its sentence."""

from datetime import datetime

from pactwire.domain.identity import development_id
from pactwire.domain.ledger.entries import Row, certainty, independent
from pactwire.domain.ledger.verdicts import Verdict
from pactwire_schemas import Development, MembershipClaim


def develop(
    before: Row, after: Row, claim: MembershipClaim, verdict: Verdict, at: datetime
) -> Development | None:
    """The development of a claim; None when the verdict is only written down."""
    if not verdict.material:
        return None
    told, change = before.concerning(claim), after.concerning(claim)
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
        independent_sources=len(independent(change.speaking())) if change else 0,
        confidence=certainty(change.speaking())
        if change and change.speaking()
        else claim.confidence,
        claim=claim,
        references=told.developments if told else (),
        revision=after.state.revision,
        occurred_at=at,
    )
