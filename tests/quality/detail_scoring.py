"""Compares the details of claims that were found: numbers, dates, speakers.

Only claims whose label states details are judged, and only where body, member and action agree: a
claim that was not found counts as missed among the claims, not once more for each of its details.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from quality.claim_matching import Counts, FoundClaim, FoundDetails, match_change
from quality.labelled import ClaimCase, ExpectedDetails

DETAIL_NAMES = FoundDetails._fields


class DetailComparison(NamedTuple):
    """One detail of one claim: what the label says and what was read, None for nothing."""

    name: str
    claim: str
    expected: object
    found: object

    @property
    def right(self) -> bool:
        """The number or date itself, or a name with all the words that must be in it."""
        if self.name == "speaker" and self.expected and self.found:
            return speaker_matches(str(self.expected), str(self.found))
        return self.expected == self.found

    @property
    def counts(self) -> Counts:
        """A wrong value is both a miss and an error; rightly nothing counts for nothing."""
        said, read = self.expected is not None, self.found is not None
        if self.right:
            return Counts(right=int(said))
        return Counts(missed=int(said), wrong=int(read))


def compare_details(case: ClaimCase, claims: Sequence[FoundClaim]) -> tuple[DetailComparison, ...]:
    """Every detail of every claim of a case that was found and whose label states details."""
    return tuple(
        one
        for claim in case.claims
        if claim.details is not None
        for found in [one for one in claims if match_change(claim, one)][:1]
        for one in pair_details(claim.details, found)
    )


def pair_details(expected: ExpectedDetails, found: FoundClaim) -> Iterator[DetailComparison]:
    """The details of one claim, in order."""
    for name in DETAIL_NAMES:
        yield DetailComparison(
            name, found.summary, getattr(expected, name), getattr(found.details, name)
        )


def speaker_matches(label: str, name: str) -> bool:
    """Whether a name lies within the label and has the words that may not be left out."""
    whole, needed = split_words(label), split_words(re.sub(r"\[.*?\]", " ", label))
    given = split_words(name)
    return contains_run(given, whole) and contains_run(needed, given)


def split_words(phrase: str) -> list[str]:
    """Lower-case words without marks."""
    return re.findall(r"\w+", phrase.lower())


def contains_run(part: list[str], whole: list[str]) -> bool:
    """Whether words stand one after the other in others."""
    starts = range(len(whole) - len(part) + 1)
    return any(whole[start : start + len(part)] == part for start in starts)


def count_by_name(details: Iterable[DetailComparison]) -> list[tuple[str, Counts]]:
    """Counts of each detail."""
    rows = dict.fromkeys(DETAIL_NAMES, Counts())
    for one in details:
        rows[one.name] += one.counts
    return list(rows.items())
