"""A remembered row is the row of the text that the store has, and no other."""

from datetime import timedelta

import pytest

from pactwire.domain.ledger import LedgerRow, decide_claim, empty_row, set_log_aside
from pactwire.edges.store.remembered_rows import RememberedRows, pair_of_row
from sample_events import claim, later, reference

MANY = 1_000_000


def make_row(reports: int) -> LedgerRow:
    first = claim("join", "applied", article=reference(0, owner="o0"))
    row = empty_row(first.organisation, first.member, later())
    for number in range(reports):
        article = reference(number, owner=f"o{number}", at=later() + timedelta(minutes=number))
        row = decide_claim(row, claim("join", "applied", article=article), later()).row
    return row


def test_a_written_row_is_the_one_that_its_text_is_read_as() -> None:
    rows, row = RememberedRows(MANY), make_row(3)
    body = rows.write(row)
    read = rows.read(pair_of_row(row), body)
    assert rows.read(pair_of_row(row), body) is read
    assert RememberedRows(MANY).read(pair_of_row(row), body) == read
    assert (read.state, read.changes, read.doubts) == (row.state, row.changes, row.doubts)


def test_a_log_is_no_part_of_the_text_but_its_end_is() -> None:
    row = make_row(3)
    body = RememberedRows(MANY).write(row)
    read = RememberedRows(MANY).read(pair_of_row(row), body)
    assert (read.log, read.base) == ((), None)
    assert (read.unread, read.newest) == (len(row.log), row.newest)
    assert row.log[-1].claim.evidence.quote not in body


def test_another_text_of_the_same_pair_is_another_row() -> None:
    rows = RememberedRows(MANY)
    before, after = make_row(1), make_row(2)
    rows.write(before)
    written_elsewhere = RememberedRows(MANY).write(after)
    assert rows.read(pair_of_row(after), written_elsewhere).state == after.state
    assert rows.read(pair_of_row(after), written_elsewhere).state != before.state


def test_no_more_text_is_kept_than_was_asked_for() -> None:
    body = RememberedRows(MANY).write(make_row(1))
    rows = RememberedRows(2 * len(body))
    for member in "abcd":
        rows.read(("x-body", member), body)
    assert len(rows) == 2
    rows.read(("x-body", "d"), f"{body} ")
    assert len(rows) == 1


@pytest.mark.parametrize("forget", [True, False])
def test_a_text_of_known_parts_is_the_one_that_pydantic_writes(*, forget: bool) -> None:
    rows, row = RememberedRows(MANY), make_row(0)
    awkward = {"quote": 'he said "voices":[] and "history":[]', "ordinal": 90}
    for number, action in enumerate(["join", "leave", "join", "suspend", "join"] * 3):
        article = reference(number, owner=f"o{number}", at=later() + timedelta(minutes=number))
        said = claim(action, "applied", article=article, **awkward)
        row = decide_claim(row, said, later()).row
        body = rows.write(row)
        assert body == set_log_aside(row).model_dump_json(exclude_none=True)
        row = RememberedRows(MANY).read(pair_of_row(row), body) if forget else row
