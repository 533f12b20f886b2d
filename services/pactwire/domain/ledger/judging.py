"""What a claim amounts to, given the ledger's row. Changes nothing: `applying` does."""

from dataclasses import dataclass
from datetime import date

from pactwire.domain.ledger.disputing import judge_settling, judge_turn
from pactwire.domain.ledger.entries import (
    CORROBORATION_WINDOW,
    STAGE_RANK,
    TARGET_STATUS,
    LedgerRow,
    MembershipChange,
    combined_confidence,
    group_independent,
    interval_between,
    report_from,
    reported_at,
)
from pactwire.domain.ledger.verdicts import ClaimVerdict, Effect, VerdictReason
from pactwire_schemas import MembershipClaim
from pactwire_schemas.enrichment import FIRM_STAGES
from pactwire_schemas.ledger import Status

CLEARER_BY = 0.1
"""By how much a claim must be surer for the same source to count again."""

COUNT_TOLERANCE = 2
"""By how many a count may differ from the ledger's before it is a contradiction."""


@dataclass(frozen=True)
class MemberCounts:
    """What the rest of the ledger says about the numbers of a claim."""

    members: int | None = None
    """How many members the body has, when that is known for sure."""
    holder: str | None = None
    """Name of another member that has the claim's ordinal."""


NO_COUNTS = MemberCounts()


def judge_claim(
    row: LedgerRow, claim: MembershipClaim, counts: MemberCounts = NO_COUNTS
) -> ClaimVerdict:
    """What the claim amounts to; the same row and claim always give the same verdict."""
    if claim.withdrawn:
        return _judge_withdrawal(row, claim)
    if claim.background:
        return ClaimVerdict("background", "nothing", "The article recalls it; it is not its news.")
    if claim.doubt:
        return ClaimVerdict(
            "doubtful",
            "waits",
            f"It waits for another source to say {claim.action} {claim.doubt.stage}: "
            f"{claim.doubt.reason}.",
        )
    change = row.change_about(claim)
    if change and (report := change.report_of(claim.claim_id)):
        return _judge_repeat(row, claim, report.version, _difference(change, claim))
    if _is_outdated(row, claim):
        return ClaimVerdict(
            "background", "nothing", "The article is older than the ledger's last change."
        )
    verdict = _judge_by_change(change, claim) if change else _judge_by_status(row, claim)
    return _check_numbers(row, claim, counts, verdict)


def _judge_withdrawal(row: LedgerRow, claim: MembershipClaim) -> ClaimVerdict:
    change = row.change_reported_in(claim.claim_id)
    if change is None:
        return _judge_uncounted(row, claim)
    left = tuple(report for report in change.reports if report.claim_id != claim.claim_id)
    if not left:
        return ClaimVerdict(
            "retracted", "removes", f"{_publisher(claim)} withdrew it, and nobody else says so."
        )
    if any(report.stage == change.stage for report in left):
        others = len(group_independent(tuple(v for v in left if v.stage == change.stage)))
        return ClaimVerdict(
            "reaffirmed",
            "removes",
            f"{_publisher(claim)} withdrew it; {others} other still "
            f"{'says' if others == 1 else 'say'} so.",
        )
    return ClaimVerdict(
        "corrected", "removes", f"{_publisher(claim)} withdrew {change.stage}; less is still said."
    )


def _judge_uncounted(row: LedgerRow, claim: MembershipClaim) -> ClaimVerdict:
    if any(one.report.claim_id == claim.claim_id for one in row.doubts):
        return ClaimVerdict("background", "forgets", "It was withdrawn while it was in doubt.")
    return ClaimVerdict("background", "nothing", "It was withdrawn before it had counted.")


def _judge_repeat(
    row: LedgerRow, claim: MembershipClaim, counted: int, differs: str | None
) -> ClaimVerdict:
    if claim.article.version > counted and differs:
        return ClaimVerdict(
            "corrected", "amends", f"{_publisher(claim)} corrected its article: {differs}."
        )
    known = f"This article has been counted; the ledger has {row.state.status}."
    return ClaimVerdict(
        "reaffirmed", "amends" if claim.article.version > counted else "notes", known
    )


def _difference(change: MembershipChange, claim: MembershipClaim) -> str | None:
    report = change.report_of(claim.claim_id)
    if report is None:
        return None
    if report.ordinal != claim.ordinal:
        return f"ordinal {claim.ordinal or 'none'} instead of {report.ordinal or 'none'}"
    if report.effective_on != claim.effective_on:
        return "another date"
    return None


def _is_outdated(row: LedgerRow, claim: MembershipClaim) -> bool:
    if row.state.status == TARGET_STATUS[claim.action]:
        return False
    settled = [fact.on for fact in (row.state.since, row.state.until) if fact]
    before_it: date = reported_at(claim).date()
    return row.state.status != "none" and bool(settled) and before_it < max(settled)


def _judge_by_status(row: LedgerRow, claim: MembershipClaim) -> ClaimVerdict:
    """Nobody has reported this change; the status may say that it is known all the same."""
    status = row.state.status
    if claim.stage == "rejected" and claim.action == "join" and status == "member":
        note = "rejected, but the ledger has a member"
        return ClaimVerdict("conflict", "notes", "The ledger has a member already.", note)
    if _is_known(status, claim):
        return ClaimVerdict(
            "reaffirmed",
            "notes",
            f"Known already: {status}{_format_since(row)}{_format_opening(row)}.",
        )
    reason: VerdictReason = "advanced" if _completes_candidacy(status, claim) else "first"
    return ClaimVerdict(
        reason,
        "opens",
        f"The ledger had {status}{_format_since(row)}; this is {_format_claim(claim)}.",
    )


def _is_known(status: Status, claim: MembershipClaim) -> bool:
    """Whether the status already says what the claim says."""
    if claim.action == "join" and status == "suspended":
        return claim.stage != "effective"
    if claim.action == "join" and status == "candidate":
        return claim.stage in {"considered", "applied"}
    return status == TARGET_STATUS[claim.action] and claim.action != "reinstate"


def _completes_candidacy(status: Status, claim: MembershipClaim) -> bool:
    return status == "candidate" and claim.action == "join" and claim.stage != "rejected"


def _judge_by_change(change: MembershipChange, claim: MembershipClaim) -> ClaimVerdict:
    now, said = change.stage, claim.stage
    because = f"The ledger had {change.action} {now}; this is {_format_claim(claim)}."
    if now == said:
        return judge_settling(change, claim) or _judge_same_stage(change, claim)
    if now == "rejected":
        return (
            ClaimVerdict("reaffirmed", "counts", f"{because} Wishing again changes nothing.")
            if said == "considered"
            else judge_turn(change, claim, because)
        )
    if said == "rejected":
        return (
            ClaimVerdict(
                "conflict", "notes", because, f"{change.action} rejected after it took effect"
            )
            if now == "effective"
            else judge_turn(change, claim, because)
        )
    if STAGE_RANK[said] > STAGE_RANK[now]:
        return ClaimVerdict("advanced", "moves", because)
    return ClaimVerdict("reaffirmed", "counts", f"{because} That stage is past.")


def _judge_same_stage(change: MembershipChange, claim: MembershipClaim) -> ClaimVerdict:
    report, current = report_from(claim), change.current_reports()
    effect: Effect = "counts"
    if not current:
        return ClaimVerdict("reaffirmed", effect, "Known already; who said it first is not kept.")
    passed = interval_between(report, current[0])
    if passed > CORROBORATION_WINDOW:
        return ClaimVerdict("reaffirmed", effect, f"Known already; {passed.days} days lie between.")
    groups = group_independent(current)
    if not any(report.has_source_of(other) for other in current):
        said = f"{len(groups) + 1} independent sources say so now."
        return ClaimVerdict("corroborated", effect, said)
    if report.confidence >= combined_confidence(groups) + CLEARER_BY:
        return ClaimVerdict(
            "corroborated", effect, "Known already; this article says it more clearly."
        )
    return ClaimVerdict("reaffirmed", effect, "Known already; the voice is no new one.")


def _check_numbers(
    row: LedgerRow, claim: MembershipClaim, counts: MemberCounts, verdict: ClaimVerdict
) -> ClaimVerdict:
    """The verdict with the claim's numbers held against the ledger."""
    note = verdict.contradiction or _contradiction(row, claim, counts, verdict.effect)
    if note is None or verdict.reason == "disputed":
        return verdict
    if note in row.state.conflicts and verdict.effect in {"notes", "counts"}:
        return ClaimVerdict("reaffirmed", verdict.effect, f"A conflict that is known: {note}.")
    return ClaimVerdict("conflict", verdict.effect, f"{verdict.explanation} But {note}.", note)


def _contradiction(
    row: LedgerRow, claim: MembershipClaim, counts: MemberCounts, effect: Effect
) -> str | None:
    if claim.action != "join" or claim.stage not in FIRM_STAGES:
        return None
    if claim.ordinal and row.state.ordinal and claim.ordinal != row.state.ordinal:
        low, high = sorted((claim.ordinal, row.state.ordinal))
        return f"it is called both member {low} and member {high}"
    if claim.ordinal and counts.holder:
        return f"member {claim.ordinal} is {counts.holder}"
    if effect not in {"opens", "moves"} or counts.members is None:
        return None
    return _count_contradiction(claim, counts.members)


def _count_contradiction(claim: MembershipClaim, members: int) -> str | None:
    said = claim.ordinal or claim.member_count
    if said is None or abs(said - members - 1) <= COUNT_TOLERANCE:
        return None
    return f"it is said to make {said} members, and the ledger has {members} without it"


def _format_opening(row: LedgerRow) -> str:
    """How the ledger knows it, when no article made it known: it opened with it."""
    if row.changes or not row.state.source:
        return ""
    day = "" if row.state.revision else f" of {row.state.updated_at:%Y-%m-%d}"
    return f", by the memberships{day} that the ledger opened with"


def _format_since(row: LedgerRow) -> str:
    fact = row.state.until if row.state.status == "former" else row.state.since
    return (
        f" since {fact.on.isoformat()[: {'year': 4, 'month': 7}.get(fact.precision)]}"
        if fact
        else ""
    )


def _format_claim(claim: MembershipClaim) -> str:
    return f"{claim.action} {claim.stage}"


def _publisher(claim: MembershipClaim) -> str:
    return claim.article.source.name
