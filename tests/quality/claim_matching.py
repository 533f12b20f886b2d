"""Pairs the claims found in a text with the expected ones: right, missed and wrong.

The same way of counting as for any extraction of this kind: one found claim answers one expected
claim, an optional one is left out of the counts, and each level asks for more than the one before.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from pactwire_schemas.enrichment import FIRM_STAGES
from quality.labelled import ExpectedClaim


class FoundDetails(NamedTuple):
    """The details of a found claim, as a label writes them; None where nothing was found."""

    ordinal: int | None = None
    member_count: int | None = None
    announced_on: str | None = None
    effective_on: str | None = None
    speaker: str | None = None
    official: bool | None = None


class FoundClaim(NamedTuple):
    """A claim of the extraction, cut down to what is compared."""

    organisation: str
    member: str
    action: str
    stage: str
    background: bool = False
    details: FoundDetails = FoundDetails()
    confidence: float = 1.0
    rule: str = ""
    doubtful: bool = False
    """Held back until another source says so; its stage is not claimed."""

    @property
    def summary(self) -> str:
        """For a list of errors."""
        return f"{self.organisation} {self.member} {self.action} {self.stage}"


class Comparison(NamedTuple):
    """Of one text: pairs that agree, expected that are missing, found that are wrong."""

    right: tuple[tuple[ExpectedClaim, FoundClaim], ...]
    missed: tuple[ExpectedClaim, ...]
    wrong: tuple[FoundClaim, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were right, missed and wrong, and what follows from that."""

    right: int = 0
    missed: int = 0
    wrong: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        """Both together."""
        return Counts(
            self.right + other.right, self.missed + other.missed, self.wrong + other.wrong
        )

    @property
    def precision(self) -> float:
        """Share of the found that is right; 1 when nothing was found."""
        found = self.right + self.wrong
        return self.right / found if found else 1.0

    @property
    def recall(self) -> float:
        """Share of the expected that was found; 1 when nothing was expected."""
        expected = self.right + self.missed
        return self.right / expected if expected else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        twice = 2 * self.right
        whole = twice + self.missed + self.wrong
        return twice / whole if whole else 1.0


ClaimMatcher = Callable[[ExpectedClaim, FoundClaim], bool]


def match_pair(expected: ExpectedClaim, found: FoundClaim) -> bool:
    """Body and member agree."""
    return found.organisation in expected.organisations and found.member == expected.member


def match_change(expected: ExpectedClaim, found: FoundClaim) -> bool:
    """Body, member and action agree."""
    return match_pair(expected, found) and found.action in expected.actions


def match_stage(expected: ExpectedClaim, found: FoundClaim) -> bool:
    """Everything agrees."""
    return match_change(expected, found) and found.stage in expected.stages


LEVELS: dict[str, ClaimMatcher] = {
    "exact": match_stage,
    "relaxed": match_change,
    "pair": match_pair,
}


def compare_claims(
    expected: Iterable[ExpectedClaim], found: Iterable[FoundClaim], matches: ClaimMatcher
) -> Comparison:
    """Pair off what agrees, the best agreement first; found claims that repeat count once."""
    labels = list(expected)
    left = list(dict.fromkeys(found))
    right: list[tuple[ExpectedClaim, FoundClaim]] = []
    missed: list[ExpectedClaim] = []
    for label in (one for one in labels if not one.optional):
        answer = _find_best(label, left, matches)
        if answer is None:
            missed.append(label)
        else:
            left.remove(answer)
            right.append((label, answer))
    optional = [one for one in labels if one.optional]
    wrong = _leave_out_optional(left, optional, matches)
    return Comparison(tuple(right), tuple(missed), tuple(wrong))


def _find_best(
    expected: ExpectedClaim, found: Sequence[FoundClaim], matches: ClaimMatcher
) -> FoundClaim | None:
    agreeing = [one for one in found if matches(expected, one)]
    exact = [one for one in agreeing if match_stage(expected, one)]
    return next(iter(exact or agreeing), None)


def _leave_out_optional(
    found: Iterable[FoundClaim], optional: Sequence[ExpectedClaim], matches: ClaimMatcher
) -> list[FoundClaim]:
    """An optional label excuses a claim whatever its stage."""
    loose = match_pair if matches is match_pair else match_change
    return [one for one in found if not any(loose(label, one) for label in optional)]


def compare_firm(expected: Iterable[ExpectedClaim], found: Iterable[FoundClaim]) -> Comparison:
    """Decided changes alone, those an alert is sent for: stage approved or effective."""
    decided = [
        claim
        if claim.stages <= FIRM_STAGES
        else claim.model_copy(update={"optional": "borderline"})
        for claim in expected
        if claim.stages & FIRM_STAGES
    ]
    return compare_claims(decided, [one for one in found if one.stage in FIRM_STAGES], match_change)


def compare_level(
    name: str, expected: Iterable[ExpectedClaim], found: Sequence[FoundClaim]
) -> Comparison:
    """At one of the `LEVELS`; a doubtful claim states no stage, so `exact` is of what is told."""
    return compare_claims(expected, select_told(found) if name == "exact" else found, LEVELS[name])


def select_told(found: Iterable[FoundClaim]) -> tuple[FoundClaim, ...]:
    """What is told at once, without the doubtful claims, which wait."""
    return tuple(one for one in found if not one.doubtful)


def count_comparison(comparison: Comparison) -> Counts:
    """How many of each."""
    return Counts(len(comparison.right), len(comparison.missed), len(comparison.wrong))
