"""One happening is one alert, through stages and a real store; what was folded hangs on it."""

import pytest

from alert_steps import STORIES, AlertSteps
from pactwire.desk.explanations import load_alert_facts
from pactwire.desk.hypotheses import Desk, Hypothesis
from pactwire.desk.stores import DeskStores
from pactwire.domain.backtesting import Simulation
from pactwire.domain.explaining import describe_alert
from pactwire.domain.watches import MembershipSets
from pactwire.edges.store import Store
from pactwire_schemas import EnrichedArticle, Watch
from sample_events import enriched, later, mention, reference

UPDATES = STORIES | {"notify": {"repeat": "updates"}}
BODIES = {
    1: "A dam above the town of Zeitan broke on Monday after a week of rain, and water carried off "
       "the bridge of Marwan. At least 24 people drowned, the Syrian rescue service said.",
    2: "Rescuers in Syria searched the mud of Zeitan, where a burst dam swept away houses and the "
       "bridge of Marwan. They counted 24 drowned so far.",
    3: "The number of dead at Zeitan rose to 61 as the water that broke through a dam fell back "
       "from the ruins of the bridge of Marwan, rescuers in Syria said.",
    4: "Syria's parliament passed a budget of 600 billion pounds with the votes of Qasim and his "
       "bloc, and raised the pay of teachers by a tenth.",
}  # fmt: skip


@pytest.fixture
def service(store: Store) -> AlertSteps:
    return AlertSteps(store)


def story(number: int, hours: float = 0) -> EnrichedArticle:
    article = reference(number, at=later(hours=hours), headline=f"From the desk {number}")
    return enriched(number, mention("SY", surface="Syria"), article=article, body=BODIES[number])


def read_apart(service: AlertSteps, *stories: EnrichedArticle) -> list[str]:
    """The kinds of alerts that stories make which come one after another."""
    told = []
    for one in stories:
        service.clock = one.article.received_at
        told += [alert.msg_type for alert in service.read(one)]
    return told


def test_a_happening_in_other_words_is_one_alert_and_another_happening_one_more(
    service: AlertSteps,
) -> None:
    service.watch(STORIES)
    told = read_apart(service, story(1), story(2, hours=3), story(3, hours=9), story(4, hours=10))
    assert told == ["alert", "alert"]
    assert service.decisions("stories") == ["alerted", "same_story", "same_story", "alerted"]


def test_reports_fold_within_one_batch_too(service: AlertSteps) -> None:
    service.watch(STORIES)
    stories = [story(number) for number in BODIES]
    matches = service.step("news.enriched.v1", stories)
    service.step("news.matches.v1", [output.event for output in matches])
    assert sorted(service.decisions("stories")) == [
        "alerted", "alerted", "same_story", "same_story"
    ]  # fmt: skip


def test_after_three_days_a_report_is_news_again(service: AlertSteps) -> None:
    service.watch(STORIES)
    assert read_apart(service, story(1), story(2, hours=73)) == ["alert", "alert"]


def test_watches_fold_apart(service: AlertSteps) -> None:
    service.watch(STORIES)
    read_apart(service, story(1))
    service.watch(STORIES | {"id": "later-watch"})
    told = service.read(story(2))
    assert [alert.watch.watch_id for alert in told] == ["later-watch"]


def test_why_shows_what_else_reported_the_story(service: AlertSteps) -> None:
    service.watch(STORIES)
    (first,) = service.read(story(1))
    read_apart(service, story(2, hours=3), story(3, hours=9), story(4, hours=10))
    stores = DeskStores(service.store, service.store, service.store)
    explained = describe_alert(load_alert_facts(stores, first.alert_id))
    assert [
        (one["source"], one["headline"], one["because"].partition(": ")[2])
        for one in explained["also_reported_by"]
    ] == [
        ("Owner-2 Daily 2", "From the desk 2", "shares Zeitan, Marwan, 24, rescuers, drowned"),
        ("Owner-3 Daily 3", "From the desk 3", "shares Zeitan, Marwan, rescuers, bridge, water"),
    ]


def test_updates_come_only_with_something_of_substance(service: AlertSteps) -> None:
    service.watch(UPDATES)
    (first,) = service.read(story(1))
    assert read_apart(service, story(2, hours=3)) == []
    service.clock = later(hours=9)
    (update,) = service.read(story(3, hours=9))
    assert (update.msg_type, update.references) == ("update", (first.alert_id,))
    assert service.decisions("stories") == ["alerted", "same_story", "alerted"]


def test_a_text_that_is_asked_about_folds_as_one_that_comes(service: AlertSteps) -> None:
    service.watch(STORIES)
    read_apart(service, story(1))
    desk = Desk(service.store, later(hours=3), frozenset())
    (journey,) = desk.trace_text(Watch.model_validate(STORIES), Hypothesis(story(2)))
    assert journey.obstacle
    assert journey.obstacle.because.startswith("folded: the same happening as ")


def test_a_back_test_folds_as_the_stages_do() -> None:
    simulation = Simulation([Watch.model_validate(STORIES)], MembershipSets())
    for number in BODIES:
        simulation.read_article(story(number, hours=number))
    (report,) = simulation.finish()
    assert (report.messages, report.folded) == (2, {"same_story": 2})
