"""Why an alert came and why none did, asked of a real store after real stages."""

import pytest

from alert_steps import CHANGES, STORIES, AlertSteps
from pactwire.deliver.enqueue import EnqueueStage
from pactwire.desk.explanations import find_alert, load_alert_facts, trace_article
from pactwire.desk.hypotheses import Desk, Hypothesis
from pactwire.desk.stores import DeskStores
from pactwire.domain.explaining import Journey, describe_alert, explain_alert
from pactwire.edges.store import Store, ingest_tables, read_transaction, write_transaction
from pactwire.edges.store.search import SearchFilter, search_alerts, search_developments
from pactwire.errors import Misconfigured
from pactwire_schemas import EnrichedArticle, Watch
from sample_events import claim, enriched, later, mention, reference

STORY_WATCH = Watch.model_validate(STORIES)
CHANGE_WATCH = Watch.model_validate(CHANGES)


@pytest.fixture
def service(store: Store) -> AlertSteps:
    served = AlertSteps(store)
    served.watch(CHANGES, STORIES)
    return served


def desk_stores(service: AlertSteps) -> DeskStores:
    """All tables lie in one store here."""
    return DeskStores(service.store, service.store, service.store)


def take_in(store: Store, *articles: EnrichedArticle) -> None:
    rows = [
        {
            "article_id": one.article.article_id, "version": one.article.version,
            "content_hash": one.article.content_hash, "published": True,
            "received_at": one.article.received_at,
        }
        for one in articles
    ]  # fmt: skip
    with write_transaction(store) as tx:
        tx.execute(ingest_tables.articles.insert(), rows)


def trace(service: AlertSteps, watch: Watch, story: EnrichedArticle) -> Journey:
    (journey,) = trace_article(desk_stores(service), watch, story.article.article_id, story)
    return journey


def stopped(journey: Journey) -> tuple[str, str]:
    assert journey.obstacle
    return journey.obstacle.name, journey.obstacle.because


def test_an_alert_says_its_words_rule_clauses_ledger_and_sources(service: AlertSteps) -> None:
    said = claim(article=reference(1), ordinal=90)
    (told,) = service.hear(said, claim(article=reference(2, at=later(minutes=5))))
    facts = load_alert_facts(desk_stores(service), told.alert_id[:8])
    steps = {step.name: step for step in explain_alert(facts).steps}
    assert said.evidence.quote in steps["read"].because
    assert f"(body 0 to {said.evidence.end}); rule test.rule" in steps["read"].because
    assert "Status none, then member; 1 source." in steps["judged"].because
    assert steps["matched"].clauses[0].clause == "when.changed.organisation"
    assert [report.verdict for report in facts.reports] == ["first", "corroborated"]
    assert describe_alert(facts)["journey"]["stopped_at"] == "delivered"


def test_an_unknown_or_ambiguous_alert_is_one_sentence(service: AlertSteps) -> None:
    service.hear(claim(), claim(member=claim().member.model_copy(update={"entity_id": "IQ"})))
    with (
        read_transaction(service.store) as tx,
        pytest.raises(Misconfigured, match="pactwire alerts"),
    ):
        find_alert(tx, "no-such")
    with (
        read_transaction(service.store) as tx,
        pytest.raises(Misconfigured, match="begins several"),
    ):
        find_alert(tx, "")


def test_an_article_that_never_came_was_not_ingested(service: AlertSteps) -> None:
    (journey,) = trace_article(desk_stores(service), CHANGE_WATCH, "0" * 32, None)
    assert stopped(journey) == ("ingested", "no article of this id was ever taken in")


def test_an_article_without_a_claim_was_not_read(service: AlertSteps) -> None:
    story = enriched(1)
    take_in(service.store, story)
    service.read(story)
    assert stopped(trace(service, CHANGE_WATCH, story))[0] == "read"


def test_what_was_known_already_says_since_when(service: AlertSteps) -> None:
    first, later_story = (
        enriched(n, claims=(claim(article=reference(n, at=at)),), article=reference(n, at=at))
        for n, at in ((1, later()), (2, later(days=91)))
    )
    take_in(service.store, first, later_story)
    service.read(first)
    service.read(later_story)
    name, because = stopped(trace(service, CHANGE_WATCH, later_story))
    assert name == "judged"
    assert because.startswith("reaffirmed:")


def test_the_first_clause_that_failed_is_named(service: AlertSteps) -> None:
    article = reference(1)
    story = enriched(1, article=article, claims=(claim(stage="considered", article=article),))
    take_in(service.store, story)
    service.read(story)
    name, because = stopped(trace(service, CHANGE_WATCH, story))
    assert name == "matched"
    assert because == "when.changed.stage_at_least: considered is below approved"


def test_a_folded_story_names_the_one_it_was_folded_into(service: AlertSteps) -> None:
    one = enriched(1, mention("SY"))
    copy = enriched(2, mention("SY"), article=reference(2, content_hash=one.article.content_hash))
    take_in(service.store, one, copy)
    service.read(one)
    service.read(copy)
    name, because = stopped(trace(service, STORY_WATCH, copy))
    assert name == "told"
    assert because.startswith(f"folded: the same text as {one.article.article_id}")


def test_what_waits_for_its_endpoint_says_so(service: AlertSteps) -> None:
    article = reference(1)
    story = enriched(1, article=article, claims=(claim(article=article),))
    take_in(service.store, story)
    (told, *_) = [one for one in service.read(story) if one.watch.watch_id == "changes"]
    EnqueueStage(service.store, later, lambda: None).handle([told])
    name, because = stopped(trace(service, CHANGE_WATCH, story))
    assert name == "delivered"
    assert because.startswith("desk pending after 0 attempts, next at ")


def test_a_held_alert_says_until_when(service: AlertSteps) -> None:
    quiet = STORIES | {"notify": {"quiet_hours": {"from": "20:00", "to": "06:00"}}}
    service.watch(quiet)
    story = enriched(1, mention("SY"))
    take_in(service.store, story)
    service.read(story)
    name, because = stopped(trace(service, Watch.model_validate(quiet), story))
    assert name == "told"
    assert because == "held: quiet until 06:00 UTC, until 2025-11-11 06:00:00 UTC"
    desk = Desk(service.store, later(minutes=1), frozenset())
    asked = Hypothesis(enriched(2, mention("SY"), body="Another story."))
    (journey,) = desk.trace_text(Watch.model_validate(quiet), asked)
    assert stopped(journey)[1].startswith("held: quiet until 06:00 UTC")


def test_a_story_that_alerted_has_no_obstacle(service: AlertSteps) -> None:
    story = enriched(1, mention("SY"))
    take_in(service.store, story)
    service.read(story)
    assert trace(service, STORY_WATCH, story).obstacle is None


def test_a_text_is_judged_by_the_present_ledger_and_leaves_no_trace(service: AlertSteps) -> None:
    article = reference(1)
    told = enriched(1, article=article, claims=(claim(article=article),))
    repeat = reference(9, at=later(days=30))
    asked = Hypothesis(enriched(9, article=repeat, claims=(claim(article=repeat),)))
    desk = Desk(service.store, later(days=30), frozenset())
    (before,) = desk.trace_text(CHANGE_WATCH, asked)
    assert before.obstacle is None
    service.read(told)
    (after,) = desk.trace_text(CHANGE_WATCH, asked)
    assert stopped(after)[0] == "judged"
    with read_transaction(service.store) as tx:
        assert len(list(search_developments(tx, SearchFilter()))) == 1


def test_alerts_are_listed_newest_first_by_what_is_asked(service: AlertSteps) -> None:
    for number in range(3):
        service.clock = later(days=number)
        service.read(enriched(number, mention("SY"), body=f"Story {number}."))
    with read_transaction(service.store) as tx:
        every = list(search_alerts(tx, SearchFilter()))
        assert [one.alerted_at for one in every] == [later(days=2), later(days=1), later()]
        assert list(search_alerts(tx, SearchFilter(watch="changes"))) == []
        assert list(search_alerts(tx, SearchFilter(entity="IQ"))) == []
        assert list(search_alerts(tx, SearchFilter(entity="SY", since=later(days=2)))) == every[:1]
        assert list(search_alerts(tx, SearchFilter(before=every[0].alert_id))) == every[1:]
