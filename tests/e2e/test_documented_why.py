"""The example of docs/watches.md on asking why not gives, word for word, what the page shows."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "watches.md"
WATCH = """
id: coalition-changes
name: Who joins or leaves
when:
  changed: {stage_at_least: approved}
"""


def read_sessions(page: str) -> list[tuple[str, str]]:
    """The commands of the console blocks, each with the output that is shown."""
    blocks = re.findall(r"```console\n(.*?)```", page, re.DOTALL)
    steps = [step for block in blocks for step in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]]
    return [(command, output) for command, _, output in (step.partition("\n") for step in steps)]


def test_the_page_shows_what_the_commands_print(tmp_path: Path) -> None:
    (tmp_path / "coalition-changes.yaml").write_text(WATCH)
    sessions = read_sessions(PAGE.read_text())
    assert len(sessions) == 2
    for command, shown in sessions:
        words = [sys.executable, "-m", *re.findall(r'"[^"]*"|\S+', command)]
        done = subprocess.run(
            [word.strip('"') for word in words],
            cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip
        assert done.stdout == shown, done.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("why", "12ab"), "there is no alert '12ab'; see: pactwire alerts"),
        (("why-not", "nobody", "Fiji joined."), "there is no watch 'nobody'"),
        (("alerts", "--entity", "Atlantis"), "'Atlantis' is unknown"),
    ],
)
def test_a_mistake_is_one_sentence(tmp_path: Path, words: tuple[str, ...], sentence: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pactwire", *words],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
