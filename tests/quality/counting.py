"""How expected and found claims of a text are told apart into right, missed and wrong.

The same way of counting as for any extraction of this kind: one found claim answers one expected
claim, an optional one is left out of the counts, and each level asks for more than the one before.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from quality.labelled import ExpectedClaim

FIRM = frozenset({"approved", "effective"})


class Told(NamedTuple):
    """The details of a claim that was read, as a label writes them; None where nothing was read."""

    ordinal: int | None = None
    member_count: int | None = None
    announced_on: str | None = None
    effective_on: str | None = None
    speaker: str | None = None
    official: bool | None = None


class Found(NamedTuple):
    """A claim that was read, cut down to what is compared."""

    organisation: str
    member: str
    action: str
    stage: str
    background: bool = False
    told: Told = Told()
    confidence: float = 1.0

    @property
    def shown(self) -> str:
        """For a list of errors."""
        return f"{self.organisation} {self.member} {self.action} {self.stage}"


class Outcome(NamedTuple):
    """Of one text: pairs that agree, expected that are missing, found that are wrong."""

    right: tuple[tuple[ExpectedClaim, Found], ...]
    missed: tuple[ExpectedClaim, ...]
    wrong: tuple[Found, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of right, missed and wrong, and what follows from them."""

    right: int = 0
    missed: int = 0
    wrong: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(self.right + other.right, self.missed + other.missed, self.wrong + other.wrong)

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


Agreement = Callable[[ExpectedClaim, Found], bool]


def same_pair(expected: ExpectedClaim, found: Found) -> bool:
    """Body and member agree."""
    return found.organisation in expected.organisations and found.member == expected.member


def same_change(expected: ExpectedClaim, found: Found) -> bool:
    """Body, member and action agree."""
    return same_pair(expected, found) and found.action in expected.actions


def same_stage(expected: ExpectedClaim, found: Found) -> bool:
    """Everything agrees."""
    return same_change(expected, found) and found.stage in expected.stages


LEVELS: dict[str, Agreement] = {
    "exact": same_stage,
    "relaxed": same_change,
    "pair": same_pair,
}


def compared(
    expected: Iterable[ExpectedClaim], found: Iterable[Found], agree: Agreement
) -> Outcome:
    """Pair off what agrees, the best agreement first; found claims that repeat count once."""
    every = list(expected)
    left = list(dict.fromkeys(found))
    right: list[tuple[ExpectedClaim, Found]] = []
    missed: list[ExpectedClaim] = []
    for one in (claim for claim in every if not claim.optional):
        answer = _best(one, left, agree)
        if answer is None:
            missed.append(one)
        else:
            left.remove(answer)
            right.append((one, answer))
    loose = same_pair if agree is same_pair else same_change
    spared = [claim for claim in every if claim.optional]
    wrong = [one for one in left if not any(loose(claim, one) for claim in spared)]
    return Outcome(tuple(right), tuple(missed), tuple(wrong))


def _best(expected: ExpectedClaim, found: Sequence[Found], agree: Agreement) -> Found | None:
    agreeing = [one for one in found if agree(expected, one)]
    exact = [one for one in agreeing if same_stage(expected, one)]
    return next(iter(exact or agreeing), None)


def firm(expected: Iterable[ExpectedClaim], found: Iterable[Found]) -> Outcome:
    """Decided changes alone, those an alert is sent for: stage approved or effective."""
    decided = [
        claim if claim.stages <= FIRM else claim.model_copy(update={"optional": "borderline"})
        for claim in expected
        if claim.stages & FIRM
    ]
    return compared(decided, [one for one in found if one.stage in FIRM], same_change)


def tally(outcome: Outcome) -> Tally:
    """How many of each."""
    return Tally(len(outcome.right), len(outcome.missed), len(outcome.wrong))
