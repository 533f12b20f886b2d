"""What the ledger's row is after a claim. Follows the verdict, decides nothing itself."""

from datetime import datetime
from typing import Any

from pactwire.domain.identity import development_id
from pactwire.domain.ledger.disputing import note_turn
from pactwire.domain.ledger.doubting import forget_doubt, keep_doubt, list_confirming
from pactwire.domain.ledger.entries import (
    STAGE_RANK,
    TARGET_STATUS,
    LedgerRow,
    MembershipChange,
    PriorState,
    SourceReport,
    group_independent,
    report_from,
    reported_at,
)
from pactwire.domain.ledger.verdicts import ClaimVerdict
from pactwire_schemas import DatedFact, LedgerEntry, MembershipClaim, MembershipState
from pactwire_schemas.enrichment import Stage
from pactwire_schemas.ledger import Status

MAX_HISTORY = 50
MAX_REPORTS = 64
"""So many reports of a change are kept; the claims table has them all."""
MAX_CONFLICTS = 20

PRIOR_FIELDS = tuple(PriorState.model_fields)
StateFields = dict[str, Any]
"""Fields of a membership's state, with their new values."""


def apply_verdict(
    row: LedgerRow, claim: MembershipClaim, verdict: ClaimVerdict, at: datetime
) -> LedgerRow:
    """The row with the claim in it; the same row when the claim has no effect."""
    if verdict.effect == "nothing":
        return row
    if verdict.effect == "forgets":
        return row.model_copy(update={"doubts": forget_doubt(row, claim)})
    changes, moved = _move_change(row, claim, verdict)
    noted = row.state.model_copy(update=moved | note_claim(row.state, claim, verdict, at))
    doubts = keep_doubt(row, claim)
    return row.model_copy(update={"state": noted, "changes": changes, "doubts": doubts})


def _move_change(
    row: LedgerRow, claim: MembershipClaim, verdict: ClaimVerdict
) -> tuple[tuple[MembershipChange, ...], StateFields]:
    """The changes after the claim, and what it moves of the state."""
    change = _updated_change(row, claim, verdict)
    if change:
        other = _concerns_other_change(row, change, verdict)
        moved = {} if other else _fields_after(change)
        return _replace_change(row.changes, change, verdict), moved
    if verdict.effect == "removes":
        removed = row.change_reported_in(claim.claim_id)
        changes = tuple(other for other in row.changes if other is not removed)
        return changes, _fields_before(removed) if removed else {}
    return row.changes, {}


def _concerns_other_change(row: LedgerRow, change: MembershipChange, verdict: ClaimVerdict) -> bool:
    """Whether only another change than the one the state tells of was spoken for."""
    quiet = verdict.effect in {"counts", "amends"}
    return quiet and row.state.action not in {None, change.action}


def _updated_change(
    row: LedgerRow, claim: MembershipClaim, verdict: ClaimVerdict
) -> MembershipChange | None:
    """The change as the claim leaves it; None when the claim touches none or ends it."""
    development_ids = (development_id(claim.event_id, verdict.reason),) if verdict.material else ()
    if verdict.effect == "opens":
        return _open_change(row, claim, development_ids)
    change = row.change_about(claim)
    if change is None or verdict.effect in {"notes", "waits"}:
        return None
    counted = change.report_of(claim.claim_id)
    reports = tuple(one for one in change.reports if one is not counted)
    if verdict.effect == "removes":
        return _without_report(change, reports, development_ids) if reports else None
    return _with_report(change, (*reports, report_from(claim)), development_ids, claim, verdict)


def _with_report(
    change: MembershipChange,
    reports: tuple[SourceReport, ...],
    development_ids: tuple[str, ...],
    claim: MembershipClaim,
    verdict: ClaimVerdict,
) -> MembershipChange:
    moves = verdict.effect == "moves"
    stage = claim.stage if moves else change.stage
    return change.model_copy(
        update={
            "stage": stage,
            "stage_since": reported_at(claim) if moves else change.stage_since,
            "reports": keep_latest(reports, stage),
            "developments": change.developments + development_ids,
            **note_turn(change, verdict, reported_at(claim)),
        }
    )


def keep_latest(reports: tuple[SourceReport, ...], stage: Stage) -> tuple[SourceReport, ...]:
    """As many reports as are kept: those of other stages go first, then the oldest."""
    surplus = len(reports) - MAX_REPORTS
    if surplus <= 0:
        return reports
    order = sorted(range(len(reports)), key=lambda place: reports[place].stage == stage)
    dropped = set(order[:surplus])
    return tuple(one for place, one in enumerate(reports) if place not in dropped)


def _open_change(
    row: LedgerRow, claim: MembershipClaim, development_ids: tuple[str, ...]
) -> MembershipChange:
    state = row.state
    before = PriorState.from_valid(**{name: getattr(state, name) for name in PRIOR_FIELDS})
    return MembershipChange.from_valid(
        action=claim.action,
        stage=claim.stage,
        stage_since=reported_at(claim),
        reports=(*list_confirming(row, claim), report_from(claim)),
        developments=development_ids,
        before=before,
    )


def _without_report(
    change: MembershipChange, reports: tuple[SourceReport, ...], development_ids: tuple[str, ...]
) -> MembershipChange:
    stage = change.stage
    if not any(report.stage == stage for report in reports):
        stage = max((report.stage for report in reports), key=STAGE_RANK.__getitem__)
    first = min(report.said_at for report in reports if report.stage == stage)
    return change.model_copy(
        update={
            "stage": stage,
            "stage_since": first,
            "reports": reports,
            "developments": change.developments + development_ids,
        }
    )


def _replace_change(
    changes: tuple[MembershipChange, ...], change: MembershipChange, verdict: ClaimVerdict
) -> tuple[MembershipChange, ...]:
    """A change that takes effect ends the others, which were about what was before.

    One more report of it ends none: they may have begun since.
    """
    if change.stage == "effective" and verdict.effect in {"opens", "moves"}:
        return (change,)
    return (*(other for other in changes if other.action != change.action), change)


def _fields_after(change: MembershipChange) -> StateFields:
    """Fields of the state that a change gives."""
    status, before = status_after(change), change.before
    fields: StateFields = {
        "status": status,
        "action": change.action,
        "stage": change.stage,
        "independent_sources": len(group_independent(change.current_reports())),
        "ordinal": _ordinal(change),
        "since": before.since,
        "until": before.until,
    }
    if status != before.status:
        fields |= {"since": _day(change), "until": None}
    if status == "former":
        fields |= {"since": before.since, "until": _day(change)}
    return fields


def _fields_before(change: MembershipChange) -> StateFields:
    """Fields of the state that were there before a change."""
    before = {name: getattr(change.before, name) for name in PRIOR_FIELDS}
    return {**before, "independent_sources": 0}


def status_after(change: MembershipChange) -> Status:
    """The status that the change leaves the membership in."""
    if change.stage == "effective":
        return TARGET_STATUS[change.action]
    opened = change.action == "join" and change.stage in {"applied", "approved"}
    return "candidate" if opened and change.before.status == "none" else change.before.status


def _ordinal(change: MembershipChange) -> int | None:
    said = [report.ordinal for report in change.reports if report.ordinal]
    return said[0] if said and change.action == "join" else change.before.ordinal


def _day(change: MembershipChange) -> DatedFact:
    """The day the articles give, else the day of the first that said so."""
    given = [report.effective_on for report in change.current_reports() if report.effective_on]
    return given[0] if given else DatedFact.from_valid(on=change.stage_since.date())


def note_claim(
    state: MembershipState, claim: MembershipClaim, verdict: ClaimVerdict, at: datetime
) -> StateFields:
    """Fields of the state with the claim in its history, one revision further."""
    entry = LedgerEntry.from_valid(
        claim_id=claim.claim_id,
        verdict=verdict.reason,
        action=claim.action,
        stage=claim.stage,
        article_id=claim.article.article_id,
        source=claim.article.source.name,
        url=claim.article.url,
        at=at,
    )
    conflicts = state.conflicts
    if verdict.contradiction and verdict.contradiction not in conflicts:
        conflicts = (*conflicts, verdict.contradiction)[-MAX_CONFLICTS:]
    return {
        "history": (*state.history, entry)[-MAX_HISTORY:],
        "conflicts": conflicts,
        "revision": state.revision + 1,
        "updated_at": at,
    }
