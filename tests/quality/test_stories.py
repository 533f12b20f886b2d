"""Reports of one happening are one story, on labelled stories of 50 subjects."""

from collections.abc import Sequence

import pytest

from quality.story_scoring import (
    Report,
    fold_reports,
    list_pairs,
    list_swallowed,
    load_reports,
    score_pairs,
    trim,
)

SETS = ("open.yaml", "recurring.yaml", "registers.yaml", "long.yaml")
MIN_F1 = 0.90


@pytest.fixture(scope="module")
def reports() -> Sequence[Report]:
    return load_reports(*SETS)


@pytest.mark.parametrize("name", SETS)
def test_reports_of_one_happening_fold_and_no_others(name: str) -> None:
    reports = load_reports(name)
    score = score_pairs(reports, fold_reports(reports))
    print(f"\n{score} precision {score.precision:.3f} recall {score.recall:.3f} F1 {score.f1:.3f}")  # noqa: T201
    assert score.f1 >= MIN_F1


def test_trims_fold_into_what_they_were_cut_from(reports: Sequence[Report]) -> None:
    every = sorted(
        [*reports, *map(trim, reports)], key=lambda one: one.enriched.article.received_at
    )
    score = score_pairs(every, fold_reports(every))
    print(f"\n{score} precision {score.precision:.3f} recall {score.recall:.3f} F1 {score.f1:.3f}")  # noqa: T201
    assert score.f1 >= MIN_F1


def test_nothing_folds_across_subjects(reports: Sequence[Report]) -> None:
    folded = [
        (one.subject, other.subject)
        for (one, first), (other, second) in list_pairs(reports, fold_reports(reports))
        if first == second and one.subject != other.subject
    ]
    assert folded == []


def test_no_first_report_of_a_happening_is_swallowed(reports: Sequence[Report]) -> None:
    assert list_swallowed(reports, fold_reports(reports)) == []
