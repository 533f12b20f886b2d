"""Doubtful claims wait in the ledger until an independent source says the same."""

from ledger_history import Ledger, report
from pactwire.domain.ledger.doubting import trace_doubt
from pactwire_schemas import MembershipClaim
from pactwire_schemas.enrichment import Doubt, Stage
from sample_events import claim, later


def doubt(
    source: int, stage: Stage = "effective", days: int = 0, owner: str | None = None
) -> MembershipClaim:
    article = report(source, later(days=days), owner=owner or f"owner-{source}")
    return claim(
        "join", "considered", article=article, doubt=Doubt(stage=stage, reason="one reader alone")
    )


def told(*claims: MembershipClaim) -> list[str]:
    ledger = Ledger()
    for one in claims:
        ledger.add(one)
    return [f"{one.reason} {one.action} {one.stage}" for one in ledger.developments]


def test_a_doubtful_claim_alone_is_not_announced() -> None:
    assert told(doubt(1)) == []


def test_an_independent_source_that_says_the_same_settles_it() -> None:
    assert told(doubt(1), doubt(2, days=2)) == ["first join effective"]


def test_another_stage_another_owner_or_another_week_settles_nothing() -> None:
    assert told(doubt(1), doubt(2, "approved")) == []
    assert told(doubt(1), doubt(2, owner="owner-1")) == []
    assert told(doubt(1), doubt(2, days=20)) == []


def test_a_certain_claim_is_announced_at_once_and_what_was_doubtful_before_does_no_harm() -> None:
    assert told(doubt(1), claim(article=report(2))) == ["first join effective"]
    assert told(claim(article=report(2)), doubt(1)) == ["first join effective"]


def test_a_doubt_withdrawn_settles_nothing_later() -> None:
    withdrawn = claim("join", "considered", article=report(1, version=2), withdrawn=True)
    assert told(doubt(1), withdrawn, doubt(2)) == []


def test_a_confirmed_claim_counts_both_sources_from_then_on() -> None:
    ledger = Ledger()
    for one in (doubt(1), doubt(2), doubt(3)):
        ledger.add(one)
    assert ledger.row.state.status == "member"
    assert ledger.row.state.independent_sources == 3
    assert ledger.developments[0].independent_sources == 2


def state_of(held: MembershipClaim, *others: MembershipClaim, days: int = 1) -> str:
    return trace_doubt(held, [held, *others], later(days=days)).state


def test_a_doubtful_claim_is_held_back_confirmed_expired_or_withdrawn() -> None:
    held = doubt(1)
    assert state_of(held) == "held back"
    assert state_of(held, days=8) == "expired"
    assert state_of(held, doubt(2, days=2)) == "confirmed"
    assert state_of(held, claim(article=report(2)), days=30) == "confirmed"
    assert state_of(held, doubt(2, owner="owner-1")) == "held back"
    assert state_of(held, claim("leave", article=report(2))) == "held back"
    gone = claim("join", "considered", article=report(1, version=2), withdrawn=True)
    assert state_of(held, gone) == "withdrawn"


def test_a_source_that_took_its_word_back_confirms_nothing() -> None:
    firm = claim(article=report(2))
    gone = claim(article=report(2, version=2), withdrawn=True)
    assert state_of(doubt(1), firm, gone) == "held back"
