"""Whole stories, told as a reader would hear them: what becomes known, who is told, who is not."""

from pathlib import Path

import pytest
import yaml

from newsroom import Newsroom
from pactwire.edges.store import Store

FOLDER = Path(__file__).parent / "scenarios"


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_story_reads_as_it_should(sqlite_store: Store, path: Path) -> None:
    story = yaml.safe_load(path.read_text("utf-8"))
    newsroom = Newsroom(sqlite_store, story["opens"])
    newsroom.watch(*story["watches"])
    told = [(report.get("headline"), newsroom.tell(report)) for report in story["reports"]]
    assert told == [(report.get("headline"), report["then"]) for report in story["reports"]]
