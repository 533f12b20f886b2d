"""Ledger rows that were read or written of late, each with the text that the store has of it.

A pair in the news comes with every batch, and to check its reports and its history anew costs more
than all else that is done with it. The text is read in each transaction all the same, and only a
row of that very text is taken, so what another process wrote counts at once.
"""

from collections import OrderedDict
from threading import Lock
from typing import NamedTuple

from pactwire.domain.ledger import LedgerRow, set_log_aside
from pactwire.edges.store.row_texts import PartTexts, encode_row

Pair = tuple[str, str]
"""An organisation's and a member's id."""


class RememberedRow(NamedTuple):
    """A row with the text that the store has of it, and those of its parts that were encoded."""

    body: str
    row: LedgerRow
    parts: PartTexts


class RememberedRows:
    """Rows that were asked for last, with texts of so many characters at most; thread-safe."""

    def __init__(self, limit: int) -> None:
        """A row takes about ten bytes for each character of its text."""
        self._limit = limit
        self._size = 0
        self._rows: OrderedDict[Pair, RememberedRow] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._rows)

    def read(self, pair: Pair, body: str) -> LedgerRow:
        """The row of a pair from its text."""
        with self._lock:
            known = self._rows.get(pair)
            if known and known.body == body:
                self._rows.move_to_end(pair)
                return known.row
        row = LedgerRow.model_validate_json(body)
        self._keep(pair, RememberedRow(body, row, {}))
        return row

    def write(self, row: LedgerRow) -> str:
        """The text of a row, without its log: its number alone is kept there."""
        kept, pair = set_log_aside(row), pair_of_row(row)
        before = self._rows.get(pair)
        body, parts = encode_row(kept, before.parts if before else {})
        self._keep(pair, RememberedRow(body, kept, parts))
        return body

    def _keep(self, pair: Pair, remembered: RememberedRow) -> None:
        with self._lock:
            before = self._rows.pop(pair, None)
            self._rows[pair] = remembered
            self._size += len(remembered.body) - (len(before.body) if before else 0)
            while self._size > self._limit and len(self._rows) > 1:
                _, oldest = self._rows.popitem(last=False)
                self._size -= len(oldest.body)


def pair_of_row(row: LedgerRow) -> Pair:
    """The organisation and the member that a row is of."""
    return row.state.organisation.entity_id, row.state.member.entity_id
