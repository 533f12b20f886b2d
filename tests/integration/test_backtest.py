"""Back-tests over real topics: what they hold since a day, by the decisions of the live stages."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from broker_choice import TestBroker
from desk_api import open_desk_api
from pactwire.cli import main
from pactwire.desk.backtest import BacktestRequest, run_backtest
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.store import Store
from pactwire.metrics import Metrics
from pactwire_schemas import ENRICHED, EnrichedArticle, Watch
from sample_events import enriched, mention, reference

WATCH = """
id: tuvalu
name: Tuvalu
when: {mentioned: {any: [TV]}}
notify: {at_most: 2/hour}
"""
NOT_YET = "they come into force once the alert service has read them\n"
"""Said where no alert service of this machine is seen."""


def story(number: int, at: datetime, entity: str = "TV") -> EnrichedArticle:
    words = f"Nothing that was said on day {number} of the {number} talks is like number {number}."
    article = reference(number, at=at, headline=f"Number {number}")
    return enriched(number, mention(entity), article=article, body=words)


def publish(broker: TestBroker, articles: list[EnrichedArticle]) -> None:
    producer = EventProducer(broker.settings, "backtest", Metrics("alert", "test"))
    for sent in [producer.publish(ENRICHED, one) for one in articles]:
        sent.result(30)
    producer.close()


def test_a_back_test_reads_what_came_since_and_a_budget_that_would_not_do_is_told(
    broker: TestBroker, sqlite_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(broker, [story(1, datetime.now(UTC))])
    time.sleep(0.01)
    since = datetime.now(UTC)
    later = [story(number, since + timedelta(seconds=number)) for number in range(2, 7)]
    publish(broker, [*later, later[0], story(9, since, "FJ")])
    watch = Watch.model_validate(
        {"id": "tuvalu", "name": "Tuvalu", "when": {"mentioned": {"any": ["TV"]}}}
    )
    read: list[None] = []
    asked = BacktestRequest([watch], since)
    (report,) = run_backtest(sqlite_store, broker.settings, asked, lambda: read.append(None))
    assert (report.alerts, len(read)) == (5, 7)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PACTWIRE_BROKER__BOOTSTRAP", broker.bootstrap)
    Path("watch.yaml").write_text(WATCH)
    added = CliRunner().invoke(main, ["watch", "add", "watch.yaml"])
    assert "tuvalu: in the last 3 days its budget of 2/hour would have held" in added.stderr
    again = CliRunner().invoke(main, ["watch", "add", "watch.yaml"])
    assert (again.exit_code, again.stderr) == (0, NOT_YET)


def test_what_another_owner_silenced_under_the_same_id_is_told(
    broker: TestBroker, sqlite_store: Store
) -> None:
    at = datetime.now(UTC) + timedelta(seconds=1)
    publish(broker, [story(number, at, "NR") for number in range(21, 24)])
    document = {"id": "nauru", "name": "Nauru", "when": {"mentioned": {"any": ["NR"]}}}
    with open_desk_api(sqlite_store, broker.settings) as desk:
        desk.clock[0] = at - timedelta(seconds=30)
        desk.keep_watch("ana", document)
        tokens = {name: desk.make_key(name, "watches") for name in ("ana", "ben")}
        silence = {"watch": "nauru", "until": (at + timedelta(days=1)).isoformat(),
                   "because": "drill"}  # fmt: skip
        assert desk.ask(tokens["ana"], "POST", "/v1/silences", json=silence).status_code == 201

        def count_told(owner: str) -> int:
            answer = desk.ask(tokens[owner], "POST", "/v1/watches/backtests", json=document)
            return int(answer.json()["messages"])

        assert (count_told("ana"), count_told("ben")) == (0, 3)


def test_a_budget_is_not_tried_where_no_broker_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PACTWIRE_BROKER__BOOTSTRAP", "127.0.0.1:1")
    Path("watch.yaml").write_text(WATCH)
    added = CliRunner().invoke(main, ["watch", "add", "watch.yaml"])
    assert (added.exit_code, "saved" in added.stdout) == (0, True)
    assert "was not tried" in added.stderr
