"""Holds the organisations' entries to unique ids, and their Wikidata ids to a named source.

Reads the reference YAML itself; says nothing about the data file compiled from it.
"""

import re
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[2] / "seeds" / "reference" / "organisations"
WIKIDATA_ID = re.compile(r"Q[1-9]\d*")


def bodies() -> list[dict[str, Any]]:
    files = sorted(FOLDER.glob("*.yaml"))
    return [body for path in files for body in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader)]


def test_every_body_has_an_id_of_its_own() -> None:
    assert [
        found for found, count in Counter(body["id"] for body in bodies()).items() if count > 1
    ] == []


def test_wikidata_ids_are_well_formed_and_given_once() -> None:
    given = [body["wikidata"] for body in bodies() if body.get("wikidata")]

    assert [one for one in given if not WIKIDATA_ID.fullmatch(one)] == []
    assert [one for one, count in Counter(given).items() if count > 1] == []


def test_a_wikidata_id_names_the_source_it_was_found_in() -> None:
    described = (FOLDER / "README.md").read_text("utf-8")
    for body in bodies():
        named = [str(line) for line in body["source"] if "Wikidata id as in " in str(line)]
        assert len(named) == bool(body.get("wikidata")), body["id"]
        for line in named:
            for source in re.split(r", | and ", line.removeprefix("Wikidata id as in ")):
                assert f"| {source} |" in described, (body["id"], source)
