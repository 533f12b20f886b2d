"""One service's process under its runner, with real processes."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pactwire.edges.local.brokers import Broker
from pactwire.edges.local.child_process import ChildProcess, spawn
from pactwire.edges.local.ports import PortClaims, find_free_port, is_port_free
from pactwire.errors import Misconfigured
from pactwire.settings import BrokerSettings
from pactwire.up.plan import Service
from pactwire.up.runner import Runner, ServiceExit
from pactwire.up.supervisor import Supervisor
from up_process import gone, is_running

SERVICE = Service("ingest", 1, {})


def starts(folder: Path, program: str) -> Callable[[Service], ChildProcess]:
    command = [sys.executable, "-c", program]
    return lambda service: spawn(service.name, command, folder / f"{service.name}.log")


def ended(runner: Runner, now: float) -> ServiceExit:
    """Tick at one moment until the process has ended."""
    for _ in range(500):
        found = runner.tick(now)
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("the process did not end")


def test_a_process_that_fails_at_once_waits_longer_each_time(tmp_path: Path) -> None:
    runner = Runner(SERVICE, starts(tmp_path, "import sys; sys.exit('no such thing')"))
    now = 100.0
    runner.launch(now)
    waits = []
    for _ in range(3):
        found = ended(runner, now)
        assert (found.exit_code, found.decision.reason) == (1, "crashed")
        assert found.last_error == "no such thing"
        assert runner.pid is None
        assert found.decision.after is not None
        waits.append(found.decision.after)
        assert runner.tick(now + found.decision.after / 2) is None  # too early
        assert runner.pid is None
        now += found.decision.after
    assert waits == [0.5, 1, 2]
    assert runner.restart_count == 2


def test_a_misconfigured_process_is_given_up_with_its_sentence(tmp_path: Path) -> None:
    runner = Runner(SERVICE, starts(tmp_path, "import sys; print('port taken'); sys.exit(2)"))
    runner.launch(0)
    found = ended(runner, 1)
    assert (found.decision.after, found.last_error) == (None, "port taken")
    assert runner.is_given_up
    assert runner.tick(1e6) is None


def test_a_child_that_ignores_the_request_is_killed(tmp_path: Path) -> None:
    deaf = "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True)\n"
    child = starts(tmp_path, deaf + "time.sleep(60)")(SERVICE)
    while child.read_log_tail() != "up":
        time.sleep(0.02)
    assert child.stop(0.2) == -9
    assert gone(child.pid)


def test_grandchildren_go_with_the_child(tmp_path: Path) -> None:
    nested = (
        "import signal, subprocess, sys, time\nsignal.signal(15, signal.SIG_IGN)\n"
        "print(subprocess.Popen(['sleep', '60']).pid, flush=True)\ntime.sleep(60)"
    )
    child = starts(tmp_path, nested)(SERVICE)
    while not child.read_log_tail():
        time.sleep(0.02)
    grandchild = int(child.read_log_tail())
    assert is_running(grandchild)
    child.stop(0.2)
    assert gone(grandchild)


def test_a_log_that_cannot_be_written_is_a_mistake() -> None:
    with pytest.raises(Misconfigured, match="cannot start x"):
        spawn("x", [sys.executable], Path("/dev/null/x.log"))


def test_a_free_port_is_free_and_not_one_of_the_taken() -> None:
    port = find_free_port()
    assert is_port_free(port)
    assert find_free_port(port) == port
    assert find_free_port(port, frozenset({port})) != port


def test_a_log_that_has_grown_large_is_set_aside(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pactwire.edges.local.child_process.MAX_LOG_BYTES", 10)
    log = tmp_path / "ingest.log"
    log.write_text("many words of an earlier life")
    child = starts(tmp_path, "print('new')")(SERVICE)
    child.process.wait()
    assert child.read_log_tail() == "new"
    assert (tmp_path / "ingest.log.1").read_text().startswith("many words")


def test_a_log_is_set_aside_while_its_process_writes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pactwire.edges.local.child_process.MAX_LOG_BYTES", 100_000)
    program = "import time\nfor n in range(10**9): print('line', n, flush=True); time.sleep(0.0001)"
    child = starts(tmp_path, program)(SERVICE)
    broker = Broker("external", BrokerSettings(), child)
    supervisor = Supervisor(broker, lambda old: old, [], lambda _: child, lambda _: None)
    log, aside = tmp_path / "ingest.log", tmp_path / "ingest.log.1"
    most, rotations, earlier = 0, 0, b""
    while rotations < 3:
        supervisor.tick(0)
        most = max(most, log.stat().st_size)
        if aside.exists() and aside.read_bytes() != earlier:
            rotations, earlier = rotations + 1, aside.read_bytes()
        time.sleep(0.01)
    child.stop(1)
    assert most < 200_000
    assert aside.stat().st_size < 200_000
    assert child.read_log_tail().startswith("line")


def test_a_port_that_another_system_has_chosen_is_not_chosen_again(tmp_path: Path) -> None:
    port = find_free_port()
    with PortClaims(tmp_path) as first, PortClaims(tmp_path) as second:
        assert first.claim(port) == port
        assert second.claim(port) != port
        assert second.claim(port, frozenset({port})) != port
    with PortClaims(tmp_path) as third:
        assert third.claim(port) == port


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('{"event": "match.decided", "level": "info"}', ""),
        ('{"event": "process.failed", "level": "error"}', "process.failed"),
        ("pactwire: set the store's URL", "set the store's URL"),
    ],
)
def test_routine_lines_are_no_reason_for_an_end(tmp_path: Path, said: str, told: str) -> None:
    code = f"import sys; print({said!r}); sys.exit(1)"
    child = spawn("x", [sys.executable, "-c", code], tmp_path / "x.log")
    child.process.wait(10)
    assert told in child.read_last_error()
    assert bool(child.read_last_error()) is bool(told)
