"""`listen` and `dead` read whatever lies on a topic: every compression, every header name."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from broker_choice import TestBroker
from hostile_records import HostileRecord, hostile_records, write_hostile
from pactwire.cli import main
from pactwire.edges.kafka.topic_consumer import read_records
from pactwire_schemas import ALERTS

EXAMPLE = Path(__file__).parents[2] / "schemas" / "examples" / "news.alerts.v1.json"
MUTATIONS = 20
SEED = 20261130


@pytest.fixture
def topic(broker: TestBroker, prefix: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A routed topic of this test's own, with its dead letters."""
    if not broker.is_kafka:
        pytest.skip("the embedded broker takes neither these sizes nor these compressions")
    monkeypatch.setenv("PACTWIRE_BROKER__BOOTSTRAP", broker.bootstrap)
    name = f"alerts.{prefix}"
    assert run("topics", "create", "--extra", name).exit_code == 0
    return name


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def hostile(name: str) -> list[HostileRecord]:
    """Hostile records for the topic, and a good alert in each compression behind them."""
    made = [replace(one, topic=name) for one in hostile_records(ALERTS, SEED, MUTATIONS)]
    good = HostileRecord("good", name, EXAMPLE.read_bytes(), b"pact-changes")
    return made + [replace(good, codec=codec) for codec in ("gzip", "snappy", "lz4", "zstd")]


@pytest.mark.fault("letters")
def test_every_record_is_read_or_said_to_be_unreadable(broker: TestBroker, topic: str) -> None:
    written = write_hostile(broker.settings, hostile(topic))
    found = list(read_records(broker.settings, [topic]))
    assert len(found) == len(written)
    readable = [one for one in found if not one.unreadable]
    left = [one.what for one in written if "100 MB" in one.what]
    assert len(found) - len(readable) == len(left), "only what inflates without bounds"
    assert {one.value for one in readable} <= {one.value for one in written}
    assert sum(one.value == EXAMPLE.read_bytes() for one in readable) >= 4


@pytest.mark.fault("letters")
def test_listen_prints_the_good_alert_and_names_each_other_record(
    broker: TestBroker, topic: str
) -> None:
    large = [one for one in hostile(topic) if "100 MB in zstd" in one.what]
    odd = [one for one in hostile(topic) if one.bad_header_name]
    good = [one for one in hostile(topic) if one.what == "good"]
    write_hostile(broker.settings, [*large, *odd, *good])
    result = run("listen", "--topic", topic, "--from-beginning", "--count", "1", "--json")
    assert result.exit_code == 0, result.stderr
    assert json.loads(result.stdout)["headline"] == json.loads(EXAMPLE.read_bytes())["headline"]
    assert "the batch can't be read: it can't be inflated" in result.stderr


@pytest.mark.fault("letters")
def test_dead_lists_whatever_lies_there_and_replays_no_unreadable_batch(
    broker: TestBroker, topic: str
) -> None:
    name = f"{topic}.dead"
    wanted = [one for one in hostile(name) if "100 MB in lz4" in one.what or one.bad_header_name]
    some = [*wanted, hostile(name)[-1]]
    written = write_hostile(broker.settings, some)
    lines = run("dead", "list", "--topic", topic, "--json").stdout.splitlines()
    rows = [json.loads(line) for line in lines]
    assert len(rows) == len(written)
    (unreadable,) = [row for row in rows if "inflated" in row["message"]]
    result = run("dead", "replay", unreadable["id"])
    assert result.exit_code == 1  # each letter is told by itself
    assert "holds a batch that can't be read" in result.output
    assert "Traceback" not in result.output
