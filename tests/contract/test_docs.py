"""The docs say what the code does: generated pages are in step, names in prose exist."""

import importlib.util
import re
from pathlib import Path

import pytest

from pactwire.cli import COMMANDS

ROOT = Path(__file__).parents[2]
PAGES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
PROGRAM = re.compile(r"(?:`|^\$? ?|/)pactwire ([a-z-]+)", re.MULTILINE)
TARGET = re.compile(r"`make ([a-z-]+)")


def test_generated_pages_are_in_step(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("generate_docs", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for fresh in module.write(tmp_path):
        committed = ROOT / "docs" / fresh.name
        assert committed.read_text() == fresh.read_text(), f"{fresh.name}: run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text()):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_and_target_of_a_page_exists(page: Path) -> None:
    text = page.read_text()
    assert set(PROGRAM.findall(text)) <= set(COMMANDS)
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert set(TARGET.findall(text)) <= set(targets)


def test_the_readme_names_every_command() -> None:
    text = (ROOT / "README.md").read_text()
    assert [name for name in COMMANDS if f"`{name}`" not in text] == []


def test_every_setting_has_a_meaning() -> None:
    rows = (ROOT / "docs" / "settings.md").read_text().splitlines()
    assert [row for row in rows if row.startswith("| `") and row.endswith("|  |")] == []


PATH = re.compile(r"`((?:[\w.-]+/)+(?:[\w.-]+\.\w+)?|[\w-]+\.(?:py|md|yaml|toml))`")
WALKED = [ROOT / name for name in ("CONTRIBUTING.md", "SECURITY.md")]
WALKED += [ROOT / "docs" / name for name in ("architecture.md", "extraction.md", "releasing.md")]


@pytest.fixture(scope="session")
def paths() -> frozenset[str]:
    """Every tail of every path here, so that a page may leave out where a path begins."""
    folders = ("services", "schemas", "seeds", "tests", "docs", "deploy")
    found = [*ROOT.iterdir(), *(path for name in folders for path in (ROOT / name).rglob("*"))]
    parts = [path.relative_to(ROOT).parts for path in found]
    return frozenset("/".join(tail[at:]) for tail in parts for at in range(len(tail)))


@pytest.mark.parametrize("page", WALKED, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_path_that_a_page_names_exists(page: Path, paths: frozenset[str]) -> None:
    named = PATH.findall(page.read_text())
    assert [path for path in named if path.rstrip("/") not in paths] == []


SYMBOLS = re.compile(r"`([\w/]+\.py)` (`[A-Za-z_][\w.]*`(?:, `[A-Za-z_][\w.]*(?<!\.py)`)*)")


def test_every_function_of_the_walk_is_in_its_file() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text()
    named = [(file, name) for file, names in SYMBOLS.findall(page)
             for name in re.findall(r"[\w.]+", names)]  # fmt: skip
    assert len(named) > 15
    for file, name in named:
        text = (ROOT / "services" / "pactwire" / file).read_text()
        defined = set(re.findall(r"^\s*(?:async def|def|class) (\w+)", text, re.MULTILINE))
        assert set(name.split(".")) <= defined, f"{file} has no {name}"


def test_a_path_that_is_gone_is_found() -> None:
    assert PATH.findall("`ingest/gone.py` and `edges/gone/`, `gone.py`") == [
        "ingest/gone.py", "edges/gone/", "gone.py",
    ]  # fmt: skip


def test_pre_commit_runs_what_make_check_runs() -> None:
    recipe = (ROOT / "Makefile").read_text().partition("\ncheck:")[2].partition("\n\n")[0]
    tools = {line.split()[0].removeprefix("$(BIN)/") for line in recipe.splitlines()[1:]}
    hooks = (ROOT / ".pre-commit-config.yaml").read_text()
    assert tools
    assert [tool for tool in tools if f"entry: .venv/bin/{tool}" not in hooks] == []
