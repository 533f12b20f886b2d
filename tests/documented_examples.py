"""The examples of a page, as they stand there: files to write, commands to run, what they print."""

import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE = re.compile(r"in `([\w./-]+)`:\n+```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def write_files(page: str, folder: Path) -> list[Path]:
    """Write each file that the page gives behind "in `path`:"."""
    written = []
    for name, content in FILE.findall(page):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        written.append(path)
    return written


def list_examples(page: str) -> list[tuple[str, list[str]]]:
    """The commands that are followed by what they print, with those lines."""
    blocks = BLOCK.findall(page)
    return [
        (commands, shown.splitlines())
        for (kind, commands), (after, shown) in pairwise(blocks)
        if (kind, after) == ("sh", "text")
    ]


def run_commands(commands: str, folder: Path) -> str:
    """What the commands print, white space as single blanks; they must succeed."""
    command = folder / "bin" / "pactwire"
    if not command.exists():
        command.parent.mkdir()
        command.write_text(f'#!/bin/sh\nexec {sys.executable} -m pactwire "$@"\n')
        command.chmod(0o755)
    done = subprocess.run(
        ["bash", "-e", "-c", commands], cwd=folder, capture_output=True, text=True, timeout=300,
        check=False,
        env={**os.environ, "PATH": f"{folder / 'bin'}:{os.environ['PATH']}", "COLUMNS": "200"},
    )  # fmt: skip
    assert done.returncode == 0, (commands, done.stderr)
    return " ".join(done.stdout.split())
