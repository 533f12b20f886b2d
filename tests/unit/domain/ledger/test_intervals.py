"""Histories of memberships: intervals from reference data and articles, by valid and known time."""

from datetime import date
from itertools import pairwise

import pytest

from ledger_history import Ledger, report
from pactwire.domain.ledger import MembershipHistory, build_history, party_lookup, read_changes
from pactwire.domain.ledger.intervals import change_from_state
from pactwire.domain.reference import MembershipPeriod
from pactwire.edges.reference import load_reference
from pactwire_schemas import DatedFact
from sample_events import COALITION, SYRIA, claim, later

LEAGUE = "x-arab-league"


def period(since: str, until: str | None = None, status: str = "member") -> MembershipPeriod:
    ended = date.fromisoformat(until) if until else None
    begun = date.fromisoformat(since)
    return MembershipPeriod(COALITION.entity_id, "SY", begun, ended, status, "a list")


def outlined(history: MembershipHistory) -> list[str]:
    return [
        f"{one.status} {one.since.on if one.since else '?'} {one.until.on if one.until else 'now'}"
        for one in history.intervals
    ]


def history_of(ledger: Ledger, *periods: MembershipPeriod) -> MembershipHistory:
    return build_history(COALITION, SYRIA, periods, read_changes(ledger.developments))


def test_syria_in_the_arab_league_since_1945() -> None:
    reference = load_reference()
    party = party_lookup(reference)
    periods = [one for one in reference.membership_periods[LEAGUE] if one.member == "SY"]
    history = build_history(party(LEAGUE), party("SY"), periods)
    assert outlined(history) == [
        "member 1945-03-22 2011-11-16", "suspended 2011-11-16 2023-05-07", "member 2023-05-07 now",
    ]  # fmt: skip
    assert all(one.sources[0].text for one in history.intervals)
    standing = history.on(date(2015, 1, 1))
    assert standing
    assert standing.status == "suspended"
    assert history.on(date(1944, 1, 1)) is None


def test_an_article_begins_an_interval_and_names_its_claim() -> None:
    ledger = Ledger()
    said = claim(article=report(1), effective_on=DatedFact(on=date(2025, 11, 11)))
    ledger.add(said)
    (interval,) = history_of(ledger).intervals
    assert outlined(history_of(ledger)) == ["member 2025-11-11 now"]
    assert interval.sources[0].claim_id == said.claim_id
    assert interval.sources[0].known_at == later()


def test_what_reference_data_and_an_article_both_have_is_one_interval_with_two_sources() -> None:
    ledger = Ledger()
    ledger.add(claim(article=report(1)))
    history = history_of(ledger, period("2025-11-12"))
    assert outlined(history) == ["member 2025-11-12 now"]
    assert [one.text for one in history.intervals[0].sources] == ["a list", "Owner-1 Daily 1"]


def test_an_exit_told_by_an_article_ends_the_interval_and_says_who_told_it() -> None:
    ledger = Ledger()
    ledger.add(claim(article=report(1)))
    ledger.add(claim("leave", article=report(2, later(days=60))))
    history = history_of(ledger)
    assert outlined(history) == ["member 2025-11-10 2026-01-09"]
    assert history.intervals[0].ended_as == "leave"
    assert history.intervals[0].ended_by[0].text == "Owner-2 Daily 2"


def test_a_suspension_with_return_makes_three_intervals() -> None:
    ledger = Ledger()
    for days, action in ((0, "join"), (60, "suspend"), (200, "reinstate")):
        ledger.add(claim(action, article=report(days, later(days=days))))
    assert outlined(history_of(ledger)) == [
        "member 2025-11-10 2026-01-09", "suspended 2026-01-09 2026-05-29", "member 2026-05-29 now",
    ]  # fmt: skip


def test_a_retraction_takes_its_interval_back_and_before_it_stood() -> None:
    ledger = Ledger()
    ledger.add(claim(article=report(1)))
    ledger.add(claim(article=report(1, version=2), withdrawn=True))
    assert outlined(history_of(ledger)) == []
    before = build_history(COALITION, SYRIA, (), read_changes(ledger.developments[:1]))
    assert outlined(before) == ["member 2025-11-10 now"], "as it was known before"


def test_a_candidacy_that_is_completed_stays_on_record() -> None:
    ledger = Ledger()
    ledger.add(claim("join", "applied", article=report(1)))
    ledger.add(claim("join", "effective", article=report(2, later(days=90))))
    assert outlined(history_of(ledger)) == [
        "candidate 2025-11-10 2026-02-08", "member 2026-02-08 now",
    ]  # fmt: skip


def test_a_corrected_day_moves_the_interval() -> None:
    ledger = Ledger()
    for version, day in ((1, 11), (2, 20)):
        on = DatedFact(on=date(2025, 11, day))
        ledger.add(claim(article=report(1, version=version), effective_on=on))
    assert outlined(history_of(ledger)) == ["member 2025-11-20 now"]


def test_an_article_on_an_earlier_time_fits_between_what_is_known() -> None:
    ledger = Ledger()
    ledger.add(claim("suspend", article=report(1)))
    history = history_of(ledger, period("2000-01-01", "2026-06-01"), period("2026-06-01"))
    assert outlined(history) == [
        "member 2000-01-01 2025-11-10", "suspended 2025-11-10 2026-06-01", "member 2026-06-01 now",
    ]  # fmt: skip


def test_a_row_whose_developments_were_pruned_still_tells_its_last_change() -> None:
    ledger = Ledger()
    ledger.add(claim(article=report(1)))
    change = change_from_state(ledger.row.state)
    assert change
    assert outlined(build_history(COALITION, SYRIA, (), [change])) == ["member 2025-11-10 now"]


@pytest.mark.parametrize("body", ["x-nato", "x-arab-league", "x-ecowas", "x-african-union"])
def test_no_day_has_two_standings(body: str) -> None:
    reference = load_reference()
    party = party_lookup(reference)
    for member in reference.ever_members(body):
        periods = [one for one in reference.membership_periods[body] if one.member == member]
        intervals = build_history(party(body), party(member), periods).intervals
        for earlier, after in pairwise(intervals):
            assert earlier.until
            assert after.since
            assert earlier.until.on <= after.since.on
