"""The ledger in memory decides as the service does."""

from ledger_history import report
from pactwire.domain.ledger import InMemoryLedger, empty_row
from pactwire.domain.ledger.deciding import decide_claim
from sample_events import COALITION, SYRIA, claim, later


def test_a_claim_is_judged_once_and_a_pair_is_remembered():
    ledger = InMemoryLedger([], frozenset())
    first = claim(article=report(1), ordinal=90)
    made = ledger.add_claim(first, later())
    assert made is not None
    assert made.reason == "first"
    assert ledger.add_claim(first, later()) is None
    second = ledger.add_claim(claim(article=report(2, later(minutes=5))), later(minutes=5))
    assert second is not None
    assert second.reason == "corroborated"


def test_a_number_that_another_member_has_is_a_contradiction():
    holder = empty_row(
        COALITION, SYRIA.model_copy(update={"entity_id": "IQ", "name": "Iraq"}), later()
    )
    state = holder.state.model_copy(update={"status": "member", "ordinal": 90})
    ledger = InMemoryLedger([holder.model_copy(update={"state": state})], frozenset())
    made = ledger.add_claim(claim(article=report(1), ordinal=90), later())
    assert made is not None
    assert made.reason == "conflict"


def test_many_reports_of_a_stage_that_is_past_do_not_push_out_those_of_the_present_one():
    ledger = InMemoryLedger([], frozenset())
    ledger.add_claim(claim(article=report(1)), later())
    for number in range(2, 90):
        at = later(minutes=number)
        wished = claim(article=report(number, at), stage="considered")
        assert ledger.add_claim(wished, at) is None
    again = ledger.add_claim(claim(article=report(90, later(minutes=90))), later(minutes=90))
    assert again is not None
    assert again.reason == "corroborated"


def test_a_row_that_lost_the_reports_of_its_stage_is_known_and_no_error():
    opened = claim(article=report(1))
    row = decide_claim(empty_row(opened.organisation, opened.member, later()), opened, later()).row
    change = row.changes[0]
    old = change.reports[0].model_copy(update={"stage": "considered"})
    stored = row.model_copy(update={"changes": (change.model_copy(update={"reports": (old,)}),)})
    again = claim(article=report(2, later(minutes=5)))
    assert decide_claim(stored, again, later(minutes=5)).development is None
