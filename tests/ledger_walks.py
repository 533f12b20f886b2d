"""Random histories of claims on one membership, and what must hold of the ledger after them."""

from typing import Any

from hypothesis import strategies as st

from ledger_history import Ledger
from pactwire.domain.ledger import LedgerRow
from pactwire_schemas import MembershipClaim
from pactwire_schemas.enrichment import Doubt
from sample_events import claim, later, reference

ACTIONS = ["join", "leave", "suspend", "expel", "reinstate"]
STAGES = ["considered", "applied", "approved", "effective", "rejected"]
NEWS = {"first", "advanced", "reversed"}
BY_ARRIVAL = {"history", "revision", "updated_at"}
"""Fields of the public state that tell in which order claims came."""


@st.composite
def walked_claims(draw: st.DrawFn) -> MembershipClaim:
    """A claim of one of few articles, so that versions, withdrawals and repeats meet."""
    number, version = draw(st.integers(0, 6)), draw(st.integers(1, 3))
    action, stage = draw(st.sampled_from(ACTIONS)), draw(st.sampled_from(STAGES))
    at = later(hours=draw(st.sampled_from([0, 1, 2, 5, 9, 30, 200])) + number / 10)
    article = reference(number, owner=f"owner-{number % 4}", at=at, version=version)
    given: dict[str, Any] = {"withdrawn": draw(st.integers(0, 5)) == 0}
    if action == "join" and draw(st.integers(0, 3)) == 0:
        given["ordinal"] = draw(st.sampled_from([90, 91]))
    if not given["withdrawn"] and draw(st.integers(0, 4)) == 0:
        given["doubt"] = Doubt(stage=stage, reason="one reader alone")
        stage = "considered"
    return claim(action, stage, article=article, **given)


walks = st.lists(walked_claims(), min_size=1, max_size=14, unique_by=lambda one: one.event_id)


def walk(claims: list[MembershipClaim]) -> Ledger:
    """The ledger after the claims, each judged once, as the store sees to it."""
    ledger, judged = Ledger(), set()
    for one in claims:
        if one.event_id not in judged:
            judged.add(one.event_id)
            ledger.add(one)
    return ledger


def outcome(row: LedgerRow) -> dict[str, Any]:
    """All that a row says but the order in which claims came."""
    changes = [
        change.model_dump(mode="json", exclude={"developments"})
        for change in sorted(row.changes, key=lambda change: change.action)
    ]
    return {
        "state": row.state.model_dump(mode="json", exclude=BY_ARRIVAL),
        "changes": changes,
        "doubts": [one.model_dump(mode="json") for one in row.doubts],
        "log": [one.model_dump(mode="json") for one in row.log],
    }
