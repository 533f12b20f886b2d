"""Doubtful claims: kept with their row, and believed once an independent source agrees."""

from collections.abc import Iterable
from datetime import datetime
from functools import partial
from typing import Literal, NamedTuple

from pactwire.domain.ledger.entries import (
    CORROBORATION_WINDOW,
    DoubtfulReport,
    LedgerRow,
    SourceReport,
    interval_between,
    report_from,
    reported_at,
)
from pactwire_schemas import MembershipClaim
from pactwire_schemas.enrichment import Stage

MAX_DOUBTS = 16
"""The newest are kept."""


def settle_claim(row: LedgerRow, claim: MembershipClaim) -> MembershipClaim:
    """The claim as the ledger takes it.

    A doubtful one that an independent source has told before, in the same stage, is no longer so.
    """
    if claim.doubt is None or claim.withdrawn:
        return claim
    settled = claim.model_copy(update={"stage": claim.doubt.stage, "doubt": None})
    return settled if list_confirming(row, settled) else claim


def list_confirming(row: LedgerRow, claim: MembershipClaim) -> tuple[SourceReport, ...]:
    """The doubtful reports of independent sources that say what a claim says."""
    if not row.doubts:
        return ()
    report = report_from(claim)
    return tuple(
        one.report
        for one in row.doubts
        if (one.action, one.report.stage) == (claim.action, claim.stage)
        and confirms(one.report, report)
    )


def confirms(other: SourceReport, report: SourceReport) -> bool:
    """Whether two reports are of independent sources and of the same days."""
    apart = not report.has_source_of(other)
    return apart and interval_between(other, report) <= CORROBORATION_WINDOW


def keep_doubt(row: LedgerRow, claim: MembershipClaim) -> tuple[DoubtfulReport, ...]:
    """The row's doubtful reports with the claim among them, once."""
    if claim.doubt is None:
        return row.doubts
    read = claim.model_copy(update={"stage": claim.doubt.stage})
    new = DoubtfulReport.from_valid(action=claim.action, report=report_from(read))
    return (*forget_doubt(row, claim), new)[-MAX_DOUBTS:]


def forget_doubt(row: LedgerRow, claim: MembershipClaim) -> tuple[DoubtfulReport, ...]:
    """The row's doubtful reports without that of the claim."""
    return tuple(one for one in row.doubts if one.report.claim_id != claim.claim_id)


DoubtState = Literal["held back", "confirmed", "expired", "withdrawn"]


class DoubtTrace(NamedTuple):
    """What has become of a doubtful claim, and why."""

    state: DoubtState
    because: str


def trace_doubt(
    claim: MembershipClaim, claims: Iterable[MembershipClaim], now: datetime
) -> DoubtTrace:
    """What has become of a doubtful claim, given all claims on its pair.

    An independent source that says the same within the window confirms it, whichever came first;
    after the window nothing can, and it has expired. It stays on record all the same.
    """
    others = [one for one in claims if not one.background]
    gone = {one.claim_id for one in others if one.withdrawn}
    if claim.claim_id in gone:
        return DoubtTrace("withdrawn", f"{claim.article.source.name} withdrew it")
    standing = [one for one in others if one.claim_id not in gone]
    for confirming in filter(partial(_says_the_same, claim), standing):
        return DoubtTrace("confirmed", f"{confirming.article.source.name} says so too")
    until = reported_at(claim) + CORROBORATION_WINDOW
    if now > until:
        return DoubtTrace("expired", f"nobody else said so until {until:%Y-%m-%d}")
    return DoubtTrace("held back", f"it waits for another source until {until:%Y-%m-%d}")


def _says_the_same(claim: MembershipClaim, other: MembershipClaim) -> bool:
    """Whether an independent source says what a claim says, as it was read."""
    same = (other.action, _stage_read(other)) == (claim.action, _stage_read(claim))
    return same and confirms(report_from(other), report_from(claim))


def _stage_read(claim: MembershipClaim) -> Stage:
    return claim.doubt.stage if claim.doubt else claim.stage
