"""Every reason and every effect of the ledger's verdicts, with the sentence that explains it."""

from typing import NamedTuple, get_args

import pytest

from ledger_history import Ledger, report
from pactwire.domain.ledger import (
    MATERIAL,
    NO_COUNTS,
    ClaimVerdict,
    Effect,
    LedgerRow,
    MemberCounts,
    VerdictReason,
    judge_claim,
)
from pactwire_schemas import MembershipClaim
from pactwire_schemas.enrichment import Doubt
from pactwire_schemas.ledger import Reason
from sample_events import claim, later


class Case(NamedTuple):
    """Claims the ledger has, the claim that comes, and what is decided on it."""

    before: tuple[MembershipClaim, ...]
    claim: MembershipClaim
    verdict: ClaimVerdict
    counts: MemberCounts = NO_COUNTS


APPLIED, APPROVED = (
    claim("join", "applied", article=report(1)),
    claim("join", "approved", article=report(1)),
)
JOINED = claim(article=report(1))
DOUBT = Doubt(stage="effective", reason="the reader sees no change")
DOUBTED = claim("join", "considered", article=report(1), doubt=DOUBT)
JOINED_AS_91 = claim(article=report(1), ordinal=91)
REJECTED = claim("join", "rejected", article=report(2, later(minutes=2)))
AFTER_EFFECT = "join rejected after it took effect"
OTHER_ORDINAL = "it is called both member 90 and member 91"
OTHER_COUNT = "it is said to make 90 members, and the ledger has 80 without it"

BY_TURNS = "join is confirmed and denied by turns"


def turn(number: int) -> MembershipClaim:
    """A report of the other side, twenty minutes after the last: even ones deny."""
    stage = "approved" if number % 2 else "rejected"
    return claim("join", stage, article=report(number, later(minutes=20 * number)))


CASES = {
    "nobody said so before": Case(
        (), JOINED, ClaimVerdict("first", "opens", "The ledger had none; this is join effective.")
    ),
    "a further stage": Case(
        (APPROVED,), claim(article=report(2)),
        ClaimVerdict("advanced", "moves", "The ledger had join approved; this is join effective."),
    ),
    "rejected": Case(
        (APPROVED,), REJECTED,
        ClaimVerdict("reversed", "moves", "The ledger had join approved; this is join rejected."),
    ),
    "approved after a rejection": Case(
        (REJECTED,), claim("join", "approved", article=report(3)),
        ClaimVerdict("reversed", "moves", "The ledger had join rejected; this is join approved."),
    ),
    "a second voice": Case(
        (JOINED,), claim(article=report(2)),
        ClaimVerdict("corroborated", "counts", "2 independent sources say so now."),
    ),
    "the same voice, surer": Case(
        (claim(article=report(1), confidence=0.3),), claim(article=report(2, owner="owner-1")),
        ClaimVerdict("corroborated", "counts", "Known already; this article says it more clearly."),
    ),
    "the same voice": Case(
        (JOINED,), claim(article=report(2, owner="owner-1")),
        ClaimVerdict("reaffirmed", "counts", "Known already; the voice is no new one."),
    ),
    "a stage that is past": Case(
        (JOINED,), claim("join", "considered", article=report(2)),
        ClaimVerdict("reaffirmed", "counts",
                "The ledger had join effective; this is join considered. That stage is past."),
    ),
    "wished again after a rejection": Case(
        (REJECTED,), claim("join", "considered", article=report(3)),
        ClaimVerdict("reaffirmed", "counts",
                     "The ledger had join rejected; this is join considered."
                " Wishing again changes nothing."),
    ),
    "after more than a week": Case(
        (JOINED,), claim(article=report(2, later(days=91))),
        ClaimVerdict("reaffirmed", "counts", "Known already; 91 days lie between."),
    ),
    "the same claim again": Case(
        (JOINED,), JOINED,
        ClaimVerdict("reaffirmed", "notes",
                     "This article has been counted; the ledger has member."),
    ),
    "a new version that says the same": Case(
        (JOINED,), claim(article=report(1, version=2)),
        ClaimVerdict("reaffirmed", "amends",
                     "This article has been counted; the ledger has member."),
    ),
    "withdrawn by one of two": Case(
        (JOINED, claim(article=report(2))), claim(article=report(1, version=2), withdrawn=True),
        ClaimVerdict(
            "reaffirmed", "removes", "Owner-1 Daily 1 withdrew it; 1 other still says so."
        ),
    ),
    "a count that differs": Case(
        (), claim(ordinal=90),
        ClaimVerdict("conflict", "opens",
                f"The ledger had none; this is join effective. But {OTHER_COUNT}.", OTHER_COUNT),
        MemberCounts(members=80),
    ),
    "an ordinal that differs": Case(
        (JOINED_AS_91,), claim(article=report(2), ordinal=90),
        ClaimVerdict("conflict", "counts",
                f"2 independent sources say so now. But {OTHER_ORDINAL}.", OTHER_ORDINAL),
    ),
    "denied and confirmed for the fourth time in six hours": Case(
        (APPROVED, *(turn(number) for number in (2, 3, 4))), turn(5),
        ClaimVerdict("disputed", "moves", "The ledger had join rejected; this is join approved."
                     " Confirmed or denied 4 times in 6 hours.", BY_TURNS),
    ),
    "once more, disputed already": Case(
        (APPROVED, *(turn(number) for number in (2, 3, 4, 5))), turn(6),
        ClaimVerdict("reaffirmed", "moves", "The ledger had join approved; this is join rejected."
                     " It is disputed already."),
    ),
    "one side's word in a dispute": Case(
        (APPROVED, *(turn(number) for number in (2, 3, 4, 5))), turn(7),
        ClaimVerdict("reaffirmed", "counts", "It is disputed; this is one side's word."),
    ),
    "a dispute that has settled": Case(
        (APPROVED, *(turn(number) for number in (2, 3, 4, 5))),
        claim("join", "approved", article=report(9, later(hours=30))),
        ClaimVerdict("reversed", "moves", "It was disputed, and has come to join approved."),
    ),
    "rejected after it took effect": Case(
        (JOINED,), REJECTED,
        ClaimVerdict("conflict", "notes", "The ledger had join effective; this is join rejected."
                f" But {AFTER_EFFECT}.", AFTER_EFFECT),
    ),
    "rejected once more after it took effect": Case(
        (JOINED, REJECTED), claim("join", "rejected", article=report(3, later(minutes=3))),
        ClaimVerdict("reaffirmed", "notes", f"A conflict that is known: {AFTER_EFFECT}."),
    ),
    "a corrected ordinal": Case(
        (JOINED_AS_91,), claim(article=report(1, version=2), ordinal=90),
        ClaimVerdict("corrected", "amends",
                "Owner-1 Daily 1 corrected its article: ordinal 90 instead of 91."),
    ),
    "a stage withdrawn, an earlier one still said": Case(
        (APPLIED, claim(article=report(2))), claim(article=report(2, version=2), withdrawn=True),
        ClaimVerdict("corrected", "removes",
                "Owner-2 Daily 2 withdrew effective; less is still said."),
    ),
    "withdrawn by the only voice": Case(
        (JOINED,), claim(article=report(1, version=2), withdrawn=True),
        ClaimVerdict("retracted", "removes",
                     "Owner-1 Daily 1 withdrew it, and nobody else says so."),
    ),
    "recalled history": Case(
        (), claim(background=True),
        ClaimVerdict("background", "nothing", "The article recalls it; it is not its news."),
    ),
    "withdrawn before it counted": Case(
        (), claim(withdrawn=True),
        ClaimVerdict("background", "nothing", "It was withdrawn before it had counted."),
    ),
    "doubtful": Case(
        (), DOUBTED,
        ClaimVerdict("doubtful", "waits", "It waits for another source to say join effective:"
                     " the reader sees no change."),
    ),
    "withdrawn while in doubt": Case(
        (DOUBTED,), claim("join", "considered", article=report(1, version=2), withdrawn=True),
        ClaimVerdict("background", "forgets", "It was withdrawn while it was in doubt."),
    ),
    "older than the last change": Case(
        (JOINED,), claim("leave", "considered", article=report(2, later(days=-900))),
        ClaimVerdict("background", "nothing",
                     "The article is older than the ledger's last change."),
    ),
}  # fmt: skip


def after(claims: tuple[MembershipClaim, ...]) -> LedgerRow:
    ledger = Ledger()
    for one in claims:
        ledger.add(one)
    return ledger.row


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_claim_is_judged_by_what_the_ledger_has(case: Case) -> None:
    row = after(case.before)
    assert judge_claim(row, case.claim, case.counts) == case.verdict
    assert judge_claim(row, case.claim, case.counts) == case.verdict, "judging changes nothing"


def test_every_reason_and_every_effect_has_a_case() -> None:
    assert {case.verdict.reason for case in CASES.values()} == set(get_args(VerdictReason))
    assert {case.verdict.effect for case in CASES.values()} == (
        set(get_args(Effect)) - {"recasts"}
    ), "a late claim recasts what came before: see test_recasting"


@pytest.mark.parametrize("reason", get_args(VerdictReason))
def test_only_what_is_news_becomes_a_development(reason: VerdictReason) -> None:
    material = ClaimVerdict(reason, "counts", "").material
    assert material is (reason not in {"reaffirmed", "background", "doubtful"})
    assert material is (reason in MATERIAL) is (reason in get_args(Reason))
