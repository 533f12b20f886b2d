"""Claims that come in another order than they were published."""

from ledger_history import Ledger, report
from pactwire_schemas import MembershipClaim
from pactwire_schemas.enrichment import Doubt
from sample_events import claim, later


def at(
    hours: float, number: int, action: str = "join", stage: str = "effective"
) -> MembershipClaim:
    return claim(action, stage, article=report(number, later(hours=hours)))


def reasons(ledger: Ledger) -> list[str]:
    return [f"{one.reason} {one.action} {one.stage}" for one in ledger.developments]


def test_a_denial_that_was_published_before_the_accession_is_no_conflict() -> None:
    ledger = Ledger()
    assert ledger.add(at(5, 1)) == "first"
    assert ledger.add(at(1, 2, stage="rejected")) == "reaffirmed"
    assert ledger.row.state.conflicts == ()
    assert ledger.row.state.status == "member"


def test_an_accession_that_comes_after_its_exit_is_told_with_what_holds_now() -> None:
    ledger = Ledger()
    ledger.add(at(48, 1, "leave"))
    ledger.add(at(0, 2))
    assert ledger.row.state.status == "former"
    assert ledger.row.state.since
    assert ledger.row.state.since.on == later().date()


def test_what_a_late_report_shows_in_another_light_is_a_development() -> None:
    ledger = Ledger()
    ledger.add(at(10, 1, stage="approved"))
    ledger.add(at(20, 2, stage="rejected"))
    ledger.add(at(30, 3, stage="approved"))
    assert reasons(ledger)[-1] == "reversed join approved"
    said = len(ledger.developments)
    ledger.add(at(15, 4, stage="effective"))
    assert ledger.row.state.status == "member"
    assert len(ledger.developments) == said + 1
    assert ledger.developments[-1].status_after == "member"


def test_a_word_taken_back_by_doubt_recasts_what_came_before() -> None:
    ledger = Ledger()
    ledger.add(claim("leave", "considered", article=report(1)))
    doubted = claim(
        "leave", "considered", article=report(1, version=2),
        doubt=Doubt(stage="considered", reason="one reader alone"),
    )  # fmt: skip
    assert ledger.add(doubted) == "retracted"
    assert ledger.row.state.status == "none"
    assert ledger.developments[-1].references == (ledger.developments[0].development_id,)


def test_turns_within_six_hours_make_one_disputed_development_then_silence() -> None:
    ledger = Ledger()
    for number in range(1, 12):
        stage = "approved" if number % 2 else "rejected"
        ledger.add(at(number / 3, number, stage=stage))
    assert reasons(ledger) == [
        "first join approved", "reversed join rejected", "reversed join approved",
        "reversed join rejected", "disputed join approved",
    ]  # fmt: skip
    ledger.add(at(20, 20, stage="rejected"))
    assert reasons(ledger)[-1] == "reversed join rejected", "it has settled"
    assert len(ledger.developments) == 6


def denial(number: int, **article: object) -> MembershipClaim:
    return claim(stage="rejected", article=report(number, later(hours=number), **article))


def test_a_denial_that_is_withdrawn_is_told_to_those_who_heard_of_it() -> None:
    ledger = Ledger()
    ledger.add(at(0, 1))
    assert ledger.add(denial(2)) == "conflict"
    assert ledger.add(denial(3)) == "reaffirmed"
    withdrawn = [denial(n, version=2).model_copy(update={"withdrawn": True}) for n in (2, 3)]
    assert ledger.add(withdrawn[0]) == "background"  # the other still says so
    assert ledger.add(withdrawn[1]) == "corrected"
    assert reasons(ledger)[-1] == "corrected join effective"
    assert ledger.row.state.conflicts == ()
    assert ledger.developments[-1].change_id == ledger.developments[0].development_id
