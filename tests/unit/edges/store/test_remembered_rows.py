"""A remembered row is the row of the text that the store has, and no other."""

from datetime import timedelta

from pactwire.domain.ledger import LedgerRow, decide_claim, empty_row
from pactwire.edges.store.remembered_rows import Pair, RememberedRows
from sample_events import claim, later, reference


def make_row(reports: int) -> LedgerRow:
    first = claim("join", "applied", article=reference(0, owner="o0"))
    row = empty_row(first.organisation, first.member, later())
    for number in range(reports):
        article = reference(number, owner=f"o{number}", at=later() + timedelta(minutes=number))
        row = decide_claim(row, claim("join", "applied", article=article), later()).row
    return row


def pair_of(row: LedgerRow) -> Pair:
    return row.state.organisation.entity_id, row.state.member.entity_id


def test_a_written_row_is_the_one_that_its_text_is_read_as() -> None:
    rows, row = RememberedRows(2), make_row(3)
    body = rows.write(row)
    assert rows.read(pair_of(row), body) is row
    assert RememberedRows(2).read(pair_of(row), body) == row


def test_another_text_of_the_same_pair_is_another_row() -> None:
    rows = RememberedRows(2)
    before, after = make_row(1), make_row(2)
    rows.write(before)
    written_elsewhere = after.model_dump_json(exclude_none=True)
    assert rows.read(pair_of(after), written_elsewhere) == after
    assert rows.read(pair_of(after), written_elsewhere) != before


def test_no_more_rows_are_kept_than_were_asked_for() -> None:
    rows = RememberedRows(2)
    body = make_row(1).model_dump_json(exclude_none=True)
    for member in "abcd":
        rows.read(("x-body", member), body)
    assert len(rows) == 2
