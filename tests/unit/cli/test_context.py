"""Commands find the system that runs from the state folder, unless settings say otherwise."""

from pathlib import Path

import pytest

from pactwire.cli.context import load_effective_settings
from pactwire.edges.local import runfile
from pactwire.edges.local.runfile import BrokerInfo, RunInfo

PLACE = BrokerInfo(
    kind="embedded", bootstrap="127.0.0.1:4711", pid=1,
    fetch_wait=0.01, session_timeout=6, idempotent=False,
)  # fmt: skip


def places(state: Path) -> RunInfo:
    return RunInfo(
        pid=1, state=state, broker=PLACE, api="http://127.0.0.1:4712",
        store=f"sqlite:///{state}/pactwire.db", services={},
    )  # fmt: skip


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / ".pactwire"


def test_nothing_runs_so_defaults_hold() -> None:
    settings = load_effective_settings()
    assert (settings.broker.bootstrap, settings.ingest.port) == ("127.0.0.1:9092", 8080)


def test_a_running_system_is_found(here: Path) -> None:
    with runfile.lock_state_folder(here) as state:
        runfile.write(places(state))
        settings = load_effective_settings()
    assert settings.broker.bootstrap == "127.0.0.1:4711"
    assert (settings.broker.fetch_wait, settings.broker.idempotent) == (0.01, False)
    assert settings.ingest.port == 4712
    assert settings.store.url.get_secret_value() == f"sqlite:///{here}/pactwire.db"


def test_what_was_set_wins(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACTWIRE_BROKER__BOOTSTRAP", "elsewhere:9092")
    monkeypatch.setenv("PACTWIRE_STORE__URL", "sqlite:///other.db")
    with runfile.lock_state_folder(here) as state:
        runfile.write(places(state))
        settings = load_effective_settings()
    assert settings.broker.bootstrap == "elsewhere:9092"
    assert settings.broker.idempotent is True
    assert settings.store.url.get_secret_value() == "sqlite:///other.db"
    assert settings.ingest.port == 4712


def test_the_file_of_a_dead_system_counts_for_nothing(here: Path) -> None:
    with runfile.lock_state_folder(here) as state:
        runfile.write(places(state))
        left = (state / runfile.RUN_FILE).read_bytes()
    (here / runfile.RUN_FILE).write_bytes(left)  # as after a SIGKILL
    assert runfile.read(here) is None
    assert load_effective_settings().broker.bootstrap == "127.0.0.1:9092"


def test_what_runs_comes_before_the_file(here: Path) -> None:
    Path("pactwire.toml").write_text('[ingest]\nport = 9999\n[broker]\nbootstrap = "k:1"\n')
    assert load_effective_settings().ingest.port == 9999
    with runfile.lock_state_folder(here) as state:
        runfile.write(places(state))
        settings = load_effective_settings()
    assert (settings.ingest.port, settings.broker.bootstrap) == (4712, "127.0.0.1:4711")
