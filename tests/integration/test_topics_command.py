"""`pactwire topics` against the broker."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from broker_choice import TestBroker
from kafka_python_client import put
from pactwire.cli import main
from pactwire.settings import BrokerSettings
from pactwire_schemas import ARTICLES
from service_process import service


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


@pytest.fixture
def group(
    broker: TestBroker, broker_settings: BrokerSettings, monkeypatch: pytest.MonkeyPatch
) -> BrokerSettings:
    """Ten articles on the topic, and a group of this test's own that has read none."""
    if not broker.is_kafka:
        pytest.skip("the embedded broker does not set offsets")
    monkeypatch.setenv("PACTWIRE_BROKER__CLIENT_PREFIX", broker_settings.client_prefix)
    put(broker_settings, ARTICLES.name, [(b"k%d" % number, b"{}") for number in range(10)])
    return broker_settings


def reset(*arguments: str) -> dict[str, Any]:
    done = run("reset", "enrich", *arguments, "--json")
    assert done.exit_code == 0, done.output
    return dict(json.loads(done.stdout))


def offsets(report: dict[str, Any], name: str) -> list[Any]:
    return [one[name] for one in report["partitions"]]


def test_offsets_are_set_anew_and_a_dry_run_only_says_so(group: BrokerSettings) -> None:
    tried = reset("--to", "latest", "--dry-run")
    assert tried["dry_run"]
    assert offsets(tried, "before") == [None] * 4, "nothing was set yet"
    assert sum(offsets(tried, "passed_over")) >= 10
    assert offsets(reset("--to", "latest", "--dry-run"), "before") == [None] * 4

    ends = offsets(reset("--to", "latest"), "after")
    assert ends == offsets(tried, "after")
    back = reset("--to", "earliest")
    assert offsets(back, "before") == ends
    assert sum(offsets(back, "again")) >= 10
    assert offsets(reset("--to", "2020-01-01"), "after") == offsets(back, "after")
    assert offsets(reset("--to", "2999-01-01T00:00Z"), "after") == ends
    text = run("reset", f"{group.client_prefix}.enrich", "--to", "earliest", "--dry-run").stdout
    assert f"would set 4 partitions of {group.client_prefix}.enrich" in text
    assert "again" in text


def test_the_offsets_of_a_group_at_work_are_left_alone(
    group: BrokerSettings, tmp_path: Path
) -> None:
    with service("enrich", group, tmp_path):
        done = run("reset", "enrich", "--to", "latest")
    assert done.exit_code == 2
    assert "is at work: stop its services first" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("enrich", "--to", "yesterday"), "give earliest, latest, or a time such as"),
        (("enrich", "--to", "2026-03-01T12:00"), "give its time zone too"),
        (("enrich", "--to", "0001-01-01T00:00+23:00"), "give earliest, latest, or a time"),
        (("nobody", "--to", "latest"), "there is no group nobody; there are enrich,"),
        (("enrich",), "--to"),
    ],
)
def test_a_reset_that_cannot_be_is_one_sentence(arguments: tuple[str, ...], sentence: str) -> None:
    done = run("reset", *arguments)
    assert done.exit_code == 2
    assert sentence in done.stderr
    assert "Traceback" not in done.output
