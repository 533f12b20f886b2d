"""The text of a ledger row, of which only what is new is encoded.

A row in the news has fifty entries of history and as many reports, and a claim adds one of each.
"""

from collections.abc import Iterable, Mapping

from pactwire.domain.ledger import LedgerRow
from pactwire_schemas import Value

PartTexts = dict[int, str]
"""The JSON of a row's entries and reports by their `id`; good for as long as the row is kept."""

FEW_PARTS = 16
"""So many are encoded with their row as fast as they are put together."""

HISTORY, REPORTS = '"history":[]', '"voices":[]'
"""What an empty list is written as; within a string its quotation marks would be escaped."""


def encode_row(row: LedgerRow, known: Mapping[int, str]) -> tuple[str, PartTexts]:
    """A row's JSON with the texts of its parts; `known` are texts of the row before it."""
    parts = list_parts(row)
    if len(parts) <= FEW_PARTS:
        return encode_part(row), {}
    texts = {id(part): known.get(id(part)) or encode_part(part) for part in parts}
    state = row.state.model_copy(update={"history": ()})
    changes = tuple(change.model_copy(update={"reports": ()}) for change in row.changes)
    frame = row.model_copy(update={"state": state, "changes": changes})
    text = fill(encode_part(frame), HISTORY, [(texts[id(one)] for one in row.state.history)])
    reports = [(texts[id(one)] for one in change.reports) for change in row.changes]
    return fill(text, REPORTS, reports), texts


def list_parts(row: LedgerRow) -> list[Value]:
    """What a row may have many of, and keeps from claim to claim."""
    parts: list[Value] = [*row.state.history]
    for change in row.changes:
        parts += change.reports
    return parts


def encode_part(part: Value) -> str:
    """A value's JSON as the store has it."""
    return part.to_json().decode()


def fill(text: str, empty: str, lists: Iterable[Iterable[str]]) -> str:
    """The text with its empty lists filled in their order."""
    pieces = text.split(empty)
    filled = [f"{empty[:-1]}{','.join(texts)}]" for texts in lists]
    return "".join(piece for pair in zip(pieces, [*filled, ""], strict=True) for piece in pair)
