"""Dates of a claim, as exact as the text and counted from the publication."""

from datetime import date

import pytest

from marked_text import only_claim


def test_dates_are_as_exact_as_the_text():
    day = only_claim("[Chad|TD] will join [NATO|x-nato] on 1 May 2027.").effective_on
    month = only_claim("[Chad|TD] will join [NATO|x-nato] in May 2027.").effective_on

    assert (day.on, day.precision) == (date(2027, 5, 1), "day")
    assert (month.on, month.precision) == (date(2027, 5, 1), "month")


def test_weekdays_count_back_from_the_publication():
    claim = only_claim("[Chad|TD] applied to join [NATO|x-nato] on Monday.", "2026-05-06")

    assert claim.announced_on.on == date(2026, 5, 4)


@pytest.mark.parametrize(
    ("words", "on", "precision"),
    [
        ("three days ago", "2026-05-17", "day"),
        ("next year", "2027-01-01", "year"),
        ("a year from now", "2027-05-01", "month"),
        ("in six months' time", "2026-11-01", "month"),
        ("next January", "2027-01-01", "month"),
        ("on the 3rd of June", "2026-06-03", "day"),
        ("on Sunday, 7 June", "2026-06-07", "day"),
    ],
)
def test_relative_dates_count_from_the_publication(words, on, precision):
    fact = only_claim(f"[Chad|TD] will join [NATO|x-nato] {words}.", "2026-05-20")
    fact = fact.effective_on or fact.announced_on

    assert (fact.on.isoformat(), fact.precision) == (on, precision)
