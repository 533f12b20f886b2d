"""`pactwire listen` and `pactwire send`: what comes is printed once, what goes is told apart."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from kafka import KafkaProducer

from broker_choice import TestBroker
from pactwire.cli import main
from pactwire_schemas import ALERTS, Alert

ROOT = Path(__file__).parents[2]
EXAMPLE = ALERTS.decode((ROOT / "schemas/examples/news.alerts.v1.json").read_bytes())


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def alert(number: int, watch: str = "desk") -> Alert:
    about = EXAMPLE.watch.model_copy(update={"watch_id": watch})
    return EXAMPLE.model_copy(
        update={"alert_id": f"{number:032x}", "headline": f"Number {number}", "watch": about}
    )


def publish(broker: TestBroker, topic: str, *alerts: Alert | bytes) -> None:
    producer = KafkaProducer(bootstrap_servers=broker.bootstrap, enable_idempotence=False)
    for one in alerts:
        if isinstance(one, bytes):
            producer.send(topic, one, b"key", partition=0)
            continue
        record = ALERTS.encode(one)
        headers = list(record.headers)
        producer.send(topic, record.value, record.key, partition=0, headers=headers)
    producer.close()


@pytest.fixture
def topic(broker: TestBroker, prefix: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A routed topic with two alerts, one of them three times, and something that is none."""
    monkeypatch.setenv("PACTWIRE_BROKER__BOOTSTRAP", broker.bootstrap)
    name = f"alerts.{prefix}"
    assert run("topics", "create", "--extra", name).exit_code == 0
    first, second = alert(1), alert(2, "other")
    publish(broker, name, first, first, b"no alert", first, second, alert(3))
    return name


def heard(*options: str) -> Result:
    return run("listen", "--from-beginning", *options)


def test_listen_prints_each_alert_once_and_reports_what_is_none(topic: str) -> None:
    result = heard("--topic", topic, "--count", "3", "--json")
    assert result.exit_code == 0
    numbers = [json.loads(line)["headline"] for line in result.stdout.splitlines()]
    assert numbers == ["Number 1", "Number 2", "Number 3"]
    assert f"left out {topic} 0:2" in result.stderr


def test_listen_keeps_to_one_watch(topic: str) -> None:
    result = heard("--topic", topic, "--watch", "other", "--count", "1")
    assert "Number 2" in result.stdout
    assert "Number 1" not in result.stdout
    assert EXAMPLE.evidence[0].quote in result.stdout, "a long line is not broken in a pipe"


@pytest.fixture
def scattered(broker: TestBroker, prefix: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A routed topic whose partitions hold the alerts of one day in no order.

    Number 2 is the development of number 1 for another watch, number 3 an update of it.
    """
    monkeypatch.setenv("PACTWIRE_BROKER__BOOTSTRAP", broker.bootstrap)
    name = f"alerts.{prefix}.day"
    assert run("topics", "create", "--extra", name).exit_code == 0
    producer = KafkaProducer(bootstrap_servers=broker.bootstrap, enable_idempotence=False)
    kinds = {1: ("desk", "alert"), 2: ("other", "alert"), 3: ("desk", "update")}
    for number in (3, 1, 2):
        watch, kind = kinds[number]
        moment = EXAMPLE.alerted_at + timedelta(minutes=number)
        one = alert(number, watch).model_copy(update={"alerted_at": moment, "msg_type": kind})
        record = ALERTS.encode(one)
        producer.send(
            name, record.value, record.key, partition=number, headers=list(record.headers)
        )
        producer.flush()
    producer.close()
    return name


def test_listen_gives_what_is_there_in_order_of_time(scattered: str) -> None:
    lines = heard("--topic", scattered, "--count", "3", "--json").stdout.splitlines()
    assert [json.loads(line)["headline"] for line in lines] == ["Number 1", "Number 2", "Number 3"]


def test_listen_prints_a_development_once_with_all_its_watches(scattered: str) -> None:
    shown = heard("--topic", scattered, "--count", "3").stdout
    assert EXAMPLE.development is not None
    assert [f"Number {number}" in shown for number in (1, 2, 3)] == [True, False, True]
    assert "also: watch other; " in shown


def test_listen_says_when_there_is_no_such_topic(topic: str) -> None:
    result = heard("--topic", f"{topic}.none")
    assert result.exit_code == 2
    assert "see `pactwire topics list`" in result.stderr


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("http://127.0.0.1:1", "nothing answers at"),
        ("nonsense", "nonsense/v1/articles is no address"),
        ("ftp://127.0.0.1", "is no address"),
    ],
)
def test_send_says_in_a_sentence_where_it_cannot_send(here: Path, url: str, told: str) -> None:
    (here / "a.txt").write_text("Fiji joined the African Union.")
    result = run("send", "--url", url, "a.txt")
    assert result.exit_code == 2
    assert told in result.stderr
    assert isinstance(result.exception, SystemExit)


def test_send_names_the_file_that_cannot_be_read(here: Path) -> None:
    (here / "empty.txt").touch()
    for name, told in (("empty.txt", "the document is empty"), ("none.txt", "No such file")):
        result = run("send", name)
        assert (result.exit_code, name in result.stderr, told in result.stderr) == (2, True, True)
