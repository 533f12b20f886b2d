"""The topic held against the store."""

from pactwire.domain.ledger import empty_row
from pactwire.domain.ledger.publishing import compare_states
from sample_events import COALITION, SYRIA, later

STATE = empty_row(COALITION, SYRIA, later()).state.model_copy(update={"revision": 2})
KEY = STATE.subject


def test_equal_states_have_no_difference() -> None:
    assert compare_states({KEY: STATE}, {KEY: STATE}) == []
    assert compare_states({}, {}) == []


def test_every_difference_is_named() -> None:
    older = STATE.model_copy(update={"revision": 1})
    other = STATE.model_copy(update={"status": "member"})
    differences = [
        compare_states(stored, published)[0].reason
        for stored, published in (
            ({KEY: STATE}, {}), ({}, {KEY: STATE}), ({KEY: STATE}, {KEY: older}),
            ({KEY: STATE}, {KEY: other}),
        )
    ]  # fmt: skip
    assert differences == [
        "revision 2 is in the store, but was never published",
        "published, but not in the store",
        "the store has revision 2, the topic 1",
        "revision 2 differs in status",
    ]
