"""Ledger rows that were read or written of late, each with the text that the store has of it.

A pair in the news comes with every batch, and to check its reports and its history anew costs more
than all else that is done with it. The text is read in each transaction all the same, and only a
row of that very text is taken, so what another process wrote counts at once.
"""

from collections import OrderedDict
from threading import Lock

from pactwire.domain.ledger import LedgerRow, set_log_aside

Pair = tuple[str, str]
"""An organisation's and a member's id."""


class RememberedRows:
    """Rows that were asked for last, with texts of so many characters at most; thread-safe."""

    def __init__(self, limit: int) -> None:
        """A row takes about ten bytes for each character of its text."""
        self._limit = limit
        self._size = 0
        self._rows: OrderedDict[Pair, tuple[str, LedgerRow]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._rows)

    def read(self, pair: Pair, body: str) -> LedgerRow:
        """The row of a pair from its text."""
        with self._lock:
            known = self._rows.get(pair)
            if known and known[0] == body:
                self._rows.move_to_end(pair)
                return known[1]
        row = LedgerRow.model_validate_json(body)
        self._keep(pair, body, row)
        return row

    def write(self, row: LedgerRow) -> str:
        """The text of a row, without its log: its number alone is kept there."""
        kept = set_log_aside(row)
        body = kept.model_dump_json(exclude_none=True)
        self._keep(pair_of_row(row), body, kept)
        return body

    def _keep(self, pair: Pair, body: str, row: LedgerRow) -> None:
        with self._lock:
            before = self._rows.pop(pair, None)
            self._rows[pair] = body, row
            self._size += len(body) - (len(before[0]) if before else 0)
            while self._size > self._limit and len(self._rows) > 1:
                _, (text, _) = self._rows.popitem(last=False)
                self._size -= len(text)


def pair_of_row(row: LedgerRow) -> Pair:
    """The organisation and the member that a row is of."""
    return row.state.organisation.entity_id, row.state.member.entity_id
