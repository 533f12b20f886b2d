"""Each set of cases keeps its texts and its floors, and no floor is ever lowered."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from quality.figures import Figures
from quality.floors import (
    FILE,
    FLOORED_FIGURES,
    Floors,
    SetFigures,
    SetFloors,
    find_fallen,
    find_lowered,
    fingerprint_texts,
    load_floors,
    parse_floors,
    raise_floors,
    write_floors,
)
from quality.labelled import claim_cases

ROOT = Path(__file__).parents[2]


def fill_figures(value: float) -> dict[str, Figures]:
    return {"claims": dict.fromkeys(FLOORED_FIGURES["claims"], value)}


def measure(value: float, fingerprint: str = "abc") -> SetFigures:
    return SetFigures(3, fingerprint, fill_figures(value))


def test_floors_rise_and_never_fall(tmp_path: Path) -> None:
    file = tmp_path / "floors.toml"
    write_floors(raise_floors({"0.1": measure(0.619)}, {}), file)
    floors = load_floors(file)
    assert floors == {"0.1": SetFloors(3, "abc", fill_figures(0.61))}
    assert raise_floors({"0.1": measure(0.5)}, floors) == floors
    assert raise_floors({"0.1": measure(0.7)}, floors)["0.1"].limits == fill_figures(0.7)
    fallen = list(find_fallen({"0.1": measure(0.5)}, floors))
    assert len(fallen) == len(FLOORED_FIGURES["claims"])
    assert fallen[0] == "0.1.claims.exact_f1 is 0.5000, its floor is 0.61"


def test_a_new_set_gets_floors_and_touches_no_others() -> None:
    floors = raise_floors({"0.1": measure(0.9)}, {})
    both = raise_floors({"0.1": measure(0.9), "0.2": measure(0.4)}, floors)
    assert both["0.1"] == floors["0.1"]
    assert both["0.2"].limits == fill_figures(0.4)
    assert list(find_lowered(floors, both)) == []


def test_a_set_without_floors_is_open() -> None:
    assert list(find_fallen({"0.2": measure(0.1)}, {})) == []


def test_a_set_with_floors_keeps_its_texts() -> None:
    floors = raise_floors({"0.1": measure(0.9)}, {})
    changed = {"0.1": measure(0.95, "def")}
    assert ["new cases go into a new set" in line for line in find_fallen(changed, floors)] == [
        True
    ]
    assert raise_floors(changed, floors)["0.1"].fingerprint == "abc"
    assert list(find_fallen({}, floors)) == ["set 0.1 has floors and no cases"]


def test_a_floor_without_a_figure_is_reported() -> None:
    floors = raise_floors({"0.1": measure(0.9)}, {})
    without = {"0.1": SetFigures(3, "abc", {})}
    assert all(line.endswith("has a floor and no figure") for line in find_fallen(without, floors))
    assert list(find_fallen(without, floors))


def test_the_fingerprint_changes_with_a_text_and_not_with_a_label() -> None:
    cases = claim_cases()[:3]
    relabelled = [case.model_copy(update={"claims": (), "file": "elsewhere"}) for case in cases]
    assert fingerprint_texts(relabelled) == fingerprint_texts(reversed(cases))
    assert fingerprint_texts(cases[:2]) != fingerprint_texts(cases)


@pytest.mark.parametrize("after", [{}, raise_floors({"0.1": measure(0.89)}, {})])
def test_a_lowered_or_removed_floor_is_found(after: Floors) -> None:
    before = raise_floors({"0.1": measure(0.9)}, {})
    assert len(list(find_lowered(before, after))) == len(FLOORED_FIGURES["claims"])


def load_committed_floors() -> Iterator[Floors]:
    """Every version of the file that git has here; few in a shallow clone, none without git."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        return
    path = str(FILE.relative_to(ROOT))
    log = [git, "-C", str(ROOT), "log", "--diff-filter=AM", "--format=%H", "--", path]
    for commit in subprocess.run(log, capture_output=True, text=True, check=False).stdout.split():
        show = [git, "-C", str(ROOT), "show", f"{commit}:{path}"]
        yield parse_floors(subprocess.run(show, capture_output=True, text=True, check=True).stdout)


def test_no_floor_is_lower_than_in_any_commit() -> None:
    for before in load_committed_floors():
        assert list(find_lowered(before, load_floors())) == []
