"""What `pactwire doctor` says, through the command itself."""

import json
import socket
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from broker_choice import TestBroker
from pactwire.cli import main
from pactwire.cli.doctor import is_starting
from pactwire.edges.local import diagnostics, runfile
from pactwire.edges.local.runfile import ServiceInfo


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def findings(*arguments: str) -> dict[str, list[dict[str, Any]]]:
    told = json.loads(CliRunner().invoke(main, ["doctor", "--json", *arguments]).stdout)
    by_name: dict[str, list[dict[str, Any]]] = {}
    for finding in told["findings"]:
        by_name.setdefault(finding["name"], []).append(finding)
    return by_name


def test_doctor_checks_everything_and_leaves_nothing_behind(here: Path) -> None:
    found = findings()
    assert set(found) >= {
        "python", "packages", "clock", "reference data", "trained reader", "embedded broker",
        "java, maven",
        "docker", "settings", "disk", "up", "ports", "store",
    }  # fmt: skip
    assert found["python"][0]["state"] == found["packages"][0]["state"] == "ok"
    assert list(here.iterdir()) == []


def test_every_mistake_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACTWIRE_STORE__URL", "sqlite:////dev/null/pactwire.db")
    monkeypatch.setenv("PACTWIRE_BROKER__BOOTSTRAP", "127.0.0.1:1")
    monkeypatch.setenv("PACTWIRE_ALERT__WATCHES", "no-such-folder")
    found = findings()
    for name in ("store", "broker", "watches"):
        assert found[name][0]["state"] == "wrong", name
        assert found[name][0]["todo"], name
    assert CliRunner().invoke(main, ["doctor"]).exit_code == 1


def test_wrong_settings_are_reported_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACTWIRE_INGEST__PORT", "many")
    found = findings()
    assert found["settings"][0]["state"] == "wrong"
    assert "PACTWIRE_INGEST__PORT" in found["settings"][0]["what"]
    wrong = [name for name, results in found.items() if results[0]["state"] == "wrong"]
    assert wrong == ["settings"], "nothing else is blamed for it"


def test_a_taken_port_is_wrong_only_when_it_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PACTWIRE_INGEST__PORT", str(port))
        found = findings()["ports"]
    assert [(f["state"], str(port) in f["what"]) for f in found if "ingest" in f["what"]] == [
        ("wrong", True)
    ]


def test_a_broker_with_its_topics_is_fine(
    broker: TestBroker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PACTWIRE_BROKER__BOOTSTRAP", broker.bootstrap)
    found = findings()
    assert found["broker"][0]["state"] == "ok"
    assert found["topics"][0]["state"] == "ok"


def test_a_service_that_was_just_started_is_starting_and_not_wrong() -> None:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    young = ServiceInfo(pid=1, url="http://127.0.0.1:1", since=now - timedelta(seconds=5))
    assert is_starting(young, now)
    assert not is_starting(young, now + timedelta(minutes=2))
    assert not is_starting(young.model_copy(update={"pid": None}), now)


def test_up_without_a_broker_yet_is_starting(here: Path) -> None:
    with runfile.lock_state_folder(here / ".pactwire"):
        found = findings()["up"][0]
    assert (found["state"], "starting" in found["what"]) == ("note", True)


def test_a_missing_ca_file_is_wrong_and_no_stack_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACTWIRE_BROKER__BOOTSTRAP", "127.0.0.1:1")
    monkeypatch.setenv("PACTWIRE_BROKER__CA_FILE", "no-such.pem")
    found = findings()["broker"][0]
    assert (found["state"], "no-such.pem" in found["what"]) == ("wrong", True)


@pytest.mark.parametrize(("answer", "state"), [(b"200 OK", "ok"), (b"500 Broken", "note")])
def test_docker_is_asked_at_its_socket(
    answer: bytes, state: str, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plug = here / "docker.sock"
    monkeypatch.setattr("pactwire.edges.local.diagnostics.DOCKER", plug)
    assert diagnostics.check_docker().what == "no daemon"
    with socket.socket(socket.AF_UNIX) as daemon:
        daemon.bind(str(plug))
        daemon.listen()

        def serve() -> None:
            caller, _ = daemon.accept()
            with caller:
                assert caller.recv(1000).startswith(b"GET /_ping")
                caller.sendall(b"HTTP/1.0 " + answer + b"\r\n\r\n")

        serving = threading.Thread(target=serve)
        serving.start()
        assert diagnostics.check_docker().state == state
        serving.join()
    assert "does not answer" in diagnostics.check_docker().what
