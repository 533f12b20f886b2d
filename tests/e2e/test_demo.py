"""The demo as a newcomer runs it: exit code and what it shows."""

import os
import re
import subprocess
import sys
from pathlib import Path

STORY = """Kenya leaves the Commonwealth

NAIROBI - Kenya has left the Commonwealth, the foreign ministry said on Tuesday in a short note.
"""


def demo(folder: Path, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "pactwire", "demo", *words],
        cwd=folder, capture_output=True, text=True, timeout=120, check=False,
        env={**os.environ, "COLUMNS": "200", **environment},
    )  # fmt: skip


def test_it_shows_alerts_with_quotes_verified_webhooks_and_numbers(tmp_path: Path) -> None:
    story = tmp_path / "kenya.txt"
    story.write_text(STORY)
    done = demo(tmp_path, str(story))
    assert done.returncode == 0, done.stdout + done.stderr
    shown = done.stdout
    assert "Kenya has left" in shown
    assert "Syria has joined the Global Coalition to Defeat ISIS" in shown
    assert "“" in shown
    assert "signature verified  membership.join.effective" in shown
    assert "BAD SIGNATURE" not in shown
    assert "nobody joined or left anything that is an alliance" in shown
    assert re.search(r"pactwire_ingest_articles_total\S+ +0 → +9", shown)
    assert re.search(r"from article to alert \d+\.\d\d s", shown)
    assert [path.name for path in tmp_path.iterdir()] == ["kenya.txt"]


def test_what_fails_is_said_and_counts(tmp_path: Path) -> None:
    done = demo(tmp_path, "--broker", "127.0.0.1:1")
    assert done.returncode == 2
    assert "the demo failed" in done.stdout
    assert "no Kafka answers at 127.0.0.1:1" in done.stdout
    assert "Traceback" not in done.stdout + done.stderr
