"""The ledger's judgement: what is news about a membership, and what has been said before."""

from datetime import UTC, date, datetime
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_history import Ledger, report
from pactwire.domain.ledger import (
    LedgerRow,
    MemberCounts,
    empty_row,
    judge_claim,
)
from pactwire_schemas import MembershipClaim
from sample_events import claim, later, reference


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.mark.parametrize(
    ("steps", "verdicts"),
    [
        ([("join", "effective")], ["first"]),
        ([("join", "considered"), ("join", "applied"), ("join", "approved"), ("join", "effective")],
         ["first", "advanced", "advanced", "advanced"]),
        ([("join", "effective"), ("join", "considered")], ["first", "reaffirmed"]),
        ([("join", "applied"), ("join", "rejected")], ["first", "reversed"]),
        ([("join", "applied"), ("join", "rejected"), ("join", "considered")],
         ["first", "reversed", "reaffirmed"]),
        ([("join", "applied"), ("join", "rejected"), ("join", "approved")],
         ["first", "reversed", "reversed"]),
        ([("leave", "approved"), ("leave", "rejected")], ["first", "reversed"]),
        ([("join", "effective"), ("leave", "considered"), ("leave", "effective"),
          ("join", "considered")], ["first", "first", "advanced", "first"]),
        ([("join", "effective"), ("suspend", "effective"), ("reinstate", "effective")],
         ["first", "first", "first"]),
        ([("suspend", "effective"), ("reinstate", "effective"), ("join", "effective")],
         ["first", "first", "corroborated"]),
        ([("expel", "effective"), ("leave", "effective")], ["first", "corroborated"]),
        ([("join", "rejected")], ["first"]),
        ([("join", "effective"), ("join", "rejected")], ["first", "conflict"]),
    ],
)  # fmt: skip
def test_each_stage_is_news_once(
    ledger: Ledger, steps: list[tuple[str, str]], verdicts: list[str]
) -> None:
    reasons = [
        ledger.add(claim(action, stage, article=report(number, later(hours=number))))
        for number, (action, stage) in enumerate(steps)
    ]
    assert reasons == verdicts


def test_ten_articles_are_one_development_with_ten_sources_on_record(ledger: Ledger) -> None:
    reasons = [ledger.add(claim(article=report(n, later(minutes=n)))) for n in range(10)]
    assert reasons == ["first"] + ["corroborated"] * 9
    assert ledger.row.state.independent_sources == 10
    assert len(ledger.row.state.history) == 10
    first, *others = ledger.developments
    assert first.references == ()
    assert all(other.references[0] == first.development_id for other in others)
    assert 0.8 < others[0].confidence < 1


def test_welcomed_again_in_february_is_a_record_and_no_news(ledger: Ledger) -> None:
    assert ledger.add(claim(article=report(1), ordinal=90)) == "first"
    assert ledger.add(claim(article=report(2, later(days=91)), ordinal=90)) == "reaffirmed"
    assert [entry.verdict for entry in ledger.row.state.history] == ["first", "reaffirmed"]
    assert ledger.row.state.status == "member"
    assert ledger.row.state.since
    assert ledger.row.state.since.on == date(2025, 11, 10)
    assert len(ledger.developments) == 1


def test_an_article_without_a_date_is_compared_by_its_arrival(ledger: Ledger) -> None:
    much_later = later(days=300)
    ledger.add(claim(article=report(1, much_later, published_at=None)))
    dated = report(2, later(), received_at=later(days=300, hours=1))
    assert ledger.add(claim(article=dated)) == "corroborated"
    late = report(3, later(days=310), published_at=None)
    assert ledger.add(claim(article=late)) == "reaffirmed"


@pytest.mark.parametrize(
    "copy",
    [
        report(2, owner="owner-1"),
        report(2, content_hash=report(1).content_hash),
        report(2, source=report(1).source.model_copy(update={"name": "Sister Title"})),
    ],
    ids=["same owner", "same text", "same producer"],
)
def test_one_voice_in_two_papers_counts_once(ledger: Ledger, copy) -> None:
    ledger.add(claim(article=report(1)))
    assert ledger.add(claim(article=copy)) == "reaffirmed"
    assert ledger.row.state.independent_sources == 1


def test_the_same_sentence_under_another_headline_is_no_second_voice(ledger: Ledger) -> None:
    ledger.add(claim(article=report(1), quote="Syria has joined, the envoy said."))
    assert ledger.add(claim(article=report(2), quote="Syria has  JOINED, the envoy said.")) == (
        "reaffirmed"
    )


def test_a_clearer_report_of_the_same_voice_counts_again(ledger: Ledger) -> None:
    ledger.add(claim(article=report(1), confidence=0.3))
    assert ledger.add(claim(article=report(2, owner="owner-1"), confidence=0.9)) == "corroborated"
    assert ledger.developments[-1].independent_sources == 1
    assert ledger.developments[-1].confidence == 0.9


def test_recalled_history_changes_nothing(ledger: Ledger) -> None:
    before = ledger.row
    assert ledger.add(claim(background=True)) == "background"
    assert ledger.row == before


def test_an_old_article_does_not_undo_what_came_after_it(ledger: Ledger) -> None:
    ledger.add(claim(article=report(1)))
    assert (
        ledger.add(claim("leave", "considered", article=report(2, later(days=-900))))
        == "background"
    )


@pytest.mark.parametrize(
    ("counts", "ordinal", "verdict"),
    [
        (MemberCounts(members=89), 90, "first"),
        (MemberCounts(members=88), 90, "first"),
        (MemberCounts(members=80), 90, "conflict"),
        (MemberCounts(members=95), 90, "conflict"),
        (MemberCounts(holder="Armenia"), 90, "conflict"),
        (MemberCounts(members=89, holder="Armenia"), 90, "conflict"),
        (MemberCounts(), 90, "first"),
        (MemberCounts(members=40), None, "first"),
    ],
)
def test_a_number_is_held_against_the_ledger(
    ledger: Ledger, counts: MemberCounts, ordinal: int | None, verdict: str
) -> None:
    assert ledger.add(claim(ordinal=ordinal), counts) == verdict
    assert ledger.row.state.status == "member", "the change is real all the same"
    assert bool(ledger.row.state.conflicts) == (verdict == "conflict")


def test_another_number_for_the_same_member_is_one_conflict(ledger: Ledger) -> None:
    ledger.add(claim(article=report(1), ordinal=90))
    assert ledger.add(claim(article=report(2, later(minutes=1)), ordinal=91)) == "conflict"
    assert ledger.add(claim(article=report(3, later(minutes=2)), ordinal=91)) == "reaffirmed"
    assert len(ledger.row.state.conflicts) == 1


def test_a_corrected_number_becomes_a_correction(ledger: Ledger) -> None:
    ledger.add(claim(article=report(1), ordinal=91))
    assert ledger.add(claim(article=report(1, version=2), ordinal=90)) == "corrected"
    assert ledger.row.state.ordinal == 90
    assert ledger.developments[-1].references == (ledger.developments[0].development_id,)


def test_the_only_voice_withdrawn_restores_what_was_before(ledger: Ledger) -> None:
    ledger.add(claim(article=report(1), ordinal=90))
    gone = claim(article=report(1, version=2, pub_status="canceled"), withdrawn=True)
    assert ledger.add(gone) == "retracted"
    state = ledger.row.state
    assert (state.status, state.stage, state.since, state.ordinal) == ("none", None, None, None)
    assert ledger.developments[-1].references == (ledger.developments[0].development_id,)
    assert ledger.add(gone) == "background"


def test_one_of_two_voices_withdrawn_changes_no_status(ledger: Ledger) -> None:
    ledger.add(claim(article=report(1)))
    ledger.add(claim(article=report(2)))
    assert ledger.add(claim(article=report(1, version=2), withdrawn=True)) == "reaffirmed"
    assert ledger.row.state.status == "member"
    assert ledger.row.state.independent_sources == 1


def test_a_withdrawn_stage_falls_back_to_what_is_still_said(ledger: Ledger) -> None:
    ledger.add(claim("join", "applied", article=report(1)))
    ledger.add(claim("join", "effective", article=report(2)))
    gone = claim("join", "effective", article=report(2, version=2), withdrawn=True)
    assert ledger.add(gone) == "corrected"
    assert (ledger.row.state.status, ledger.row.state.stage) == ("candidate", "applied")
    assert ledger.developments[-1].stage == "applied"


def test_said_again_after_a_retraction_is_a_development_with_a_new_id(ledger: Ledger) -> None:
    ledger.add(claim(article=report(1)))
    ledger.add(claim(article=report(1, version=2), withdrawn=True))
    assert ledger.add(claim(article=report(1, version=3))) == "first"
    ids = [development.development_id for development in ledger.developments]
    assert len(set(ids)) == 3


any_claims = st.builds(
    lambda number, action, stage, owner, hours, background: claim(
        action, stage, background=background,
        article=reference(number, owner=f"owner-{owner}", at=later(hours=hours)),
    ),
    st.integers(0, 8),
    st.sampled_from(["join", "leave", "suspend", "expel", "reinstate"]),
    st.sampled_from(["considered", "applied", "approved", "effective", "rejected"]),
    st.integers(0, 4),
    st.integers(0, 400),
    st.booleans(),
)  # fmt: skip


@given(st.lists(any_claims, max_size=12))
def test_saying_it_all_again_at_once_is_never_news(claims: list[MembershipClaim]) -> None:
    for incoming in claims:
        ledger = Ledger()
        first = ledger.add(incoming)
        row, count = ledger.row, len(ledger.developments)
        assert ledger.add(incoming) in {"reaffirmed", "background"}
        assert len(ledger.developments) == count
        assert (ledger.row.state.status, ledger.row.changes) == (row.state.status, row.changes)
        assert first in {"first", "background"}


# A claim that comes twice finds its row in the store and is never judged again.
@given(st.lists(any_claims, max_size=15, unique_by=lambda one: one.event_id))
def test_any_history_keeps_the_row_sound(claims: list[MembershipClaim]) -> None:
    ledger = Ledger()
    for incoming in claims:
        revision = ledger.row.state.revision
        verdict = ledger.add(incoming)
        assert ledger.row.state.revision == revision + (verdict != "background")
        assert LedgerRow.model_validate_json(ledger.row.model_dump_json()) == ledger.row
        effective = [c for c in ledger.row.changes if c.stage == "effective"]
        assert len(effective) <= 1
    ids = [development.development_id for development in ledger.developments]
    assert len(set(ids)) == len(ids), "no development is made twice"


@given(st.permutations([(1, 0.8), (2, 0.5), (3, 0.9), (1, 0.4)]))
def test_the_order_of_corroborations_does_not_change_how_much_is_news(
    voices: list[tuple[int, float]],
) -> None:
    ledger = Ledger()
    for number, (owner, confidence) in enumerate(voices):
        article = reference(number, owner=f"owner-{owner}", at=later(hours=number))
        ledger.add(claim(article=article, confidence=confidence))
    news = [development.reason for development in ledger.developments]
    assert news.count("first") == 1
    assert set(news) <= {"first", "corroborated"}
    assert ledger.row.state.independent_sources == 3


def test_three_stages_in_any_order_reach_the_furthest_once() -> None:
    for order in permutations(["applied", "approved", "effective"]):
        ledger = Ledger()
        for number, stage in enumerate(order):
            ledger.add(claim("join", stage, article=report(number)))
        stages = [development.stage for development in ledger.developments]
        assert stages == sorted(stages, key=["applied", "approved", "effective"].index)
        assert stages.count("effective") == 1
        assert ledger.row.state.status == "member"


def test_a_stored_row_keeps_the_key_that_older_stores_have() -> None:
    ledger = Ledger()
    ledger.add(claim())
    stored = ledger.row.model_dump_json(exclude_none=True)
    assert '"voices":[' in stored
    assert LedgerRow.model_validate_json(stored) == ledger.row


def opened(revision: int = 0, **more: object) -> LedgerRow:
    said = claim()
    state = empty_row(said.organisation, said.member, datetime(2025, 11, 1, tzinfo=UTC)).state
    known = {"status": "member", "source": "https://a.example/list", "revision": revision}
    return LedgerRow(state=state.model_copy(update=known), **more)


def test_what_the_ledger_opened_with_is_explained_by_its_day() -> None:
    verdict = judge_claim(opened(), claim())
    assert verdict.reason == "reaffirmed"
    assert "by the memberships of 2025-11-01 that the ledger opened with" in verdict.explanation


def test_a_second_article_about_it_is_explained_too() -> None:
    verdict = judge_claim(opened(revision=1), claim())
    assert "by the memberships that the ledger opened with" in verdict.explanation


def test_what_an_article_made_known_is_not_laid_to_the_opening(ledger: Ledger) -> None:
    ledger.add(claim(article=report(1)))
    assert "opened" not in judge_claim(ledger.row, claim(article=report(2))).explanation
