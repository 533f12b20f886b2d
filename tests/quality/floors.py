"""Floors under the figures of each set of cases. A figure below its floor fails the tests.

A set is a folder of cases that came together. It is open until it gets floors; from then on it
keeps its texts and its floors only rise. New cases form a new set, so that they cannot lower what
the older ones have reached.
"""

import hashlib
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import floor
from pathlib import Path

from quality.detail_scoring import DETAIL_NAMES
from quality.figures import (
    Figures,
    compute_claim_figures,
    compute_detail_figures,
    compute_tag_figures,
)
from quality.labelled import LabelledCase
from quality.scoring import ScoredCase, ScoredTags, score_all_claims, score_all_tags

FILE = Path(__file__).with_name("floors.toml")
HEAD = """\
# Floors under the extraction's figures, for each set of cases (a folder below cases/ and tagging/).
# `python -m quality.scorecard --raise-floors` gives a new set its floors and raises those of the
# others to the whole hundredth below the figure. It lowers nothing, and nobody else does either:
# a set that has floors keeps its texts, and new cases form a new set.
"""
Limits = dict[str, dict[str, float]]
"""By part of the figures, such as `claims-held-back`, and by name of the figure."""
OTHER_LANGUAGES = "claims-other-languages"
FLOORED_FIGURES = {
    "claims": (
        "exact_f1", "relaxed_f1", "firm_f1", "firm_precision", "stage_accuracy",
        "near_misses_silent", "near_misses_without_doubt", "near_misses_without_alert",
        "history_silent",
    ),
    "tagging": (
        "country_f1", "organisation_f1", "organisation_precision", "traps_avoided", "texts_right",
    ),
    "details": tuple(f"{name}_{of}" for name in DETAIL_NAMES for of in ("precision", "recall")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SetFigures:
    """What was measured on the cases of one set."""

    texts: int
    fingerprint: str
    figures: dict[str, Figures]


@dataclass(frozen=True, slots=True)
class SetFloors:
    """The floors of one set, and which texts they hold for."""

    texts: int
    fingerprint: str
    limits: Limits = field(default_factory=dict)


Floors = dict[str, SetFloors]


def measure_sets() -> dict[str, SetFigures]:
    """The figures of every set, by its name."""
    claims, tags = score_all_claims(), score_all_tags()
    names = sorted({one.case.case_set for one in (*claims, *tags)})
    return {
        name: measure_set(
            [one for one in claims if one.case.case_set == name],
            [one for one in tags if one.case.case_set == name],
        )
        for name in names
    }


def measure_set(claims: Sequence[ScoredCase], tags: Sequence[ScoredTags]) -> SetFigures:
    """The figures of one set, open and held back; a part that has no cases has no figures."""
    cases = [one.case for one in (*claims, *tags)]
    figures: dict[str, Figures] = {}
    for part, scored in _split_claims(claims).items():
        figures[part] = compute_claim_figures(scored)
        if part != OTHER_LANGUAGES and any(one.details for one in scored):
            figures[part.replace("claims", "details")] = compute_detail_figures(scored)
    for part, scored_tags in _split_tags(tags).items():
        figures[part] = compute_tag_figures(scored_tags)
    return SetFigures(len(cases), fingerprint_texts(cases), figures)


def _split_claims(claims: Iterable[ScoredCase]) -> dict[str, list[ScoredCase]]:
    parts: dict[str, list[ScoredCase]] = defaultdict(list)
    for one in claims:
        name = "claims-held-back" if one.case.held_back else "claims"
        parts[name if one.case.english else OTHER_LANGUAGES].append(one)
    return parts


def _split_tags(tags: Iterable[ScoredTags]) -> dict[str, list[ScoredTags]]:
    parts: dict[str, list[ScoredTags]] = defaultdict(list)
    for one in tags:
        parts["tagging-held-back" if one.case.held_back else "tagging"].append(one)
    return parts


def fingerprint_texts(cases: Iterable[LabelledCase]) -> str:
    """Sixteen hexadecimal digits that change when a text is added, removed or edited."""
    ids = sorted(f"{type(case).__name__} {case.id}" for case in cases)
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()[:16]


def find_fallen(measured: dict[str, SetFigures], floors: Floors) -> Iterator[str]:
    """A sentence for whatever a set with floors has lost; a set without floors is open."""
    for name, limits in floors.items():
        if name in measured:
            yield from _compare_set(name, measured[name], limits)
        else:
            yield f"set {name} has floors and no cases"


def _compare_set(name: str, measured: SetFigures, floors: SetFloors) -> Iterator[str]:
    if measured.fingerprint != floors.fingerprint:
        yield (
            f"set {name} has {measured.texts} texts, not the {floors.texts} its floors were set "
            "for; new cases go into a new set"
        )
    for part, limits in floors.limits.items():
        for figure, limit in limits.items():
            value = measured.figures.get(part, {}).get(figure)
            if value is None:
                yield f"{name}.{part}.{figure} has a floor and no figure"
            elif value < limit:
                yield f"{name}.{part}.{figure} is {value:.4f}, its floor is {limit}"


def find_lowered(before: Floors, after: Floors) -> Iterator[str]:
    """A sentence for each floor that was there before and is lower or missing after."""
    now = _flatten_floors(after)
    for name, limit in _flatten_floors(before).items():
        if now.get(name, 0.0) < limit:
            yield f"{name} was {limit} and is {now.get(name, 'gone')}"


def _flatten_floors(floors: Floors) -> dict[str, float]:
    return {
        f"{name}.{part}.{figure}": limit
        for name, one in floors.items()
        for part, limits in one.limits.items()
        for figure, limit in limits.items()
    }


def raise_floors(measured: dict[str, SetFigures], floors: Floors) -> Floors:
    """The floors after this measurement: sets without floors get some, others never fall."""
    raised = dict(floors)
    for name, one in measured.items():
        old = floors.get(name, SetFloors(one.texts, one.fingerprint))
        raised[name] = replace(old, limits=_raise_limits(one.figures, old.limits))
    return raised


def _raise_limits(figures: dict[str, Figures], limits: Limits) -> Limits:
    raised = {part: dict(values) for part, values in limits.items()}
    for part, values in figures.items():
        own = raised.setdefault(part, {})
        for name in FLOORED_FIGURES[part.split("-")[0]]:
            own[name] = max(floor(values[name] * 100) / 100, own.get(name, 0.0))
    return raised


def load_floors(file: Path = FILE) -> Floors:
    """The floors in force; none when there is no file yet."""
    return parse_floors(file.read_text("utf-8")) if file.exists() else {}


def parse_floors(toml: str) -> Floors:
    """Floors as they are written; a table without texts of its own is not a set and left out.

    Raises:
        tomllib.TOMLDecodeError: this is no TOML.
    """
    return {
        name: SetFloors(
            table["texts"],
            table["fingerprint"],
            {part: limits for part, limits in table.items() if isinstance(limits, dict)},
        )
        for name, table in tomllib.loads(toml).items()
        if "fingerprint" in table
    }


def write_floors(floors: Floors, file: Path = FILE) -> None:
    """Put floors into the file."""
    blocks = [HEAD]
    for name, one in floors.items():
        blocks.append(f'\n["{name}"]\ntexts = {one.texts}\nfingerprint = "{one.fingerprint}"\n')
        for part, limits in one.limits.items():
            lines = [f"{figure} = {limit:.2f}\n" for figure, limit in limits.items()]
            blocks.append(f'\n["{name}".{part}]\n' + "".join(lines))
    file.write_text("".join(blocks), "utf-8")
