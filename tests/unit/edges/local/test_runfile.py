"""The state folder and its runfile: held once, and worth nothing when its holder is dead."""

import errno
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


def test_a_folder_of_another_user_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, here: Path
) -> None:
    def refuse(path: Path) -> bool:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(Path, "exists", refuse)
    with pytest.raises(Misconfigured, match="Permission denied; run this as its owner"):
        runfile.read(here)
