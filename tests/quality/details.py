"""Compares the details of claims that were found: numbers, dates, speakers.

Only claims whose label states details are judged, and only where body, member and action agree: a
claim that was not found counts as missed among the claims, not once more for each of its details.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from quality.counting import Found, Tally, Told, same_change
from quality.labelled import ClaimCase, ExpectedDetails

NAMES = Told._fields


class Detail(NamedTuple):
    """One detail of one claim: what the label says and what was read, None for nothing."""

    name: str
    claim: str
    expected: object
    found: object

    @property
    def right(self) -> bool:
        """The number or date itself, or a name with all the words that must be in it."""
        if self.name == "speaker" and self.expected and self.found:
            return named(str(self.expected), str(self.found))
        return self.expected == self.found

    @property
    def tally(self) -> Tally:
        """A wrong value is both a miss and an error; rightly nothing counts for nothing."""
        said, read = self.expected is not None, self.found is not None
        if self.right:
            return Tally(right=int(said))
        return Tally(missed=int(said), wrong=int(read))


def details(case: ClaimCase, news: Sequence[Found]) -> tuple[Detail, ...]:
    """Every detail of every claim of a case that was found and whose label states details."""
    return tuple(
        one
        for claim in case.claims
        if claim.details is not None
        for found in [one for one in news if same_change(claim, one)][:1]
        for one in paired(claim.details, found)
    )


def paired(expected: ExpectedDetails, found: Found) -> Iterator[Detail]:
    """The details of one claim, in order."""
    for name in NAMES:
        yield Detail(name, found.shown, getattr(expected, name), getattr(found.told, name))


def named(label: str, name: str) -> bool:
    """Whether a name lies within the label and has the words that may not be left out."""
    whole, needed = words(label), words(re.sub(r"\[.*?\]", " ", label))
    given = words(name)
    return runs_in(given, whole) and runs_in(needed, given)


def words(phrase: str) -> list[str]:
    """Lower-case words without marks."""
    return re.findall(r"\w+", phrase.lower())


def runs_in(part: list[str], whole: list[str]) -> bool:
    """Whether words stand one after the other in others."""
    starts = range(len(whole) - len(part) + 1)
    return any(whole[start : start + len(part)] == part for start in starts)


def by_name(every: Iterable[Detail]) -> list[tuple[str, Tally]]:
    """Counts of each detail."""
    rows = dict.fromkeys(NAMES, Tally())
    for one in every:
        rows[one.name] += one.tally
    return list(rows.items())
