"""Who may import whom, and where clock, randomness and print stand; each rule is shown to bite."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = ("services", "schemas", "seeds")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for folder in CODE:
        shutil.copytree(
            ROOT / folder,
            tmp_path / folder,
            ignore=shutil.ignore_patterns("*.bin", "__pycache__"),
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def plant(copy: Path, file: str, line: str) -> None:
    path = copy / file
    path.write_text(path.read_text("utf-8") + f"\n{line}\n" if path.exists() else f"{line}\n")


def lint_imports(copy: Path) -> str:
    paths = ":".join(str(copy / folder) for folder in CODE)
    script = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", script, "--no-cache"], cwd=copy, capture_output=True, text=True,
        check=False, env={"PYTHONPATH": paths, "PATH": "", "COLUMNS": "200"},
    )  # fmt: skip
    return done.stdout + done.stderr


SERVICES = "services/pactwire"


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        (f"{SERVICES}/domain/identity.py", "import time", "the domain is pure"),
        (f"{SERVICES}/domain/identity.py", "import pactwire.edges", "layers: "),
        (f"{SERVICES}/enrich/__init__.py", "import pactwire.alert", "layers: "),
        (f"{SERVICES}/edges/__init__.py", "import pactwire.cli", "layers: "),
        (f"{SERVICES}/alert/__init__.py", "import kafka", "services reach Kafka"),
        (f"{SERVICES}/alert/__init__.py", "import faust", "only the worker imports Faust"),
        (f"{SERVICES}/ingest/__init__.py", "import prometheus_client", "metrics are declared"),
        (f"{SERVICES}/deliver/__init__.py", "import pydantic_settings", "one reader"),
        (f"{SERVICES}/edges/kafka/__init__.py", "import pactwire.edges.store", "edges: kafka"),
        (f"{SERVICES}/edges/http/__init__.py", "import pactwire.edges.store", "edges: kafka"),
        (f"{SERVICES}/edges/local/__init__.py", "import pactwire.edges.kafka", "edges: kafka"),
        (f"{SERVICES}/edges/store/__init__.py", "import pactwire.edges.http", "edges: kafka"),
        (f"{SERVICES}/edges/clock.py", "import pactwire.edges.kafka", "edges: kafka"),
        (f"{SERVICES}/domain/text/__init__.py", "import pactwire.domain.reference", "the domain's"),
        (f"{SERVICES}/domain/ledger/__init__.py", "import pactwire.domain.watches", "the domain's"),
        (
            f"{SERVICES}/domain/intake/__init__.py",
            "import pactwire.domain.alerting",
            "the domain's",
        ),
        (
            f"{SERVICES}/domain/extraction/document.py",
            "import pactwire.domain.extraction.entities",
            "extraction goes one way",
        ),
        (
            f"{SERVICES}/domain/extraction/entities/roles.py",
            "import pactwire.domain.extraction.claims",
            "extraction goes one way",
        ),
        (
            f"{SERVICES}/domain/extraction/events.py",
            "import pactwire.domain.extraction.explain",
            "extraction goes one way",
        ),
        (f"{SERVICES}/gossip.py", "import json", "layers: "),
        ("schemas/pactwire_schemas/base.py", "import pactwire.errors", "imports nothing of ours"),
        ("schemas/pactwire_schemas/base.py", "import orjson", "pydantic alone"),
    ],
)
def test_a_planted_import_breaks_its_contract(
    copy: Path, file: str, line: str, contract: str
) -> None:
    plant(copy, file, line)
    output = lint_imports(copy)
    broken = [row for row in output.splitlines() if row.endswith("BROKEN") or "BROKEN (" in row]
    assert any(contract in row for row in broken), output


def test_the_contracts_hold_as_the_code_is(copy: Path) -> None:
    assert " 0 broken" in lint_imports(copy)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("from datetime import datetime\n\nNOW = datetime.now()", "TID251"),
        ("import random", "TID251"),
        ("from uuid import uuid4\n\nDICE = uuid4()", "TID251"),
        ("import os\n\nHOME = os.environ", "TID251"),
        ("print('hello')", "T201"),
        ("def act(force: bool) -> None: ...", "FBT001"),
        ("def act(names: list[str] = []) -> None: ...", "B006"),
        ("def act(a: int, b: int, c: int, d: int, e: int, f: int) -> None: ...", "PLR0913"),
    ],
)
def test_a_planted_clock_random_number_or_print_is_found(copy: Path, line: str, rule: str) -> None:
    plant(copy, f"{SERVICES}/domain/planted.py", line)
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "check", "--no-cache", "--output-format=concise", "."],
        cwd=copy, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert any("planted.py" in row and rule in row for row in done.stdout.splitlines())
