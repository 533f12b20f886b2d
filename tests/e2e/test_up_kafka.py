"""`pactwire up --broker kafka`: what was accepted outlives the broker's death and a new start."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from broker_choice import has_java_and_maven, with_jars
from up_process import Up, gone

STORY = {"url": "https://up.example/1", "source": "Up", "headline": "Nothing of note"}

pytestmark = pytest.mark.skipif(not has_java_and_maven(), reason="needs Java and Maven")


def pactwire(folder: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "pactwire", *words],
        cwd=folder, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def send(folder: Path, number: int) -> None:
    story = folder / "story.json"
    story.write_text(json.dumps(STORY | {"url": f"https://up.example/{number}"}))
    assert "accepted" in pactwire(folder, "send", str(story))


def articles(folder: Path) -> int:
    rows = json.loads(pactwire(folder, "topics", "list", "--json"))
    return next(row["records"] for row in rows if row["name"] == "news.articles.v1")


def test_nothing_accepted_is_lost(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    with_jars(tmp_path / ".pactwire", Path(request.config.cache.mkdir("kafka")))  # type: ignore[union-attr]
    with Up(tmp_path, "--broker", "kafka") as up:
        old = up.pids(up.until_ready(within=90))["broker"]
        send(tmp_path, 1)
        os.kill(old, signal.SIGKILL)

        def back(line: dict[str, Any]) -> bool:
            return line["event"] == "status" and line["broker_pid"] not in {None, old}

        up.until(back, within=90, what="broker back")
        up.until_ready(within=90)
        send(tmp_path, 2)
        assert articles(tmp_path) == 2
        assert up.stop(within=10) == 0
    with Up(tmp_path, "--broker", "kafka") as up:
        pids = up.pids(up.until_ready("ingest", within=90))
        assert articles(tmp_path) == 2
        assert up.stop(within=10) == 0
        assert all(gone(pid) for pid in pids.values())
