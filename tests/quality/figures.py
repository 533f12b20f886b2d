"""From scored cases to figures, all of them better when higher, between 0 and 1."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

from pactwire_schemas.enrichment import FIRM_STAGES
from quality.claim_matching import (
    LEVELS,
    Comparison,
    Counts,
    count_comparison,
    match_change,
)
from quality.detail_scoring import count_by_name
from quality.labelled import ClaimCase, ExpectedClaim
from quality.scoring import ScoredCase, ScoredTags

Figures = dict[str, float]
Rows = list[tuple[str, Counts]]
RESAMPLES = 400


def sum_level(cases: Iterable[ScoredCase], name: str) -> Counts:
    """The sum over cases at one level, or `firm`."""
    comparisons = (one.firm if name == "firm" else one.levels[name] for one in cases)
    return sum((count_comparison(comparison) for comparison in comparisons), Counts())


BANDS = ((0.95, 1.01), (0.9, 0.95), (0.8, 0.9), (0.65, 0.8), (0.45, 0.65), (0.0, 0.45))
"""From and to before which a confidence counts as one."""


def count_by_confidence(cases: Iterable[ScoredCase]) -> list[tuple[float, Counts]]:
    """For each band the mean confidence of its claims, and how many of them are wholly right."""
    claims = [(one.levels["exact"], found) for one in cases for found in one.told]
    rows = []
    for low, high in BANDS:
        inside = [(o, found) for o, found in claims if low <= found.confidence < high]
        wrong = sum(found in comparison.wrong for comparison, found in inside)
        mean = sum(found.confidence for _, found in inside) / max(1, len(inside))
        rows.append((mean, Counts(right=len(inside) - wrong, wrong=wrong)))
    return rows


def compute_ratio(part: int, whole: int) -> float:
    """A share between 0 and 1; 1 of nothing."""
    return part / whole if whole else 1.0


def compute_claim_figures(cases: Sequence[ScoredCase]) -> Figures:
    """The headline figures of claims."""
    values: Figures = {}
    for name in (*LEVELS, "firm"):
        counts = sum_level(cases, name)
        values |= {
            f"{name}_precision": counts.precision,
            f"{name}_recall": counts.recall,
            f"{name}_f1": counts.f1,
        }
    values["stage_accuracy"] = compute_ratio(
        sum_level(cases, "exact").right, sum(len(one.told_relaxed.right) for one in cases)
    )
    near = [one for one in cases if one.case.near_miss]
    values["near_misses_silent"] = compute_ratio(sum(not one.told for one in near), len(near))
    values["near_misses_without_doubt"] = compute_ratio(
        sum(not one.news for one in near), len(near)
    )
    values["near_misses_without_alert"] = compute_ratio(
        sum(not _would_alert(one) for one in near), len(near)
    )
    values["history_silent"] = _compute_history_silent(cases)
    return values


def _would_alert(one: ScoredCase) -> bool:
    return any(found.stage in FIRM_STAGES for found in one.told)


def find_history_as_news(one: ScoredCase) -> list[ExpectedClaim]:
    """Claims that only recall and came out as news, of members without other news in the text."""
    return [
        claim for claim in _list_recalled(one) if any(match_change(claim, it) for it in one.told)
    ]


def _list_recalled(one: ScoredCase) -> list[ExpectedClaim]:
    in_news = {claim.member for claim in one.case.claims if not claim.optional}
    return [
        claim
        for claim in one.case.claims
        if claim.optional == "background" and claim.member not in in_news
    ]


def _compute_history_silent(cases: Sequence[ScoredCase]) -> float:
    recalled = sum(len(_list_recalled(one)) for one in cases)
    return compute_ratio(recalled - sum(len(find_history_as_news(one)) for one in cases), recalled)


def sum_details(cases: Iterable[ScoredCase]) -> Rows:
    """Counts of each detail over cases."""
    return count_by_name(detail for one in cases for detail in one.details)


def compute_detail_figures(cases: Iterable[ScoredCase]) -> Figures:
    """Precision and recall of each detail."""
    values: Figures = {}
    for name, counts in sum_details(cases):
        values |= {f"{name}_precision": counts.precision, f"{name}_recall": counts.recall}
    return values


def compute_tag_figures(cases: Sequence[ScoredTags]) -> Figures:
    """The headline figures of tagging."""
    countries = sum((one.countries for one in cases), Counts())
    organisations = sum((one.organisations for one in cases), Counts())
    traps = sum(len(one.case.forbidden) for one in cases)
    return {
        "country_precision": countries.precision,
        "country_recall": countries.recall,
        "country_f1": countries.f1,
        "organisation_precision": organisations.precision,
        "organisation_recall": organisations.recall,
        "organisation_f1": organisations.f1,
        "traps_avoided": compute_ratio(traps - sum(len(one.trapped) for one in cases), traps),
        "texts_right": compute_ratio(sum(one.right for one in cases), len(cases)),
    }


def resample_f1(cases: Sequence[ScoredCase], name: str) -> tuple[float, float]:
    """The 95 % interval of an F1, from resampled cases; the same every time."""
    generator = random.Random(len(cases))
    counts = [sum_level([one], name) for one in cases]
    values = sorted(
        sum(generator.choices(counts, k=len(counts)), Counts()).f1
        for _ in range(RESAMPLES)
        if counts
    )
    return values[int(0.025 * RESAMPLES)], values[int(0.975 * RESAMPLES) - 1]


def count_by_action(cases: Iterable[ScoredCase]) -> Rows:
    """Relaxed, by expected action; wrong ones by the action that was found."""
    return _count_by_label(
        [one.levels["relaxed"] for one in cases],
        lambda claim: claim.action,
        ("join", "leave", "suspend", "expel", "reinstate"),
    )


def count_by_stage(cases: Iterable[ScoredCase]) -> Rows:
    """Exact, by expected stage; wrong ones by the stage that was found."""
    return _count_by_label(
        [one.levels["exact"] for one in cases],
        lambda claim: claim.stage,
        ("considered", "applied", "approved", "effective", "rejected"),
    )


def count_by_rule(cases: Iterable[ScoredCase]) -> dict[str, Counts]:
    """How many claims of each rule are right and wrong, relaxed; optional ones are left out."""
    rows: dict[str, Counts] = defaultdict(Counts)
    for one in cases:
        relaxed = one.levels["relaxed"]
        for _, found in relaxed.right:
            rows[found.rule] += Counts(right=1)
        for found in relaxed.wrong:
            rows[found.rule] += Counts(wrong=1)
    return rows


def _count_by_label(
    comparisons: Iterable[Comparison], label: Callable[..., str], names: tuple[str, ...]
) -> Rows:
    rows: dict[str, Counts] = defaultdict(Counts)
    for comparison in comparisons:
        for claim, _ in comparison.right:
            rows[label(claim)] += Counts(right=1)
        for claim in comparison.missed:
            rows[label(claim)] += Counts(missed=1)
        for found in comparison.wrong:
            rows[label(found)] += Counts(wrong=1)
    return [(name, rows[name]) for name in names]


def group_cases(
    cases: Iterable[ScoredCase], key: Callable[[ClaimCase], str]
) -> dict[str, list[ScoredCase]]:
    """Cases by class or by file, in the order of the alphabet."""
    groups: dict[str, list[ScoredCase]] = defaultdict(list)
    for one in cases:
        groups[key(one.case)].append(one)
    return dict(sorted(groups.items()))
