"""What the record of memberships says against a change."""

from datetime import date

import pytest

from pactwire.domain.extraction.known import ReportedChange, contradict_change
from pactwire.edges.reference import load_reference


@pytest.mark.parametrize(
    ("organisation", "member", "change", "on", "why"),
    [
        ("x-nato", "ES", "join rejected", "2020-01-01", "in force since 1982"),
        ("x-nato", "SE", "join rejected", "2023-01-01", None),
        ("x-nato", "SE", "join rejected", "2024-03-20", None),
        ("x-nato", "ES", "join", "2020-01-01", None),
        ("x-nato", "PE", "leave", "2020-01-01", "never a member"),
        ("x-nato", "ES", "leave", "2020-01-01", None),
        ("x-nato", "PE", "join", "2020-01-01", None),
        ("x-nato", "SE", "join", "2024-03-08", None),
        ("x-european-union", "GB", "leave", "2024-01-01", "no member shortly before"),
        ("x-european-union", "GB", "leave", "2020-02-01", None),
        ("x-nato", "ES", "reinstate", "2020-01-01", "in force since 1982"),
        ("x-un-human-rights-council", "US", "leave", "2018-06-19", None),
        ("x-un-human-rights-council", "KE", "expel", "2012-06-19", None),
        ("x-baltic-assembly-of-nowhere", "ES", "join", "2020-01-01", None),
    ],
)
def test_the_record_speaks_only_where_it_knows(
    organisation: str, member: str, change: str, on: str, why: str | None
) -> None:
    told = ReportedChange(organisation, member, *change.split())
    found = contradict_change(load_reference(), told, date.fromisoformat(on))
    assert (why is None and found is None) or (
        found is not None and why is not None and why in found
    )


def test_without_a_date_it_says_nothing() -> None:
    assert contradict_change(load_reference(), ReportedChange("x-nato", "ES", "join"), None) is None
