"""Every promise about faults has a run, and every long run is one."""

import re
from pathlib import Path

import pytest

from faults.promises import PROMISES

TESTS = Path(__file__).parents[1]
MARK = re.compile(r'mark\.fault\("(\w+)"\)')


def marked(folder: Path) -> set[str]:
    """The promises that tests below a folder are runs of."""
    return {
        name
        for path in folder.rglob("test_*.py")
        if path != Path(__file__)
        for name in MARK.findall(path.read_text("utf-8"))
    }


def test_every_promise_has_a_fault_run() -> None:
    assert marked(TESTS) == set(PROMISES)


def test_every_long_run_is_a_fault_run() -> None:
    for path in (TESTS / "faults").glob("test_*.py"):
        text = path.read_text("utf-8")
        assert "mark.long" in text, path.name
        assert MARK.search(text), path.name


def test_a_promise_without_a_run_is_found(tmp_path: Path) -> None:
    (tmp_path / "test_one.py").write_text('@pytest.mark.fault("clock")\ndef test_x(): pass\n')
    assert marked(tmp_path) == {"clock"}
    assert marked(tmp_path) != set(PROMISES)


@pytest.mark.parametrize("name", PROMISES)
def test_a_promise_is_a_sentence_part(name: str) -> None:
    assert PROMISES[name][0].islower()
    assert not PROMISES[name].endswith(".")
