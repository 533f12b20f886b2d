"""Holds the membership lists to their own published counts, to their sources and to known ids.

Reads the reference YAML itself; says nothing about the data file compiled from it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

REFERENCE = Path(__file__).parents[2] / "seeds" / "reference"
FILES = sorted((REFERENCE / "memberships").glob("*.yaml"))
STATUSES = {"member", "suspended", "observer", "candidate", "associate"}
COUNTING = {"member", "suspended"}
FOREVER = date.max


@dataclass(frozen=True)
class Spell:
    """One member's time in a body: [since, until), each bound as the period it was written with."""

    member: str
    since: tuple[date, date]
    until: tuple[date, date]
    status: str
    source: str


def written_period(value: object) -> tuple[date, date]:
    """First and last day of a date written `1973`, `1973-01` or `1973-01-01`."""
    if isinstance(value, date):
        return value, value
    year, _, month = str(value).partition("-")
    first = date(int(year), int(month or 1), 1)
    after = date(first.year + (not month or first.month == 12), first.month % 12 + 1, 1)
    return first, (after if month else date(first.year + 1, 1, 1)) - timedelta(days=1)


@cache
def load(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), yaml.CSafeLoader)


def spells(path: Path) -> Iterator[Spell]:
    for line in load(path)["members"]:
        since = written_period(line["since"])
        until = written_period(line["until"]) if "until" in line else (FOREVER, FOREVER)
        for member in line.get("members") or [line["member"]]:
            yield Spell(member, since, until, line.get("status", "member"), line.get("source", ""))


def counted(path: Path) -> list[Spell]:
    statuses = COUNTING if load(path).get("counts_suspended", True) else {"member"}
    return [spell for spell in spells(path) if spell.status in statuses]


def count_bounds(path: Path, day: date) -> tuple[int, int]:
    """Fewest and most members on a day: they differ only where a date is given short."""
    sure, possible = set(), set()
    for spell in counted(path):
        if spell.since[1] <= day < spell.until[0]:
            sure.add(spell.member)
        if spell.since[0] <= day < max(spell.until[1], spell.until[0]):
            possible.add(spell.member)
    return len(sure), len(sure | possible)


@cache
def ids_under(folder: str) -> frozenset[str]:
    entries = [entry for path in (REFERENCE / folder).glob("*.yaml") for entry in load(path)]
    return frozenset(entry["id"] for entry in entries)


@cache
def other_ids(name: str) -> frozenset[str]:
    path = REFERENCE / name
    content = load(path) if path.exists() else []
    entries = content if isinstance(content, list) else content.get("parts", [])
    return frozenset(entry["id"] for entry in entries)


def test_the_lists_that_matter_most_are_there() -> None:
    assert len(FILES) >= 70


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_published_count_is_reached(path: Path) -> None:
    for published in load(path).get("published", []):
        assert published["source"]
        fewest, most = count_bounds(path, published["on"])
        assert fewest <= published["count"] <= most, published


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_spells_of_one_member_never_overlap(path: Path) -> None:
    ordered = sorted(spells(path), key=lambda spell: (spell.member, spell.since))
    for spell in ordered:
        assert spell.since[0] < spell.until[0], spell
    for earlier, later in pairwise(ordered):
        assert earlier.member != later.member or earlier.until[0] <= later.since[0], later


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_line_has_a_source_and_a_known_status(path: Path) -> None:
    for spell in spells(path):
        assert spell.source.strip(), spell
        assert spell.status in STATUSES, spell


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_id_is_known_to_the_reference(path: Path) -> None:
    countries, organisations = ids_under("countries"), ids_under("organisations")
    former, parts = other_ids("former_states.yaml"), other_ids("parts.yaml")
    if not (countries and organisations and former and parts):
        pytest.skip("the other reference lists are not there")
    known = countries | organisations | former | parts
    assert {spell.member for spell in spells(path)} <= known
    assert load(path)["organisation"] in organisations


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_is_named_after_its_body(path: Path) -> None:
    assert load(path)["organisation"] == f"x-{path.stem}"


def test_syria_is_the_ninetieth_member_of_the_coalition() -> None:
    path = REFERENCE / "memberships" / "global-coalition-to-defeat-isis.yaml"
    assert count_bounds(path, date(2025, 11, 9)) == (89, 89)
    assert count_bounds(path, date(2025, 11, 30)) == (90, 90)


@pytest.mark.parametrize(
    ("slug", "member", "day", "inside"),
    [
        ("european-union", "GB", date(2020, 1, 30), True),
        ("european-union", "GB", date(2020, 2, 1), False),
        ("ecowas", "ML", date(2025, 1, 28), True),
        ("ecowas", "ML", date(2025, 1, 30), False),
        ("council-of-europe", "RU", date(2022, 3, 17), False),
        ("nato", "SE", date(2024, 3, 7), True),
    ],
)
def test_known_exits_and_entries(slug: str, member: str, day: date, inside: bool) -> None:
    path = REFERENCE / "memberships" / f"{slug}.yaml"
    present = {s.member for s in counted(path) if s.since[0] <= day < s.until[0]}
    assert (member in present) is inside


@pytest.mark.parametrize(
    ("slug", "member", "day"),
    [
        ("arab-league", "SY", date(2015, 1, 1)),
        ("african-union", "SD", date(2022, 1, 1)),
        ("mercosur", "VE", date(2020, 1, 1)),
        ("oas", "CU", date(2000, 1, 1)),
    ],
)
def test_a_suspension_is_a_spell_of_its_own(slug: str, member: str, day: date) -> None:
    path = REFERENCE / "memberships" / f"{slug}.yaml"
    held = [s.status for s in spells(path) if s.member == member and s.since[0] <= day < s.until[0]]
    assert held == ["suspended"]
