"""`pactwire config`: the settings as they are, without secrets."""

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
