"""Ledger rows that were read or written of late, each with the text that the store has of it.

A pair in the news comes with every batch, and checking the fifty claims in its row costs more than
all else that is done with it. The text is read in each transaction all the same, and only a row of
that very text is taken, so what another process wrote counts at once.
"""

from collections import OrderedDict
from threading import Lock

from pactwire.domain.ledger import LedgerRow

Pair = tuple[str, str]
"""An organisation's and a member's id."""


class RememberedRows:
    """Rows of so many pairs at most, those that were asked for last; thread-safe."""

    def __init__(self, limit: int) -> None:
        """A row takes up to half a megabyte."""
        self._limit = limit
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
        """The text of a row."""
        body = row.model_dump_json(exclude_none=True)
        self._keep((row.state.organisation.entity_id, row.state.member.entity_id), body, row)
        return body

    def _keep(self, pair: Pair, body: str, row: LedgerRow) -> None:
        with self._lock:
            self._rows[pair] = body, row
            self._rows.move_to_end(pair)
            if len(self._rows) > self._limit:
                self._rows.popitem(last=False)
