"""What the ledger's row is after a claim. Follows the verdict, decides nothing itself."""

from datetime import datetime
from typing import Any

from pactwire.domain.identity import development_id
from pactwire.domain.ledger.entries import (
    RANK,
    TARGET,
    Before,
    Change,
    Row,
    Voice,
    independent,
    said_at,
    voice_of,
)
from pactwire.domain.ledger.verdicts import Verdict
from pactwire_schemas import DatedFact, LedgerEntry, MembershipClaim, MembershipState
from pactwire_schemas.ledger import Status

HISTORY = 50
VOICES = 64
"""The newest voices are kept; the claims table has them all."""
CONFLICTS = 20


def apply(row: Row, claim: MembershipClaim, verdict: Verdict, at: datetime) -> Row:
    """The row with the claim in it; the same row when the claim has no effect."""
    if verdict.effect == "nothing":
        return row
    change = _changed(row, claim, verdict)
    changes, state = row.changes, row.state
    if change:
        changes = _with(row.changes, change)
        state = row.state if _aside(row, change, verdict) else _restated(row.state, change)
    elif verdict.effect == "removes":
        removed = row.holding(claim.claim_id)
        changes = tuple(other for other in row.changes if other is not removed)
        state = _restored(row.state, removed) if removed else row.state
    noted = _noted(state, claim, verdict, at)
    return Row(state=noted, changes=changes)


def _aside(row: Row, change: Change, verdict: Verdict) -> bool:
    """Whether only another change than the one the state tells of was spoken for."""
    quiet = verdict.effect in {"counts", "amends"}
    return quiet and row.state.action not in {None, change.action}


def _changed(row: Row, claim: MembershipClaim, verdict: Verdict) -> Change | None:
    """The change as the claim leaves it; None when the claim touches none or ends it."""
    told = (development_id(claim.event_id, verdict.reason),) if verdict.material else ()
    if verdict.effect == "opens":
        return _opened(row, claim, told)
    change = row.concerning(claim)
    if change is None or verdict.effect == "notes":
        return None
    voices = tuple(v for v in change.voices if v.claim_id != claim.claim_id)
    if verdict.effect == "removes":
        return _fallen_back(change, voices, told) if voices else None
    update: dict[str, Any] = {
        "voices": (*voices, voice_of(claim))[-VOICES:],
        "developments": change.developments + told,
    }
    if verdict.effect == "moves":
        update |= {"stage": claim.stage, "stage_since": said_at(claim)}
    return change.model_copy(update=update)


def _opened(row: Row, claim: MembershipClaim, told: tuple[str, ...]) -> Change:
    state = row.state
    before = Before(**{name: getattr(state, name) for name in Before.model_fields})
    return Change(
        action=claim.action,
        stage=claim.stage,
        stage_since=said_at(claim),
        voices=(voice_of(claim),),
        developments=told,
        before=before,
    )


def _fallen_back(change: Change, voices: tuple[Voice, ...], told: tuple[str, ...]) -> Change:
    stage = change.stage
    if not any(voice.stage == stage for voice in voices):
        stage = max((voice.stage for voice in voices), key=RANK.__getitem__)
    first = min(voice.said_at for voice in voices if voice.stage == stage)
    return change.model_copy(
        update={
            "stage": stage,
            "stage_since": first,
            "voices": voices,
            "developments": change.developments + told,
        }
    )


def _with(changes: tuple[Change, ...], change: Change) -> tuple[Change, ...]:
    """A change that took effect ends the others: they were about what was before."""
    if change.stage == "effective":
        return (change,)
    return (*(other for other in changes if other.action != change.action), change)


def _restated(state: MembershipState, change: Change) -> MembershipState:
    status, before = status_after(change), change.before
    update: dict[str, Any] = {
        "status": status,
        "action": change.action,
        "stage": change.stage,
        "independent_sources": len(independent(change.speaking())),
        "ordinal": _ordinal(change),
        "since": before.since,
        "until": before.until,
    }
    if status != before.status:
        update |= {"since": _day(change), "until": None}
    if status == "former":
        update |= {"since": before.since, "until": _day(change)}
    return state.model_copy(update=update)


def _restored(state: MembershipState, change: Change) -> MembershipState:
    before = {name: getattr(change.before, name) for name in Before.model_fields}
    return state.model_copy(update={**before, "independent_sources": 0})


def status_after(change: Change) -> Status:
    """The status that the change leaves the membership in."""
    if change.stage == "effective":
        return TARGET[change.action]
    opened = change.action == "join" and change.stage in {"applied", "approved"}
    return "candidate" if opened and change.before.status == "none" else change.before.status


def _ordinal(change: Change) -> int | None:
    said = [voice.ordinal for voice in change.voices if voice.ordinal]
    return said[0] if said and change.action == "join" else change.before.ordinal


def _day(change: Change) -> DatedFact:
    """The day the articles give, else the day of the first that said so."""
    given = [voice.effective_on for voice in change.speaking() if voice.effective_on]
    return given[0] if given else DatedFact(on=change.stage_since.date())


def _noted(
    state: MembershipState, claim: MembershipClaim, verdict: Verdict, at: datetime
) -> MembershipState:
    entry = LedgerEntry(
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
        conflicts = (*conflicts, verdict.contradiction)[-CONFLICTS:]
    return state.model_copy(
        update={
            "history": (*state.history, entry)[-HISTORY:],
            "conflicts": conflicts,
            "revision": state.revision + 1,
            "updated_at": at,
        }
    )
