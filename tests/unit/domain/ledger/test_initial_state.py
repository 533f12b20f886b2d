"""The opening balance: what the reference data knew on one day, and that it is no news."""

from dataclasses import dataclass
from datetime import date

import pytest

from ledger_history import Ledger
from pactwire.domain.ledger import (
    LedgerRow,
    build_initial_rows,
)
from pactwire_schemas import Party
from sample_events import claim


@dataclass(frozen=True)
class Period:
    organisation: str
    member: str
    since: date | None
    until: date | None = None
    status: str = "member"
    source: str = "the body's own list"
    since_precision: str = "day"
    until_precision: str = "day"


def opened(*periods: Period, on: date = date(2025, 11, 1)) -> dict[tuple[str, str], LedgerRow]:
    def party(entity: str) -> Party:
        return Party(entity_id=entity, name=entity)

    rows = build_initial_rows(periods, party, on)
    return {(row.state.organisation.entity_id, row.state.member.entity_id): row for row in rows}


def test_the_opening_balance_is_what_was_known_on_its_day() -> None:
    rows = opened(
        Period("x-eu", "GB", date(1973, 1, 1), date(2020, 2, 1)),
        Period("x-eu", "FR", date(1958, 1, 1)),
        Period("x-au", "ML", date(1963, 5, 25), date(2021, 6, 1)),
        Period("x-au", "ML", date(2021, 6, 1), status="suspended"),
        Period("x-coalition", "SY", date(2025, 11, 10)),
        Period("x-club", "CH", date(2024, 1, 1), date(2026, 1, 1)),
        Period("x-club", "NO", date(2024, 1, 1), date(2024, 6, 1), status="candidate"),
    )
    statuses = {pair: row.state.status for pair, row in rows.items()}
    assert statuses == {
        ("x-eu", "GB"): "former",
        ("x-eu", "FR"): "member",
        ("x-au", "ML"): "suspended",
        ("x-club", "CH"): "member",
        ("x-club", "NO"): "none",
    }
    assert rows["x-club", "CH"].state.until is None, "the end was still to come"
    assert rows["x-eu", "FR"].state.source == "the body's own list"
    assert rows["x-eu", "FR"].state.revision == 0


@pytest.mark.parametrize(
    ("spell", "action", "stage", "verdict"),
    [
        (Period("o", "m", date(2004, 5, 1)), "join", "effective", "reaffirmed"),
        (Period("o", "m", date(2004, 5, 1)), "join", "applied", "reaffirmed"),
        (Period("o", "m", date(2004, 5, 1)), "leave", "considered", "first"),
        (Period("o", "m", date(1973, 1, 1), date(2020, 2, 1)), "leave", "effective", "reaffirmed"),
        (Period("o", "m", date(1973, 1, 1), date(2020, 2, 1)), "join", "considered", "first"),
        (Period("o", "m", date(2022, 6, 1), status="candidate"), "join", "applied", "reaffirmed"),
        (Period("o", "m", date(2022, 6, 1), status="candidate"), "join", "approved", "advanced"),
        (Period("o", "m", date(2022, 6, 1), status="observer"), "join", "effective", "first"),
        (Period("o", "m", date(2021, 6, 1), status="suspended"), "suspend", "effective",
         "reaffirmed"),
        (Period("o", "m", date(2021, 6, 1), status="suspended"), "reinstate", "considered",
         "first"),
    ],
)  # fmt: skip
def test_what_the_reference_data_knows_is_no_news(
    spell: Period, action: str, stage: str, verdict: str
) -> None:
    ledger = Ledger(row=opened(spell)["o", "m"])
    assert ledger.add(claim(action, stage)) == verdict
