"""Whole stories, told as a reader would hear them: what becomes known, who is told, who is not."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from newsroom import Newsroom
from pactwire.edges.store import Store, migrate, open_store

FOLDER = Path(__file__).parent / "scenarios"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    migrate(opened)
    yield opened
    opened.dispose()


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_story_reads_as_it_should(store: Store, path: Path) -> None:
    story = yaml.safe_load(path.read_text("utf-8"))
    newsroom = Newsroom(store, story["opens"])
    newsroom.watch(*story["watches"])
    told = [(report.get("headline"), newsroom.tell(report)) for report in story["reports"]]
    assert told == [(report.get("headline"), report["then"]) for report in story["reports"]]
