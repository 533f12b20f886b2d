"""The words in which the ledger decides: a reason, what it does to the row, and a sentence."""

from dataclasses import dataclass
from typing import Literal, get_args

from pactwire_schemas.ledger import Reason

VerdictReason = Literal[
    "first", "advanced", "reversed", "corroborated", "reaffirmed", "conflict", "corrected",
    "retracted", "disputed", "background", "doubtful",
]  # fmt: skip

MATERIAL: frozenset[str] = frozenset(get_args(Reason))
"""Verdicts that become a development; the others are only written down."""

Effect = Literal[
    "opens", "moves", "counts", "amends", "removes", "recasts", "waits", "forgets", "notes",
    "nothing",
]  # fmt: skip
"""What a claim does to the row: opens a change, moves its stage, speaks for it, speaks anew,
takes its word back, shows earlier reports in another light, waits for another source, waits no
more, is only noted in the history, or nothing at all."""


@dataclass(frozen=True)
class ClaimVerdict:
    """What a claim amounts to."""

    reason: VerdictReason
    effect: Effect
    explanation: str
    """One sentence: what the ledger knew and what the claim adds."""
    contradiction: str | None = None
    """What the claim's numbers contradict, to be kept with the row."""

    @property
    def material(self) -> bool:
        """Whether it becomes a development."""
        return self.reason in MATERIAL


WITHDRAWN_VERDICT = ClaimVerdict(
    "background", "nothing", "A later version of its article has withdrawn it."
)
