"""The docs say what the code does: generated pages are in step, names in prose exist."""

import importlib.util
import re
from pathlib import Path

import pytest

from pactwire.cli import COMMANDS

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
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
