"""The README's own steps, as they are written there, give what they promise."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from up_process import Up

ROOT = Path(__file__).parents[2]
PROMISE = re.compile(r"# nine alerts of them")
ALERTS = 9
"""As many as the demo gives for the same articles."""


def list_steps() -> list[str]:
    """The commands of the second terminal, without the remarks."""
    block = (
        (ROOT / "README.md").read_text().partition("and in a second terminal")[2].split("```")[1]
    )
    lines = [line.partition(" #")[0].strip() for line in block.splitlines()[1:]]
    return [line for line in lines if line]


@pytest.fixture
def here(tmp_path: Path) -> Path:
    """A folder with the seeds in it, as a checkout has them, and `pactwire` on the path."""
    (tmp_path / "seeds").symlink_to(ROOT / "seeds")
    command = tmp_path / "bin" / "pactwire"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m pactwire "$@"\n')
    command.chmod(0o755)
    return tmp_path


def run_step(folder: Path, step: str) -> str:
    path = f"{folder / 'bin'}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", step], cwd=folder, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "PATH": path},
    )  # fmt: skip
    assert done.returncode == 0, (step, done.stderr)
    return done.stdout


def test_the_steps_give_as_many_alerts_as_the_demo(here: Path) -> None:
    assert PROMISE.search((ROOT / "README.md").read_text())
    *steps, listen = list_steps()
    assert listen.startswith("pactwire listen")
    with Up(here) as up:
        opened = up.until(lambda line: line["event"] == "ledger", what="opening day")
        assert opened["opens"] == "2025-01-01"
        assert "--opens DAY" in opened["text"]
        up.until_ready()
        for step in steps:
            run_step(here, step)
        up.until(lambda line: (line.get("flow") or {}).get("alerts") == ALERTS, what="nine alerts")
        heard = run_step(here, f"{listen} --json --count {ALERTS}").splitlines()
        moments = [json.loads(line)["alerted_at"] for line in heard]
        assert len(moments) == ALERTS
        assert moments == sorted(moments)
        assert up.stop() == 0
