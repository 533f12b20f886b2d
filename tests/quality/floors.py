"""Floors under the figures: a file that only rises. A figure below its floor fails the tests."""

import tomllib
from collections.abc import Iterator
from math import floor
from pathlib import Path

from quality.details import NAMES
from quality.judging import (
    Figures,
    all_judged,
    all_judged_tags,
    detail_figures,
    figures,
    tag_figures,
)

FILE = Path(__file__).with_name("floors.toml")
HEAD = """\
# Floors under the extraction's figures. `python -m quality.scorecard --raise-floors` raises what
# can be raised, to the whole hundredth below the figure, and lowers nothing.
# A commit that adds cases may remove this file first and so set the floors anew.
"""
Floors = dict[str, dict[str, float]]
FLOORED = {
    "claims": (
        "exact_f1", "relaxed_f1", "firm_f1", "firm_precision", "stage_accuracy",
        "near_misses_silent", "near_misses_without_alert", "history_silent",
    ),
    "tagging": (
        "country_f1", "organisation_f1", "organisation_precision", "traps_avoided", "texts_right",
    ),
    "details": tuple(f"{name}_{of}" for name in NAMES for of in ("precision", "recall")),
}  # fmt: skip


def measured() -> dict[str, Figures]:
    """All figures, open and held back."""
    every, tags = all_judged(), all_judged_tags()
    claims = [one for one in every if one.case.english]
    return {
        "claims": figures([one for one in claims if not one.case.held_back]),
        "claims-held-back": figures([one for one in claims if one.case.held_back]),
        "claims-other-languages": figures([one for one in every if not one.case.english]),
        "details": detail_figures(one for one in claims if not one.case.held_back),
        "details-held-back": detail_figures(one for one in claims if one.case.held_back),
        "tagging": tag_figures([one for one in tags if not one.case.held_back]),
        "tagging-held-back": tag_figures([one for one in tags if one.case.held_back]),
    }


def written(file: Path = FILE) -> Floors:
    """The floors in force; none when there is no file yet."""
    return tomllib.loads(file.read_text("utf-8")) if file.exists() else {}


def fallen(now: dict[str, Figures], floors: Floors) -> Iterator[str]:
    """A sentence for each figure below its floor, and for each floor without a figure."""
    for part, limits in floors.items():
        for name, limit in limits.items():
            value = now.get(part, {}).get(name)
            if value is None:
                yield f"{part}.{name} has a floor and no figure"
            elif value < limit:
                yield f"{part}.{name} is {value:.4f}, its floor is {limit}"


def raised(now: dict[str, Figures], floors: Floors) -> Floors:
    """The floors after this measurement; none is lower than before."""
    return {
        part: {
            name: max(floor(values[name] * 100) / 100, floors.get(part, {}).get(name, 0.0))
            for name in FLOORED[part.split("-")[0]]
            if name in values
        }
        for part, values in now.items()
    }


def write(floors: Floors, file: Path = FILE) -> None:
    """Put floors into the file."""
    blocks = [
        f"\n[{part}]\n" + "".join(f"{name} = {value:.2f}\n" for name, value in values.items())
        for part, values in floors.items()
    ]
    file.write_text(HEAD + "".join(blocks), "utf-8")
