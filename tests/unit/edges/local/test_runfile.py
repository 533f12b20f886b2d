"""The state folder and its runfile: held once, and worth nothing when its holder is dead."""

from pathlib import Path

import pytest

from pactwire.edges.local import runfile
from pactwire.errors import Misconfigured


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path / ".pactwire"


def test_a_folder_is_held_once(here: Path) -> None:
    with (
        runfile.lock_state_folder(here),
        pytest.raises(Misconfigured, match="up already"),
        runfile.lock_state_folder(here),
    ):
        pass
    with runfile.lock_state_folder(here):
        assert runfile.is_locked(here)
    assert not runfile.is_locked(here)
