"""`pactwire config`: the settings as they are, without secrets."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pactwire.cli import main


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_config_shows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PACTWIRE_BROKER__PASSWORD", "open-sesame")
    monkeypatch.setenv("PACTWIRE_STORE__URL", "postgresql+psycopg://me:open-sesame@db/pactwire")
    for arguments in (["config"], ["config", "--json"]):
        shown = CliRunner().invoke(main, arguments)
        assert shown.exit_code == 0
        assert "@db/pactwire" in shown.stdout
        assert "open-sesame" not in shown.output


def test_config_says_where_each_setting_was_set(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (here / "pactwire.toml").write_text('[log]\nlevel = "debug"\n[ingest]\nport = 1\n')
    monkeypatch.setenv("PACTWIRE_INGEST__PORT", "2")
    shown = CliRunner().invoke(main, ["config"]).stdout.splitlines()
    assert 'log.level = "debug"  # pactwire.toml:2' in shown
    assert "ingest.port = 2  # PACTWIRE_INGEST__PORT" in shown
    assert 'log.format = "auto"  # default' in shown
    values = json.loads(CliRunner().invoke(main, ["config", "--json"]).stdout)
    assert values["log"]["level"] == "debug"
    assert values["origins"]["log.level"] == "pactwire.toml:2"
