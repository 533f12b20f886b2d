"""The ledger in memory decides as the service does."""

from ledger_history import report
from pactwire.domain.ledger import InMemoryLedger, empty_row
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
