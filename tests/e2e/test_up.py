"""`pactwire up` as a process: it keeps services up, is found, and leaves nothing behind."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from pactwire.edges.local.ports import find_free_port
from up_process import Up, gone, is_running

SERVICE = "ingest"
"""The service that dies here; it needs the shortest time to come up."""


def restarted(up: Up, old: int) -> int:
    """Wait until the service is ready with another process; gives its id."""

    def again(line: dict) -> bool:  # type: ignore[type-arg]
        services = {r["name"]: r for r in line.get("services", ())}
        return (
            bool(services)
            and services[SERVICE]["pid"] != old
            and services[SERVICE]["state"] == "ready"
        )

    return up.pids(up.until(again, what=f"{SERVICE} ready again"))[SERVICE]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("up")


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[Up]:
    with Up(folder) as up:
        up.until_ready(SERVICE)
        yield up


def pactwire(folder: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "pactwire", *words],
        cwd=folder, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def written(folder: Path) -> dict:  # type: ignore[type-arg]
    return json.loads((folder / ".pactwire" / "up.json").read_text())


def addresses(folder: Path) -> set[str]:
    now = written(folder)
    return {now["broker"]["bootstrap"], *(place["url"] for place in now["services"].values())}


def test_commands_in_the_folder_find_the_running_system(running: Up, folder: Path) -> None:
    done = pactwire(folder, "topics", "check")
    assert (done.returncode, done.stderr) == (0, "")


def test_config_shows_what_is_in_force_beside_a_running_system(running: Up, folder: Path) -> None:
    done = pactwire(folder, "config", "--json")
    values = json.loads(done.stdout)
    now = written(folder)
    assert values["broker"]["bootstrap"] == now["broker"]["bootstrap"]
    assert values["broker"]["idempotent"] is False
    assert values["deliver"]["allow_private_targets"] == ["127.0.0.0/8", "::1/128"]
    assert values["state"] == str(folder / ".pactwire")
    assert values["origins"]["broker.bootstrap"] == f"pactwire up, pid {running.process.pid}"
    assert values["origins"]["log.level"] == f"default, pid {running.process.pid}"


def test_a_variable_here_comes_before_what_runs(running: Up, folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pactwire", "config"],
        cwd=folder, capture_output=True, text=True, timeout=60, check=False,
        env={**os.environ, "PACTWIRE_BROKER__BOOTSTRAP": "kafka:9092"},
    )  # fmt: skip
    assert 'broker.bootstrap = "kafka:9092"  # PACTWIRE_BROKER__BOOTSTRAP' in done.stdout


def test_a_second_system_in_the_folder_is_refused(running: Up, folder: Path) -> None:
    second = pactwire(folder, "up")
    assert second.returncode == 2
    assert "up already" in second.stderr
    assert "Traceback" not in second.stderr


def test_a_killed_service_comes_back(running: Up, folder: Path) -> None:
    old = written(folder)["services"][SERVICE]["pid"]
    os.kill(old, signal.SIGKILL)
    told = running.until(lambda line: line["event"] == "exit" and line["subject"] == SERVICE)
    assert (told["reason"], told["code"]) == ("killed", -signal.SIGKILL)
    new = restarted(running, old)
    assert new != old
    assert written(folder)["services"][SERVICE]["pid"] == new


def test_a_dead_broker_comes_back_with_its_services(running: Up, folder: Path) -> None:
    before = written(folder)
    service = before["services"][SERVICE]["pid"]
    os.kill(before["broker"]["pid"], signal.SIGKILL)
    assert restarted(running, service) != service
    assert gone(service)
    assert pactwire(folder, "topics", "check").returncode == 0


def test_two_systems_do_not_disturb_each_other(running: Up, folder: Path, tmp_path: Path) -> None:
    with Up(tmp_path) as other:
        other.until_ready(SERVICE)
        here, there = addresses(folder), addresses(tmp_path)
        assert here.isdisjoint(there)
        assert other.stop() == 0
    assert pactwire(folder, "topics", "check").returncode == 0


def test_ctrl_c_leaves_no_process(running: Up, folder: Path) -> None:
    now = written(folder)
    pids = [place["pid"] for place in now["services"].values() if place["pid"]]
    pids.append(now["broker"]["pid"])
    assert is_running(now["broker"]["pid"])
    assert running.stop(within=10) == 0
    assert all(gone(pid) for pid in pids)
    assert not (folder / ".pactwire" / "up.json").exists()


def test_when_up_is_killed_its_children_end_too(tmp_path: Path) -> None:
    with Up(tmp_path) as up:
        pids = up.pids(up.until_ready(SERVICE))
        up.process.kill()
        up.process.wait()
        assert all(gone(pid) for pid in pids.values())


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--broker", "rabbit"), "neither 'embedded', 'kafka' nor HOST:PORT"),
        (("--broker", "127.0.0.1:1"), "no Kafka answers at 127.0.0.1:1"),
        (("--state", "/dev/null/x"), "cannot be used"),
    ],
)
def test_a_mistake_is_one_sentence_and_code_2(
    options: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pactwire", "up", *options],
        cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_wrong_settings_are_reported_by_name(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pactwire", "up"],
        cwd=tmp_path, capture_output=True, text=True, timeout=30, check=False,
        env={**os.environ, "PACTWIRE_LOG__LEVEL": "loud"},
    )  # fmt: skip
    assert done.returncode == 2
    assert "PACTWIRE_LOG__LEVEL" in done.stderr


def test_ports_are_chosen_by_options_and_doctor_says_starting(tmp_path: Path) -> None:
    taken: frozenset[int] = frozenset()
    options = (
        "--port", "--enrich-port", "--alert-port", "--deliver-port", "--desk-probes-port",
        "--desk-port", "--broker-port",
    )  # fmt: skip
    chosen: dict[str, int] = {}
    for option in options:
        chosen[option] = find_free_port(taken=taken)
        taken |= {chosen[option]}
    words = [word for option, port in chosen.items() for word in (option, str(port))]
    with Up(tmp_path, *words) as up:
        up.until(lambda line: line["event"] == "topics", what="topics")
        up.until(lambda line: line["event"] == "status", what="status")
        looked = json.loads(pactwire(tmp_path, "doctor", "--json").stdout)
        services = {f["name"]: f for f in looked["findings"] if " at http" in f["what"]}
        assert set(services) == {"ingest", "enrich", "alert", "deliver", "desk"}
        assert [f["name"] for f in services.values() if f["state"] == "wrong"] == []
        up.until_ready(SERVICE, "desk")
        now = written(tmp_path)
        found = [int(place["url"].rpartition(":")[2]) for place in now["services"].values()]
        assert found == list(chosen.values())[:5]
        assert now["desk"] == f"http://127.0.0.1:{chosen['--desk-port']}"
        assert httpx.get(f"{now['desk']}/v1/watches").status_code == 401
        assert now["broker"]["bootstrap"] == f"127.0.0.1:{chosen['--broker-port']}"
        values = json.loads(pactwire(tmp_path, "config", "--json").stdout)
        assert values["enrich"]["probes"]["port"] == chosen["--enrich-port"]
        again = pactwire(tmp_path, "up", "--state", "other", "--port", str(chosen["--port"]))
        assert again.returncode == 2
        assert f"--ingest-port: port {chosen['--port']} on 127.0.0.1 is taken" in again.stderr
        assert up.stop() == 0
