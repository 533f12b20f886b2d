"""What a claim amounts to, given the ledger's row. Changes nothing: `applying` does."""

from dataclasses import dataclass
from datetime import date, timedelta

from pactwire.domain.ledger.entries import (
    RANK,
    TARGET,
    Change,
    Row,
    apart,
    certainty,
    independent,
    said_at,
    voice_of,
)
from pactwire.domain.ledger.verdicts import Effect, Verdict, VerdictReason
from pactwire_schemas import MembershipClaim
from pactwire_schemas.ledger import Status

SAME_NEWS = timedelta(days=7)
"""How long other voices corroborate a report; after that they say again what is known."""

CLEARER = 0.1
"""By how much a claim must be surer for the same voice to count again."""

LEEWAY = 2
"""By how many a count may differ from the ledger's before it is a contradiction."""


@dataclass(frozen=True)
class Census:
    """What the rest of the ledger says about the numbers of a claim."""

    members: int | None = None
    """How many members the body has, when that is known for sure."""
    holder: str | None = None
    """Name of another member that has the claim's ordinal."""


UNCOUNTED = Census()


def judge(row: Row, claim: MembershipClaim, census: Census = UNCOUNTED) -> Verdict:
    """What the claim amounts to; the same row and claim always give the same verdict."""
    if claim.withdrawn:
        return _withdrawal(row, claim)
    if claim.background:
        return Verdict("background", "nothing", "The article recalls it; it is not its news.")
    change = row.concerning(claim)
    if change and (voice := change.voice_of(claim.claim_id)):
        return _again(row, claim, voice.version, _differs(change, claim))
    if _overtaken(row, claim):
        return Verdict(
            "background", "nothing", "The article is older than the ledger's last change."
        )
    verdict = _of_change(change, claim) if change else _of_status(row, claim)
    return _weighed(row, claim, census, verdict)


def _withdrawal(row: Row, claim: MembershipClaim) -> Verdict:
    change = row.holding(claim.claim_id)
    if change is None:
        return Verdict("background", "nothing", "It was withdrawn before it had counted.")
    left = tuple(voice for voice in change.voices if voice.claim_id != claim.claim_id)
    if not left:
        return Verdict(
            "retracted", "removes", f"{_publisher(claim)} withdrew it, and nobody else says so."
        )
    if any(voice.stage == change.stage for voice in left):
        others = len(independent(tuple(v for v in left if v.stage == change.stage)))
        return Verdict(
            "reaffirmed",
            "removes",
            f"{_publisher(claim)} withdrew it; {others} other still say so.",
        )
    return Verdict(
        "corrected", "removes", f"{_publisher(claim)} withdrew {change.stage}; less is still said."
    )


def _again(row: Row, claim: MembershipClaim, counted: int, differs: str | None) -> Verdict:
    if claim.article.version > counted and differs:
        return Verdict(
            "corrected", "amends", f"{_publisher(claim)} corrected its article: {differs}."
        )
    known = f"This article has been counted; the ledger has {row.state.status}."
    return Verdict("reaffirmed", "amends" if claim.article.version > counted else "notes", known)


def _differs(change: Change, claim: MembershipClaim) -> str | None:
    voice = change.voice_of(claim.claim_id)
    if voice is None:
        return None
    if voice.ordinal != claim.ordinal:
        return f"ordinal {claim.ordinal or 'none'} instead of {voice.ordinal or 'none'}"
    if voice.effective_on != claim.effective_on:
        return "another date"
    return None


def _overtaken(row: Row, claim: MembershipClaim) -> bool:
    if row.state.status == TARGET[claim.action]:
        return False
    settled = [fact.on for fact in (row.state.since, row.state.until) if fact]
    before_it: date = said_at(claim).date()
    return row.state.status != "none" and bool(settled) and before_it < max(settled)


def _of_status(row: Row, claim: MembershipClaim) -> Verdict:
    """Nobody has reported this change; the status may say that it is known all the same."""
    status = row.state.status
    if claim.stage == "rejected" and claim.action == "join" and status == "member":
        note = "rejected, but the ledger has a member"
        return Verdict("conflict", "notes", "The ledger has a member already.", note)
    if status == TARGET[claim.action] and claim.action != "reinstate":
        return Verdict("reaffirmed", "notes", f"Known already: {status}{_since(row)}.")
    if status == "suspended" and claim.action == "join" and claim.stage != "effective":
        return Verdict("reaffirmed", "notes", f"Known already: {status}{_since(row)}.")
    if (
        status == "candidate"
        and claim.action == "join"
        and claim.stage in {"considered", "applied"}
    ):
        return Verdict("reaffirmed", "notes", f"Known already: {status}{_since(row)}.")
    reason: VerdictReason = "advanced" if _awaited(status, claim) else "first"
    return Verdict(
        reason, "opens", f"The ledger had {status}{_since(row)}; this is {_said(claim)}."
    )


def _awaited(status: Status, claim: MembershipClaim) -> bool:
    return status == "candidate" and claim.action == "join" and claim.stage != "rejected"


def _of_change(change: Change, claim: MembershipClaim) -> Verdict:
    now, said = change.stage, claim.stage
    told = f"The ledger had {change.action} {now}; this is {_said(claim)}."
    if now == said:
        return _same_stage(change, claim)
    if now == "rejected":
        return (
            Verdict("reaffirmed", "counts", f"{told} Wishing again changes nothing.")
            if said == "considered"
            else Verdict("reversed", "moves", told)
        )
    if said == "rejected":
        return (
            Verdict("conflict", "notes", told, f"{change.action} rejected after it took effect")
            if now == "effective"
            else Verdict("reversed", "moves", told)
        )
    if RANK[said] > RANK[now]:
        return Verdict("advanced", "moves", told)
    return Verdict("reaffirmed", "counts", f"{told} That stage is past.")


def _same_stage(change: Change, claim: MembershipClaim) -> Verdict:
    voice, speaking = voice_of(claim), change.speaking()
    before, after = independent(speaking), independent((*speaking, voice))
    effect: Effect = "counts"
    passed = apart(voice, speaking[0])
    if passed > SAME_NEWS:
        return Verdict("reaffirmed", effect, f"Known already; {passed.days} days lie between.")
    if len(after) > len(before):
        return Verdict("corroborated", effect, f"{len(after)} independent sources say so now.")
    if voice.confidence >= certainty(speaking) + CLEARER:
        return Verdict("corroborated", effect, "Known already; this article says it more clearly.")
    return Verdict("reaffirmed", effect, "Known already; the voice is no new one.")


def _weighed(row: Row, claim: MembershipClaim, census: Census, verdict: Verdict) -> Verdict:
    """The verdict with the claim's numbers held against the ledger."""
    note = verdict.contradiction or _contradiction(row, claim, census, verdict.effect)
    if note is None:
        return verdict
    if note in row.state.conflicts and verdict.effect in {"notes", "counts"}:
        return Verdict("reaffirmed", verdict.effect, f"A conflict that is known: {note}.")
    return Verdict("conflict", verdict.effect, f"{verdict.explanation} But {note}.", note)


def _contradiction(row: Row, claim: MembershipClaim, census: Census, effect: Effect) -> str | None:
    if claim.action != "join" or claim.stage not in {"approved", "effective"}:
        return None
    if claim.ordinal and row.state.ordinal and claim.ordinal != row.state.ordinal:
        return f"it is called member {claim.ordinal}, and was called member {row.state.ordinal}"
    if claim.ordinal and census.holder:
        return f"member {claim.ordinal} is {census.holder}"
    if effect not in {"opens", "moves"} or census.members is None:
        return None
    return _miscounted(claim, census.members)


def _miscounted(claim: MembershipClaim, members: int) -> str | None:
    said = claim.ordinal or claim.member_count
    if said is None or abs(said - members - 1) <= LEEWAY:
        return None
    return f"it is said to make {said} members, and the ledger has {members} without it"


def _since(row: Row) -> str:
    fact = row.state.until if row.state.status == "former" else row.state.since
    return (
        f" since {fact.on.isoformat()[: {'year': 4, 'month': 7}.get(fact.precision)]}"
        if fact
        else ""
    )


def _said(claim: MembershipClaim) -> str:
    return f"{claim.action} {claim.stage}"


def _publisher(claim: MembershipClaim) -> str:
    return claim.article.source.name
