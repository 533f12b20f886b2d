"""Checkouts of other commits, and benchmarks that run with the packages of one."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SPEED = ROOT / "tests" / "speed"
PACKAGES = ("services", "schemas", "seeds", "tests")


class NotMeasured(Exception):  # noqa: N818  reads as what is said
    """A benchmark ended with an error, of which this is the last line."""


def import_from(tree: Path) -> dict[str, str]:
    """The environment in which the packages of a tree are imported, and these benchmarks."""
    parts = [*(str(tree / part) for part in PACKAGES), str(SPEED)]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(parts)}


def run_apart(tree: Path, script: str, *arguments: object) -> dict[str, Any]:
    """The figures that a benchmark of this folder prints last, measured with a tree's packages.

    Raises:
        NotMeasured: it failed, as it may with packages of an earlier commit.
    """
    command = [sys.executable, str(SPEED / script), *map(str, arguments)]
    ended = subprocess.run(
        command, env=import_from(tree), capture_output=True, text=True, check=False
    )
    if ended.returncode:
        raise NotMeasured(
            (ended.stderr.strip() or f"exit code {ended.returncode}").splitlines()[-1]
        )
    figures: dict[str, Any] = json.loads(ended.stdout.splitlines()[-1])
    return figures


@contextmanager
def checkout(commit: str) -> Iterator[Path]:
    """The files of a commit with its data compiled, in a folder that goes."""
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / commit.replace("/", "-")
        git = ["git", "-C", str(ROOT), "worktree"]
        added = [*git, "add", "--detach", str(tree), commit]
        subprocess.run(added, check=True, capture_output=True)
        try:
            compiling = [sys.executable, str(tree / "seeds" / "compile.py")]
            subprocess.run(compiling, env=import_from(tree), check=True, capture_output=True)
            yield tree
        finally:
            removed = [*git, "remove", "--force", str(tree)]
            subprocess.run(removed, check=True, capture_output=True)
