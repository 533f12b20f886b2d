"""What an operator got wrong is said first, in one sentence that names it, by every process."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SERVICES = ("ingest", "enrich", "alert", "deliver")
COMMANDS = ("up", *SERVICES)


def run(folder: Path, command: str, **variables: str) -> "subprocess.CompletedProcess[str]":
    own = {name: value for name, value in os.environ.items() if not name.startswith("PACTWIRE_")}
    return subprocess.run(
        [sys.executable, "-m", "pactwire", command],
        cwd=folder, capture_output=True, text=True, timeout=60, check=False, env=own | variables,
    )  # fmt: skip


def refusal(folder: Path, command: str, **variables: str) -> str:
    """The one sentence with which a command ends; nothing was started and nothing is left."""
    done = run(folder, command, **variables)
    assert done.returncode == 2, done
    assert "Traceback" not in done.stderr
    (sentence,) = done.stderr.strip().splitlines()
    assert not (folder / ".pactwire").exists()
    return sentence


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        yield holder.getsockname()[1]


def address(service: str, part: str) -> str:
    section = "" if service == "ingest" else "PROBES__"
    return f"PACTWIRE_{service.upper()}__{section}{part}"


@pytest.mark.parametrize("command", COMMANDS)
def test_a_ca_file_that_is_not_there(command: str, tmp_path: Path) -> None:
    told = refusal(tmp_path, command, PACTWIRE_BROKER__CA_FILE="no-such.pem")
    assert "PACTWIRE_BROKER__CA_FILE" in told
    assert "no-such.pem: No such file" in told


@pytest.mark.parametrize("command", COMMANDS)
def test_a_value_of_the_file_that_does_not_fit(command: str, tmp_path: Path) -> None:
    (tmp_path / "pactwire.toml").write_text('[log]\n# loud\nlevel = "loud"\n')
    told = refusal(tmp_path, command)
    assert "pactwire.toml:3: setting log.level: " in told


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_not_toml(command: str, tmp_path: Path) -> None:
    (tmp_path / "pactwire.toml").write_text("[log]\nlevel = \n")
    assert "pactwire.toml:2: this is not TOML: " in refusal(tmp_path, command)


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("through", ["up", "itself"])
def test_a_port_that_is_taken(service: str, through: str, taken: int, tmp_path: Path) -> None:
    variable = address(service, "PORT")
    command = service if through == "itself" else through
    told = refusal(tmp_path, command, **{variable: str(taken)})
    assert variable in told
    assert f"port {taken} on 127.0.0.1 is taken" in told


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("through", ["up", "itself"])
def test_a_host_that_is_not_of_this_machine(service: str, through: str, tmp_path: Path) -> None:
    variable = address(service, "HOST")
    command = service if through == "itself" else through
    for host in ("192.0.2.1", "no such host"):
        told = refusal(tmp_path, command, **{variable: host})
        assert variable in told
        assert f"{host!r} is no address of this machine" in told


@pytest.mark.parametrize("command", ["up", "alert"])
def test_a_watch_folder_that_is_not_there(command: str, tmp_path: Path) -> None:
    (tmp_path / "pactwire.toml").write_text('[alert]\nwatches = "no-such-folder"\n')
    told = refusal(tmp_path, command)
    assert "pactwire.toml:2: setting alert.watches: no-such-folder is not there" in told


@pytest.mark.parametrize(
    ("variables", "named", "why"),
    [
        ({"PACTWIRE_BROKER__BOOTSTRAP": "kafka"}, "BROKER__BOOTSTRAP", "is not HOST:PORT"),
        ({"PACTWIRE_BROKER__BOOTSTRAP": "kafka:99999"}, "BROKER__BOOTSTRAP", "is not HOST:PORT"),
        ({"PACTWIRE_BROKER__SECURITY": "SASL_SSL"}, "BROKER__USERNAME", "which needs it"),
        ({"PACTWIRE_STORE__URL": "mysql://here/x"}, "STORE__URL", "must look like sqlite://"),
        ({"PACTWIRE_STORE__URL": "sqlite:///:memory:"}, "STORE__URL", "must name a file"),
        ({"PACTWIRE_STORE__URL": "sqlite:////dev/null/x"}, "STORE__URL", "/dev/null is no folder"),
        ({"PACTWIRE_STATE": "/dev/null/x"}, "STATE", "/dev/null is no folder"),
        ({"PACTWIRE_INGEST__FEEDS": "https://a.example"}, "INGEST__FEEDS", "this is not JSON"),
        ({"PACTWIRE_INGEST__FEEDS": '[{"url": "x"}]'}, "INGEST__FEEDS", "valid URL"),
        ({"PACTWIRE_CONFIG": "no-such.toml"}, "CONFIG", "which is not a file"),
    ],
)
@pytest.mark.parametrize("command", ["up", "deliver"])
def test_what_else_can_be_judged_alone(
    command: str, variables: dict[str, str], named: str, why: str, tmp_path: Path
) -> None:
    told = refusal(tmp_path, command, **variables)
    assert f"PACTWIRE_{named}" in told
    assert why in told


def test_two_services_on_one_port(tmp_path: Path) -> None:
    both = {address("enrich", "PORT"): "18999", address("alert", "PORT"): "18999"}
    told = refusal(tmp_path, "up", **both)
    assert "18999 is the port of enrich already" in told
    assert address("alert", "PORT") in told


def test_a_file_without_certificates(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("hello")
    told = refusal(tmp_path, "enrich", PACTWIRE_BROKER__CA_FILE="ca.pem")
    assert "ca.pem holds no certificates in PEM" in told


@pytest.mark.parametrize("command", ["listen", "topics check", "dead list"])
def test_commands_that_speak_to_the_broker_say_the_same(command: str, tmp_path: Path) -> None:
    own = {name: value for name, value in os.environ.items() if not name.startswith("PACTWIRE_")}
    own |= {"PACTWIRE_BROKER__CA_FILE": "no-such.pem", "PACTWIRE_BROKER__SECURITY": "SSL"}
    done = subprocess.run(
        [sys.executable, "-m", "pactwire", *command.split()],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False, env=own,
    )  # fmt: skip
    assert done.returncode == 2
    assert "PACTWIRE_BROKER__CA_FILE" in done.stderr
    assert "Traceback" not in done.stderr
