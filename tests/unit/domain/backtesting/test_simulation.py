"""A back-test decides as the live path does: folded, held and suppressed alike."""

from typing import Any

from pactwire.domain.alerting.calm import Silence
from pactwire.domain.backtesting import Simulation, WatchReport, describe_report
from pactwire.domain.ledger import decide_claim, empty_row
from pactwire.domain.watches import MembershipSets
from pactwire_schemas import Watch
from sample_events import COALITION, SYRIA, claim, enriched, later, mention, reference


def run(events: list[Any], **fields: Any) -> WatchReport:
    document = {"id": "desk", "name": "Desk", "when": {"mentioned": {"any": ["SY"]}}} | fields
    simulation = Simulation([Watch.model_validate(document)], MembershipSets())
    for event in events:
        simulation.read_article(event)
    (report,) = simulation.finish()
    return report


def story(number: int, *, body: str = "", **passed: float) -> Any:
    article = reference(number, at=later(**passed))
    return enriched(number, mention("SY"), article=article, body=body or f"Story {number}.")


def test_each_story_is_a_message_on_its_day() -> None:
    report = run([story(1), story(2, hours=1), story(3, days=2)])
    assert report.messages == report.alerts == 3
    assert list(report.per_day.values()) == [2, 1]
    assert report.samples[0].headline == "A headline with the number 1"


def test_events_may_be_read_in_any_order() -> None:
    events = [story(3, days=2), story(1), story(2, hours=1)]
    assert describe_report(run(events)) == describe_report(run(events[::-1]))


def test_copies_are_folded_within_their_window() -> None:
    first = story(1)
    copied = reference(2, at=later(hours=3), content_hash=first.article.content_hash)
    old = reference(3, at=later(hours=80), content_hash=first.article.content_hash)
    copies = [enriched(n, mention("SY"), article=one) for n, one in ((2, copied), (3, old))]
    report = run([first, *copies])
    assert report.messages == 2
    assert report.folded == {"near_copy": 1}


def test_a_budget_makes_digests_and_says_so() -> None:
    report = run([story(n, minutes=n) for n in range(10)], notify={"at_most": "2/hour"})
    assert report.messages == 3
    assert report.alerts == 10
    assert report.over_budget == 8


def test_quiet_hours_move_messages_to_the_morning() -> None:
    quiet = {"quiet_hours": {"from": "20:00", "to": "06:00"}}
    report = run([story(1), story(2, hours=2)], notify=quiet)
    assert report.messages == 1
    assert report.samples[0].alerted_at == later(hours=9)


def test_stories_that_name_it_in_passing_are_counted_as_noise() -> None:
    body = enriched(1, mention("SY"), mention("SY", start=30, end=32), article=reference(1))
    report = run([body, story(2, hours=1)])
    assert report.noise == 0.5


def test_developments_are_told_once_a_stage() -> None:
    row, developments = empty_row(COALITION, SYRIA, later()), []
    for number, stage in enumerate(("considered", "effective", "effective")):
        said = claim(stage=stage, article=reference(number, at=later(days=number)))
        _, row, development = decide_claim(row, said, later(days=number))
        developments += [development] if development else []
    document = {"id": "desk", "name": "Desk", "when": {"changed": {}}}
    simulation = Simulation([Watch.model_validate(document)], MembershipSets())
    for one in developments:
        simulation.read_development(one)
    (report,) = simulation.finish()
    assert report.messages == 2
    assert [sample.msg_type for sample in report.samples] == ["alert", "update"]


def test_silences_of_the_past_suppress_while_they_held() -> None:
    made = Silence("1", later(hours=5), "ana", "drill", watch_id="desk", since=later(hours=2))
    other = Silence("2", later(hours=9), "ana", "drill", watch_id="other")
    watch = Watch.model_validate(
        {"id": "desk", "name": "Desk", "when": {"mentioned": {"any": ["SY"]}}}
    )
    simulation = Simulation([watch], MembershipSets(), [made, other])
    for number, hours in enumerate((1, 3, 6)):
        simulation.read_article(story(number, hours=hours))
    (report,) = simulation.finish()
    assert (report.messages, report.suppressed) == (2, {"silenced": 1})


def test_a_membership_alert_of_the_past_inhibits_the_mention_of_its_story() -> None:
    places = {"deliver": [{"endpoint": "desk"}]}
    stories = {"id": "stories", "name": "S", "when": {"mentioned": {"any": ["SY"]}}, **places}
    changes = {"id": "changes", "name": "C", "when": {"changed": {}}, **places}
    watches = [Watch.model_validate(one) for one in (stories, changes)]
    said = claim(stage="effective", article=reference(1))
    _, _, development = decide_claim(empty_row(COALITION, SYRIA, later()), said, later(seconds=1))
    assert development is not None
    simulation = Simulation(watches, MembershipSets())
    simulation.read_article(enriched(1, mention("SY"), article=reference(1), claims=(said,)))
    simulation.read_development(development)
    told, change = simulation.finish()
    assert (told.messages, told.suppressed["inhibited"], change.messages) == (0, 1, 1)


def test_a_further_version_of_an_article_is_no_further_story() -> None:
    again = enriched(1, mention("SY"), article=reference(1, at=later(hours=1), version=2))
    report = run([story(1), again])
    assert (report.messages, report.folded) == (1, {"seen": 1})
