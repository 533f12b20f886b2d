"""Disputed changes: confirmed and denied by turns within hours, they make one alert, then none."""

from datetime import datetime, timedelta

from pactwire.domain.ledger.entries import MembershipChange, reported_at
from pactwire.domain.ledger.verdicts import ClaimVerdict
from pactwire_schemas import MembershipClaim

DISPUTE_WINDOW = timedelta(hours=6)
TOLERATED_TURNS = 3
"""So many turns within the window are news each; one more, and the change is disputed."""
MAX_TURNS = 8
"""The newest turns are kept."""


def judge_turn(change: MembershipChange, claim: MembershipClaim, because: str) -> ClaimVerdict:
    """A report of the opposite: a reversal, the beginning of a dispute, or one more turn of it."""
    at = reported_at(claim)
    if change.disputed_at and at - change.disputed_at <= DISPUTE_WINDOW:
        return ClaimVerdict("reaffirmed", "moves", f"{because} It is disputed already.")
    turns = [turn for turn in change.turns if at - turn <= DISPUTE_WINDOW]
    if len(turns) < TOLERATED_TURNS:
        return ClaimVerdict("reversed", "moves", because)
    note = f"{change.action} is confirmed and denied by turns"
    times = f"{len(turns) + 1} times in {DISPUTE_WINDOW // timedelta(hours=1)} hours"
    return ClaimVerdict("disputed", "moves", f"{because} Confirmed or denied {times}.", note)


def judge_settling(change: MembershipChange, claim: MembershipClaim) -> ClaimVerdict | None:
    """A report of the stage a dispute has come to; None when there is no dispute."""
    if change.disputed_at is None:
        return None
    if reported_at(claim) - change.disputed_at <= DISPUTE_WINDOW:
        return ClaimVerdict("reaffirmed", "counts", "It is disputed; this is one side's word.")
    said = f"{change.action} {change.stage}"
    return ClaimVerdict("reversed", "moves", f"It was disputed, and has come to {said}.")


def note_turn(change: MembershipChange, verdict: ClaimVerdict, at: datetime) -> dict[str, object]:
    """What a verdict that moves a change leaves of its turns and its dispute."""
    if verdict.reason == "advanced" or verdict.effect != "moves":
        return {}
    turns = (*change.turns, at)[-MAX_TURNS:]
    return {"turns": turns, "disputed_at": None if verdict.reason == "reversed" else at}
