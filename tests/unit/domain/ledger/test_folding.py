"""Random histories: what the ledger holds depends on the claims alone, and so does what is said."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledger_history import Ledger
from ledger_walks import NEWS, outcome, walk, walks
from pactwire.domain.ledger import decide_claim, needs_log, set_log_aside
from pactwire.domain.ledger.folding import MAX_LOG
from pactwire.domain.ledger.recasting import shows_news
from pactwire_schemas import MembershipClaim
from sample_events import claim, later, reference

EXAMPLES = settings(max_examples=60, deadline=None)


@EXAMPLES
@given(walks, st.integers(0, 2**16))
def test_the_final_state_depends_only_on_the_set_of_claims(
    claims: list[MembershipClaim], seed: int
) -> None:
    shuffled = claims.copy()
    Random(seed).shuffle(shuffled)
    assert outcome(walk(shuffled).row) == outcome(walk(claims).row)


@EXAMPLES
@given(walks, st.data())
def test_repeats_and_partial_replays_change_nothing(
    claims: list[MembershipClaim], data: st.DataObject
) -> None:
    again = data.draw(st.lists(st.sampled_from(claims), max_size=10))
    once, twice = walk(claims), walk([*claims, *again])
    assert outcome(once.row) == outcome(twice.row)
    assert once.developments == twice.developments


@EXAMPLES
@given(walks)
def test_no_development_is_announced_twice(claims: list[MembershipClaim]) -> None:
    made = walk(claims).developments
    ids = [one.development_id for one in made]
    assert len(set(ids)) == len(ids)
    last: dict[str, tuple[str, str, str]] = {}
    status = "none"
    for one in made:
        if one.status_after != status:  # another change came between
            last.pop(one.change_id, None)
        status = one.status_after
        if one.reason not in NEWS:
            last.pop(one.change_id, None)
            continue
        said = one.action, one.stage, one.status_after
        assert last.get(one.change_id) != said, "the same news of the same change twice in a row"
        last[one.change_id] = said


@EXAMPLES
@given(walks)
def test_no_development_is_lost(claims: list[MembershipClaim]) -> None:
    ledger = Ledger()
    for one in claims:
        before, said = ledger.row, len(ledger.developments)
        ledger.add(one)
        moved = shows_news(before, ledger.row)
        disputed = any(change.disputed_at for change in ledger.row.changes)
        if moved and not disputed:
            assert len(ledger.developments) == said + 1, "the row has moved, and nobody hears of it"
            assert ledger.developments[-1].status_after == ledger.row.state.status


@EXAMPLES
@given(walks)
def test_every_claim_leaves_its_verdict_in_the_history_or_is_background(
    claims: list[MembershipClaim],
) -> None:
    ledger = Ledger()
    for one in claims:
        revision = ledger.row.state.revision
        verdict = ledger.add(one)
        assert ledger.row.state.revision == revision + (verdict != "background")


def test_a_million_claims_would_keep_the_row_small() -> None:
    ledger = Ledger()
    for number in range(150):
        said = later(minutes=number if number % 3 else number - 5)
        stage = "effective" if number > 60 else "applied"
        ledger.add(claim(stage=stage, article=reference(number, at=said)))
    assert len(ledger.row.log) <= MAX_LOG
    assert len(ledger.row.model_dump_json()) < 200_000
    assert ledger.row.state.status == "member"
    assert [one.stage for one in ledger.developments if one.reason in NEWS] == [
        "applied", "effective",
    ]  # fmt: skip


def test_a_withdrawal_of_a_claim_that_is_no_longer_logged_is_heard() -> None:
    ledger = Ledger()
    for number in range(MAX_LOG + 5):
        ledger.add(claim("join", "considered", article=reference(number, owner="one")))
    ledger.add(claim(article=reference(99, at=later(minutes=1))))
    for number in range(100, 100 + MAX_LOG):
        said = reference(number, owner="one", at=later(minutes=2))
        ledger.add(claim("join", "considered", article=said))
    logged = {one.claim.article.article_id for one in ledger.row.log}
    assert reference(99).article_id not in logged
    gone = claim(article=reference(99, at=later(minutes=1), version=2), withdrawn=True)
    assert ledger.add(gone) == "corrected"
    assert (ledger.row.state.status, ledger.row.state.stage) == ("none", "considered")


@EXAMPLES
@given(walks, st.integers(1, 4))
def test_rows_whose_logs_are_read_only_when_needed_come_to_the_same(
    claims: list[MembershipClaim], batch: int
) -> None:
    """As the store does it: a batch's logs stay unread unless one of its claims needs them."""
    whole, spared = Ledger(), Ledger()
    for first in range(0, len(claims), batch):
        few, stored = claims[first : first + batch], spared.row
        known = {one.claim.claim_id for one in stored.log}
        aside = set_log_aside(stored)
        if not needs_log(aside, few, known):
            spared.row = aside
        for one in few:
            assert spared.add(one) == whole.add(one)
        if spared.row.unread:
            log = (*stored.log, *spared.row.log)
            spared.row = spared.row.model_copy(
                update={"log": log, "base": stored.base, "unread": 0}
            )
        assert spared.row == whole.row
    assert spared.developments == whole.developments


def test_a_claim_in_order_needs_no_log_and_a_late_or_known_one_does() -> None:
    ledger = Ledger()
    for number in range(3):
        ledger.add(claim(article=reference(number, at=later(minutes=number))))
    row = set_log_aside(ledger.row)
    newer = [claim(article=reference(at, at=later(minutes=at))) for at in (7, 8)]
    late = claim(article=reference(9, at=later(minutes=1)))
    corrected = claim(article=reference(2, at=later(minutes=9), version=2))
    assert not needs_log(row, newer, ())
    assert needs_log(row, newer[::-1], ())
    assert needs_log(row, [late], ())
    assert needs_log(row, [corrected], ())
    assert needs_log(row, newer, {newer[0].claim_id})
    assert needs_log(row, [newer[0].model_copy(update={"withdrawn": True})], ())
    assert not needs_log(row, [late.model_copy(update={"background": True})], ())
    assert not needs_log(ledger.row, [late], ())
    with pytest.raises(ValueError, match="whole log"):
        decide_claim(row, late, later())


def test_a_log_that_is_full_is_needed() -> None:
    ledger = Ledger()
    for number in range(MAX_LOG - 1):
        ledger.add(claim(article=reference(number, at=later(minutes=number))))
    row = set_log_aside(ledger.row)
    said = [claim(article=reference(at, at=later(minutes=at))) for at in (90, 91)]
    assert not needs_log(row, said[:1], ())
    assert needs_log(row, said, ())
