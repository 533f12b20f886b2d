"""Seeds the ledger: the memberships of one day, from the reference data, written once."""

from datetime import date

from pactwire.domain.ledger import LedgerRow, build_initial_rows, party_lookup
from pactwire.domain.reference import ReferenceData
from pactwire.edges.store import Store, ledgers, read_transaction, write_transaction
from pactwire.settings import LEDGER_OPENS


def seed_ledger(store: Store, reference: ReferenceData, on: date) -> bool:
    """Write the initial rows; True when there were none, or they were of other data or another day.

    Raises:
        Retryable: the store is away.
    """
    with write_transaction(store) as tx:
        return ledgers.write_opening_balance(
            tx, lambda: read_initial_rows(reference, on), f"{reference.version} {on.isoformat()}"
        )


def choose_opening_day(store: Store, configured: date | None) -> date:
    """The day that was set, else the one this ledger was opened with, else the default.

    Raises:
        Retryable: the store is away.
    """
    return configured or read_opening_day(store) or LEDGER_OPENS


def read_opening_day(store: Store) -> date | None:
    """The day a ledger was opened with; None before its first start."""
    with read_transaction(store) as tx:
        note = ledgers.read_opening_note(tx)
    return date.fromisoformat(note.rpartition(" ")[2]) if note else None


def read_initial_rows(reference: ReferenceData, on: date) -> list[LedgerRow]:
    """The memberships that the reference data has for a day."""
    periods = (period for of_body in reference.membership_periods.values() for period in of_body)
    return list(build_initial_rows(periods, party_lookup(reference), on))
