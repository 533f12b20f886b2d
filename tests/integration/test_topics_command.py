"""`pactwire topics` against the broker."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from broker_choice import TestBroker
from pactwire.cli import main


@pytest.fixture(autouse=True)
def here(broker: TestBroker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PACTWIRE_BROKER__BOOTSTRAP", broker.bootstrap)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["topics", *arguments])


def test_check_says_when_all_is_as_declared() -> None:
    done = run("check")
    assert (done.exit_code, done.stdout) == (0, "every topic is as declared\n")


def test_missing_topics_are_reported_and_made(prefix: str) -> None:
    name = f"alerts.{prefix}"
    told = run("check", "--extra", name, "--json")
    assert told.exit_code == 1
    assert {row["topic"] for row in json.loads(told.stdout)} == {name, f"{name}.dead"}
    made = json.loads(run("create", "--extra", name, "--json").stdout)
    assert made["created"] == [name, f"{name}.dead"]
    assert run("check", "--extra", name).exit_code == 0


def test_list_shows_the_records_of_each_topic() -> None:
    rows = json.loads(run("list", "--json").stdout)
    assert {"name", "partitions", "records"} == set(rows[0])
    assert "news.articles.v1" in run("list").stdout


def test_without_a_broker_there_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pactwire.edges.kafka.admin.CONNECT_TIMEOUT", 0.5)
    monkeypatch.setenv("PACTWIRE_BROKER__BOOTSTRAP", "127.0.0.1:1")
    done = run("list")
    assert done.exit_code == 1
    assert done.stderr.startswith("pactwire: no Kafka answers at 127.0.0.1:1")
    assert "Traceback" not in done.output
