"""What is old is pruned, table by table, in small steps; the store's size levels off."""

import asyncio
from base64 import b64encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from struct import pack
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text

from ingest_service import running, until
from pactwire.alert import app
from pactwire.alert.watch_cache import WatchCache
from pactwire.deliver.enqueue import EnqueueStage
from pactwire.domain.alerting.calm import Silence
from pactwire.domain.alerting.feedback import Feedback
from pactwire.edges.store import (
    Store,
    alert_tables,
    answers,
    audits,
    delivery_tables,
    feedback,
    ingest_tables,
    migrate,
    open_store,
    read_transaction,
    retention,
    silences,
    stored_watches,
    write_transaction,
)
from pactwire.edges.store.article_versions import VersionRequest, mark_published, reserve_versions
from pactwire.edges.store.retention import ALERT_RULES, DELIVER_RULES, INGEST_RULES, Pruner
from pactwire.metrics import PRUNED, Metrics
from pactwire.settings import BrokerSettings, RetentionSettings
from pactwire_schemas import (
    ALERTS,
    CLAIMS,
    DEVELOPMENTS,
    ENRICHED,
    MATCHES,
    Alert,
    EnrichedArticle,
    Event,
    Topic,
    Watch,
)
from sample_events import claim, enriched, later, mention, reference

EXAMPLES = Path(__file__).parents[2] / "schemas" / "examples"
ALL_RULES = (*INGEST_RULES, *ALERT_RULES, *DELIVER_RULES)
SOME_HOURS = RetentionSettings(
    **{name: 3 / 24 for name in RetentionSettings.model_fields if name != "interval"}
)
WATCHES = (
    {"id": "changes", "name": "Changes", "when": {"changed": {}},
     "deliver": [{"endpoint": "desk"}]},
    {"id": "stories", "name": "Stories", "when": {"mentioned": {"any": ["SY"]}},
     "deliver": [{"endpoint": "desk"}]},
)  # fmt: skip


class Newsroom:
    """The services' own steps over one store and one clock that is set by hand."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.at = later()
        metrics = Metrics("alert", "test")
        cache = WatchCache(store, lambda names: None, metrics)
        deps = app.AlertDependencies(
            store, None, metrics, self.now, lambda names: None, frozenset()
        )  # type: ignore[arg-type]
        self.stages = {stage.topic.name: stage for stage in app.build_stages(deps, cache)}
        self.enqueue = EnqueueStage(store, self.now, lambda: None)
        self.metrics = Metrics("deliver", "test")
        self.pruner = Pruner(store, ALL_RULES, SOME_HOURS, self.now, self.metrics)
        with write_transaction(store) as tx:
            for document in WATCHES:
                watch = Watch.model_validate(document)
                stored_watches.save_watch(tx, watch, stored_watches.COMMAND_ORIGIN, self.at)

    def now(self) -> datetime:
        return self.at

    def report(self, numbers: range) -> None:
        """Articles with a claim each, all the way to the delivery table, an hour's news at once."""
        stories = [self.build_story(number) for number in numbers]
        with write_transaction(self.store) as tx:
            for story in stories:
                article = story.article
                content = VersionRequest(article.article_id, article.content_hash, self.at)
                reserve_versions(tx, [content])
                mark_published(tx, [(article.article_id, 1)])
        self.flow(ENRICHED, stories)
        self.flow(CLAIMS, [said for story in stories for said in story.claims])

    def build_story(self, number: int) -> EnrichedArticle:
        signature = b64encode(pack("<128I", *((number * 7919 + n) % 2**32 for n in range(128))))
        article = reference(number, at=self.at)
        said = claim(
            article=article,
            organisation=claim().organisation.model_copy(update={"entity_id": f"x-{number % 50}"}),
            stage=("applied", "approved", "effective")[number % 3],
        )
        return enriched(
            number, mention("SY"), body="Words. " * 100, article=article, claims=(said,),
            signature=signature.decode(),
        )  # fmt: skip

    def flow(self, topic: Topic[Any], events: Sequence[Event]) -> None:
        """Carry a batch through the stages that follow, one after the other."""
        answers = self.stages[topic.name].handle(events)
        outputs = [output for answer in answers for output in answer]
        for following in (DEVELOPMENTS, MATCHES):
            batch = [one.event for one in outputs if one.topic == following]
            if batch:
                self.flow(following, batch)
        self.enqueue.handle([one.event for one in outputs if one.topic == ALERTS])  # type: ignore[misc]

    def deliver_all(self) -> None:
        """Every delivery is done, with one attempt."""
        deliveries, attempts = delivery_tables.deliveries, delivery_tables.attempts
        with write_transaction(self.store) as tx:
            pending = deliveries.c.state == "pending"
            ids = list(tx.execute(select(deliveries.c.delivery_id).where(pending)).scalars())
            tx.execute(
                deliveries.update().where(pending).values(state="delivered", finished_at=self.at)
            )
            for delivery_id in ids:
                tx.execute(insert(attempts).values(attempt_row(delivery_id, self.at)))

    async def prune(self) -> None:
        await self.pruner.prune_all(asyncio.Event())


def attempt_row(delivery_id: str, at: datetime, *, published: bool = True) -> dict[str, Any]:
    return {
        "delivery_id": delivery_id, "attempt": 1, "endpoint_id": "desk", "outcome": "delivered",
        "duration_seconds": 0.1, "attempted_at": at, "published": published, "body": "{}",
    }  # fmt: skip


def delivery_row(number: int, at: datetime, **fields: Any) -> dict[str, Any]:
    given = {
        "delivery_id": f"d-{number}", "endpoint_id": "desk", "alert_id": f"a-{number}",
        "development": f"alert:{number}", "body": "{}", "state": "pending", "due_at": at,
        "alerted_at": at, "created_at": at,
    }  # fmt: skip
    return given | fields


def count_rows(store: Store) -> dict[str, int]:
    tables = {rule.table.name: rule.table for rule in ALL_RULES}
    tables["story_bands"] = alert_tables.story_bands
    with read_transaction(store) as tx:
        return {
            name: tx.execute(select(func.count()).select_from(table)).scalar_one()
            for name, table in tables.items()
        }


def measure_bytes(store: Store) -> int:
    if store.dialect.name == "sqlite":
        path = Path(store.url.database or "")
        return sum(one.stat().st_size for one in path.parent.glob(f"{path.name}*"))
    with store.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM"))  # what autovacuum does within a day
        return int(
            connection.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        )


NOT_OF_NEWS = frozenset(
    {
        "article_addresses",
        "feeds",
        "silences",
        "feedback",
        "audit_log",
        "feed_audit",
        "endpoint_audit",
        "kept_answers",
        "feed_answers",
        "endpoint_answers",
    }
)
"""Tables that this newsroom leaves empty: its articles have no guid and come by no feed, and
nobody asks anything of it."""


@pytest.mark.fault("growth")
async def test_the_size_of_the_store_levels_off_in_a_day_of_news(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "STEP_PAUSE", 0)
    newsroom, rows, size = Newsroom(store), [], []
    for hour in range(24):
        newsroom.report(range(hour * 15, hour * 15 + 15))
        newsroom.at += timedelta(hours=1)
        newsroom.deliver_all()
        await newsroom.prune()
        rows.append(count_rows(store))
        size.append(measure_bytes(store))
    for table in rows[0]:
        assert rows[6][table] > 0 or table in NOT_OF_NEWS, table
        assert rows[-1][table] <= 1.1 * rows[6][table], table
    assert size[-1] <= 1.1 * size[6]


@pytest.mark.parametrize("name", PRUNED)
def test_every_rule_has_a_setting_a_label_and_an_index(store: Store, name: str) -> None:
    rules = [rule for rule in ALL_RULES if rule.name == name]
    assert rules
    for rule in rules:
        assert retention.find_age(rule, RetentionSettings()) >= timedelta(hours=72)
        indexed = [column.name for index in rule.table.indexes for column in index.columns]
        assert rule.moment.name in indexed or name in {"feeds", "waiting_deliveries"}


def test_pruning_goes_the_oldest_first_in_steps(store: Store) -> None:
    (rule,) = (rule for rule in ALL_RULES if rule.name == "articles")
    with write_transaction(store) as tx:
        for number in range(10):
            reserve_versions(tx, [VersionRequest(f"a{number}", "hash", later(hours=number))])
    steps = []
    while not steps or steps[-1]:
        with write_transaction(store) as tx:
            steps.append(retention.prune_step(tx, rule, later(hours=7), 3))
    with read_transaction(store) as tx:
        left = sorted(tx.execute(select(ingest_tables.articles.c.article_id)).scalars())
    assert steps == [3, 3, 1, 0]
    assert left == ["a7", "a8", "a9"]


def test_an_article_that_is_sent_again_and_again_is_not_forgotten(store: Store) -> None:
    (rule,) = (rule for rule in ALL_RULES if rule.name == "articles")
    with write_transaction(store) as tx:
        for name in ("listed", "gone"):
            reserve_versions(tx, [VersionRequest(name, "hash", later())])
        retention.remember_articles(tx, ["listed", "unknown"], later(days=300))
    with write_transaction(store) as tx:
        assert retention.prune_step(tx, rule, later(days=100), 10) == 1
        (kept,) = reserve_versions(tx, [VersionRequest("listed", "hash", later(days=301))])
        assert kept.received_at == later()


async def test_what_is_still_needed_is_kept_however_old(store: Store) -> None:
    endpoints = delivery_tables.endpoints
    with write_transaction(store) as tx:
        for name, enabled in (("desk", True), ("off", False)):
            tx.execute(insert(endpoints).values(endpoint_id=name, url="x", enabled=enabled,
                                                created_at=later()))  # fmt: skip
        for number, (endpoint, state) in enumerate(
            [("desk", "pending"), ("off", "pending"), ("gone", "pending"), ("desk", "delivered")]
        ):
            row = delivery_row(number, later(), endpoint_id=endpoint, state=state)
            done = {"finished_at": later()} if state == "delivered" else {}
            tx.execute(insert(delivery_tables.deliveries).values(row | done))
        for number in (1, 2):
            row = attempt_row(f"d-{number}", later(), published=number == 1)
            tx.execute(insert(delivery_tables.attempts).values(row))
    metrics = Metrics("deliver", "test")
    pruner = Pruner(store, DELIVER_RULES, RetentionSettings(), lambda: later(days=400), metrics)
    await pruner.prune_all(asyncio.Event())
    with read_transaction(store) as tx:
        kept = list(tx.execute(select(delivery_tables.deliveries.c.delivery_id)).scalars())
        attempts = list(tx.execute(select(delivery_tables.attempts.c.delivery_id)).scalars())
    assert kept == ["d-0"]
    assert attempts == ["d-2"]
    exposition = metrics.render().decode()
    for rule, number in {"deliveries": 1, "waiting_deliveries": 2, "attempts": 1}.items():
        assert f'pactwire_store_pruned_rows_total{{rule="{rule}"}} {number}.0' in exposition


async def test_what_people_left_behind_goes_when_it_is_of_no_more_use(store: Store) -> None:
    made = Alert.model_validate_json((EXAMPLES / "news.alerts.v1.json").read_text())
    with write_transaction(store) as tx:
        for number, until_day in enumerate((1, 100)):
            made_silence = Silence(f"s{number}", later(days=until_day), "ana", "drill", "watch")
            silences.add_silence(tx, made_silence, later())
        feedback.save_feedback(tx, Feedback(made, "useful", "", "ana", later()))
        audits.write_audit(tx, audits.AuditEntry(later(), "ana", "k", "key.made", "k"))
        write = answers.NamedWrite("k", "named", "alert")
        answers.keep_answer(tx, write, answers.KeptAnswer("hash", 201, "{}"), later())
    left = {}
    for days in (2, 4, 95, 1096):
        pruner = Pruner(
            store, ALERT_RULES, RetentionSettings(), lambda days=days: later(days=days),
            Metrics("alert", "test"),
        )  # fmt: skip
        await pruner.prune_all(asyncio.Event())
        counts = count_rows(store)
        left[days] = [
            counts[name] for name in ("silences", "feedback", "audit_log", "kept_answers")
        ]
    assert left == {2: [2, 1, 1, 1], 4: [2, 1, 1, 0], 95: [1, 1, 1, 0], 1096: [0, 0, 0, 0]}


def test_the_ledger_is_never_pruned() -> None:
    pruned = {rule.table.name for rule in ALL_RULES}
    assert pruned.isdisjoint({"ledger", "watches", "counters", "endpoints"})


async def test_a_store_that_is_away_is_pruned_when_it_is_back(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    metrics, stop = Metrics("ingest", "test"), asyncio.Event()
    (tmp_path / "store.db").mkdir()
    often = RetentionSettings(interval=0.05)
    pruner = Pruner(store, INGEST_RULES, often, lambda: later(days=400), metrics)
    running_pruner = asyncio.create_task(pruner.run(stop))
    await asyncio.sleep(0.2)
    assert not running_pruner.done()
    (tmp_path / "store.db").rmdir()
    migrate(store)
    with write_transaction(store) as tx:
        reserve_versions(tx, [VersionRequest("a", "hash", later())])

    async def pruned() -> bool:
        return b'pruned_rows_total{rule="articles"} 1.0' in metrics.render()

    await until(pruned)
    stop.set()
    await running_pruner
    store.dispose()


async def test_the_service_prunes_while_it_runs_and_counts_it(
    fresh: BrokerSettings, tmp_path: Path
) -> None:
    keep = RetentionSettings(articles=1e-6, interval=0.1)
    async with running(fresh, tmp_path, retention=keep) as service:
        status, _ = await service.post(json={"headline": "a", "guid": "1"})
        assert status == 202

        async def pruned() -> bool:
            _, exposition = await service.get("/metrics")
            return 'pruned_rows_total{rule="articles"} 1.0' in exposition

        await until(pruned)
