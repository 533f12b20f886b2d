"""From cases and readings to figures, all of them better when higher, between 0 and 1."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import NamedTuple

from quality.counting import (
    FIRM,
    LEVELS,
    Found,
    Outcome,
    Tally,
    compared,
    firm,
    same_change,
    tally,
)
from quality.details import Detail, by_name, details
from quality.labelled import ClaimCase, ExpectedClaim, TagCase, claim_cases, tag_cases
from quality.reading import Tagged, claims_of, read, tags_of

Figures = dict[str, float]
Rows = list[tuple[str, Tally]]
DRAWS = 400


class Judged(NamedTuple):
    """A claim case with what was read out of it, compared at every level."""

    case: ClaimCase
    news: tuple[Found, ...]
    """What would be told; claims marked as history are left out."""
    levels: dict[str, Outcome]
    firm: Outcome
    details: tuple[Detail, ...]
    """Of the claims whose label states details and that were found."""


class JudgedTags(NamedTuple):
    """A tagging case with what was found in it."""

    case: TagCase
    found: Tagged
    countries: Tally
    organisations: Tally

    @property
    def trapped(self) -> frozenset[str]:
        """Forbidden ids that were found all the same."""
        return self.case.forbidden & (self.found.countries | self.found.others)

    @property
    def right(self) -> bool:
        """Nothing missing, nothing wrong, teams known as teams."""
        errors = self.countries.missed + self.countries.wrong
        errors += self.organisations.missed + self.organisations.wrong
        return not errors and not self.trapped and self.case.teams <= self.found.teams


def judged(case: ClaimCase) -> Judged:
    """Read a case and compare."""
    news = tuple(one for one in claims_of(read(case)) if not one.background)
    levels = {name: compared(case.claims, news, agree) for name, agree in LEVELS.items()}
    return Judged(case, news, levels, firm(case.claims, news), details(case, news))


def judged_tags(case: TagCase) -> JudgedTags:
    """Tag a case and compare; optional ids are neither asked for nor held against it."""
    found = tags_of(read(case))
    return JudgedTags(
        case,
        found,
        _ids(case.countries, found.countries, case.optional),
        _ids(case.organisations, found.others, case.optional),
    )


def _ids(expected: frozenset[str], found: frozenset[str], spared: frozenset[str]) -> Tally:
    return Tally(
        len(expected & found), len(expected - found - spared), len(found - expected - spared)
    )


@cache
def all_judged() -> tuple[Judged, ...]:
    """Every claim case, read once a process."""
    return tuple(judged(case) for case in claim_cases())


@cache
def all_judged_tags() -> tuple[JudgedTags, ...]:
    """Every tagging case, read once a process."""
    return tuple(judged_tags(case) for case in tag_cases())


def level(cases: Iterable[Judged], name: str) -> Tally:
    """The sum over cases at one level, or `firm`."""
    outcomes = (one.firm if name == "firm" else one.levels[name] for one in cases)
    return sum((tally(outcome) for outcome in outcomes), Tally())


BANDS = ((0.95, 1.01), (0.9, 0.95), (0.85, 0.9), (0.0, 0.85))
"""From and to before which a confidence counts as one."""


def sureness(cases: Iterable[Judged]) -> list[tuple[float, Tally]]:
    """For each band the mean confidence of its claims, and how many of them are wholly right."""
    judged_claims = [(one.levels["exact"], found) for one in cases for found in one.news]
    rows = []
    for low, high in BANDS:
        inside = [(o, found) for o, found in judged_claims if low <= found.confidence < high]
        wrong = sum(found in outcome.wrong for outcome, found in inside)
        mean = sum(found.confidence for _, found in inside) / max(1, len(inside))
        rows.append((mean, Tally(right=len(inside) - wrong, wrong=wrong)))
    return rows


def share(yes: int, of: int) -> float:
    """1 of nothing."""
    return yes / of if of else 1.0


def figures(cases: Sequence[Judged]) -> Figures:
    """The headline figures of claims."""
    values: Figures = {}
    for name in (*LEVELS, "firm"):
        counts = level(cases, name)
        values |= {
            f"{name}_precision": counts.precision,
            f"{name}_recall": counts.recall,
            f"{name}_f1": counts.f1,
        }
    values["stage_accuracy"] = share(level(cases, "exact").right, level(cases, "relaxed").right)
    near = [one for one in cases if one.case.near_miss]
    values["near_misses_silent"] = share(sum(not one.news for one in near), len(near))
    values["near_misses_without_alert"] = share(sum(not _alerts(one) for one in near), len(near))
    values["history_silent"] = _history(cases)
    return values


def _alerts(one: Judged) -> bool:
    return any(found.stage in FIRM for found in one.news)


def history_told(one: Judged) -> list[ExpectedClaim]:
    """Claims that only recall, of members without other news here, and were read as news."""
    return [claim for claim in _recalled(one) if any(same_change(claim, it) for it in one.news)]


def _recalled(one: Judged) -> list[ExpectedClaim]:
    in_news = {claim.member for claim in one.case.claims if not claim.optional}
    return [
        claim
        for claim in one.case.claims
        if claim.optional == "background" and claim.member not in in_news
    ]


def _history(cases: Sequence[Judged]) -> float:
    recalled = sum(len(_recalled(one)) for one in cases)
    return share(recalled - sum(len(history_told(one)) for one in cases), recalled)


def details_of(cases: Iterable[Judged]) -> Rows:
    """Counts of each detail over cases."""
    return by_name(detail for one in cases for detail in one.details)


def detail_figures(cases: Iterable[Judged]) -> Figures:
    """Precision and recall of each detail."""
    values: Figures = {}
    for name, counts in details_of(cases):
        values |= {f"{name}_precision": counts.precision, f"{name}_recall": counts.recall}
    return values


def tag_figures(cases: Sequence[JudgedTags]) -> Figures:
    """The headline figures of tagging."""
    countries = sum((one.countries for one in cases), Tally())
    organisations = sum((one.organisations for one in cases), Tally())
    traps = sum(len(one.case.forbidden) for one in cases)
    return {
        "country_precision": countries.precision,
        "country_recall": countries.recall,
        "country_f1": countries.f1,
        "organisation_precision": organisations.precision,
        "organisation_recall": organisations.recall,
        "organisation_f1": organisations.f1,
        "traps_avoided": share(traps - sum(len(one.trapped) for one in cases), traps),
        "texts_right": share(sum(one.right for one in cases), len(cases)),
    }


def interval(cases: Sequence[Judged], name: str) -> tuple[float, float]:
    """The 95 % interval of an F1, from resampled cases; the same every time."""
    dice = random.Random(len(cases))
    counts = [level([one], name) for one in cases]
    values = sorted(
        sum(dice.choices(counts, k=len(counts)), Tally()).f1 for _ in range(DRAWS) if counts
    )
    return values[int(0.025 * DRAWS)], values[int(0.975 * DRAWS) - 1]


def by_action(cases: Iterable[Judged]) -> Rows:
    """Relaxed, by expected action; wrong ones by the action that was found."""
    return _split(
        [one.levels["relaxed"] for one in cases],
        lambda claim: claim.action,
        ("join", "leave", "suspend", "expel", "reinstate"),
    )


def by_stage(cases: Iterable[Judged]) -> Rows:
    """Exact, by expected stage; wrong ones by the stage that was found."""
    return _split(
        [one.levels["exact"] for one in cases],
        lambda claim: claim.stage,
        ("considered", "applied", "approved", "effective", "rejected"),
    )


def _split(outcomes: Iterable[Outcome], label: Callable[..., str], names: tuple[str, ...]) -> Rows:
    rows: dict[str, Tally] = defaultdict(Tally)
    for outcome in outcomes:
        for claim, _ in outcome.right:
            rows[label(claim)] += Tally(right=1)
        for claim in outcome.missed:
            rows[label(claim)] += Tally(missed=1)
        for found in outcome.wrong:
            rows[label(found)] += Tally(wrong=1)
    return [(name, rows[name]) for name in names]


def grouped(cases: Iterable[Judged], key: Callable[[ClaimCase], str]) -> dict[str, list[Judged]]:
    """Cases by class or by file, in the order of the alphabet."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for one in cases:
        groups[key(one.case)].append(one)
    return dict(sorted(groups.items()))
