"""Runs the extraction over the labelled cases and compares what it finds with the labels."""

from functools import cache
from typing import NamedTuple, TypeVar

from quality.claim_matching import (
    LEVELS,
    Comparison,
    Counts,
    FoundClaim,
    compare_claims,
    compare_firm,
    compare_level,
    select_told,
)
from quality.detail_scoring import DetailComparison, compare_details
from quality.labelled import ClaimCase, TagCase, claim_cases, tag_cases
from quality.reading import FoundTags, list_claims, list_tags, read


class ScoredCase(NamedTuple):
    """A claim case with what was read out of it, compared at every level."""

    case: ClaimCase
    news: tuple[FoundClaim, ...]
    """What was found, without claims that are marked as history."""
    told: tuple[FoundClaim, ...]
    """Of these what is told at once: a doubtful claim waits and states no stage."""
    levels: dict[str, Comparison]
    """Exact of what is told, relaxed and pair of the doubtful claims too."""
    told_relaxed: Comparison
    firm: Comparison
    details: tuple[DetailComparison, ...]
    """Of the claims whose label states details and that were found."""


class ScoredTags(NamedTuple):
    """A tagging case with what was found in it."""

    case: TagCase
    found: FoundTags
    countries: Counts
    organisations: Counts

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


Scored = TypeVar("Scored", ScoredCase, ScoredTags)


def score_claims(case: ClaimCase) -> ScoredCase:
    """Read a case and compare."""
    news = tuple(one for one in list_claims(read(case)) if not one.background)
    told = select_told(news)
    levels = {name: compare_level(name, case.claims, news) for name in LEVELS}
    return ScoredCase(
        case,
        news,
        told,
        levels,
        compare_claims(case.claims, told, LEVELS["relaxed"]),
        compare_firm(case.claims, news),
        compare_details(case, news),
    )


def score_tags(case: TagCase) -> ScoredTags:
    """Tag a case and compare; optional ids are neither asked for nor held against it."""
    found = list_tags(read(case))
    return ScoredTags(
        case,
        found,
        _count_ids(case.countries, found.countries, case.optional),
        _count_ids(case.organisations, found.others, case.optional),
    )


def _count_ids(expected: frozenset[str], found: frozenset[str], optional: frozenset[str]) -> Counts:
    return Counts(
        len(expected & found), len(expected - found - optional), len(found - expected - optional)
    )


@cache
def score_all_claims() -> tuple[ScoredCase, ...]:
    """Every claim case, read once a process."""
    return tuple(score_claims(case) for case in claim_cases())


@cache
def score_all_tags() -> tuple[ScoredTags, ...]:
    """Every tagging case, read once a process."""
    return tuple(score_tags(case) for case in tag_cases())
