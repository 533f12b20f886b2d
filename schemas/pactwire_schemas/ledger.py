"""What became known: developments, and the public ledger of who belongs to what."""

from datetime import datetime
from typing import ClassVar, Literal

from pactwire_schemas.base import Event, Instant, Value
from pactwire_schemas.enrichment import Action, DatedFact, MembershipClaim, Party, Score, Stage

Status = Literal["none", "candidate", "member", "suspended", "former", "observer"]
Reason = Literal[
    "first", "advanced", "reversed", "corroborated", "conflict", "corrected", "retracted",
    "disputed",
]  # fmt: skip
"""Why a development is news: the material verdicts of the ledger."""


class Development(Event):
    """One real change in who belongs to what, with the claim that made it known."""

    type: ClassVar[str] = "news.development.v1"

    development_id: str
    organisation: Party
    member: Party
    action: Action
    stage: Stage
    reason: Reason
    explanation: str
    """One sentence: what the ledger knew and what the claim added."""
    status_before: Status
    status_after: Status
    ordinal: int | None = None
    effective_on: DatedFact | None = None
    independent_sources: int = 1
    confidence: Score
    claim: MembershipClaim
    references: tuple[str, ...] = ()
    """Earlier developments of the same change, oldest first."""
    revision: int
    occurred_at: Instant

    @property
    def change_id(self) -> str:
        """The first development of the same change."""
        return self.references[0] if self.references else self.development_id

    @property
    def event_id(self) -> str:
        """The development id."""
        return self.development_id

    @property
    def subject(self) -> str:
        """Organisation and member."""
        return f"{self.organisation.entity_id}|{self.member.entity_id}"

    @property
    def occurred(self) -> datetime:
        """When the ledger changed."""
        return self.occurred_at


class LedgerEntry(Value):
    """One claim in the history of a membership."""

    claim_id: str
    verdict: str
    action: Action
    stage: Stage
    article_id: str
    source: str
    url: str | None = None
    at: Instant


class MembershipState(Event):
    """The ledger's row for one organisation and one member; compacted, so the last one holds."""

    type: ClassVar[str] = "news.membership.v1"

    organisation: Party
    member: Party
    status: Status
    action: Action | None = None
    stage: Stage | None = None
    since: DatedFact | None = None
    until: DatedFact | None = None
    ordinal: int | None = None
    independent_sources: int = 0
    history: tuple[LedgerEntry, ...] = ()
    """The newest claims, oldest first, at most 50."""
    source: str | None = None
    """Who vouched for the row before the first article did."""
    conflicts: tuple[str, ...] = ()
    revision: int = 0
    updated_at: Instant

    @property
    def event_id(self) -> str:
        """The row and its revision."""
        return f"{self.organisation.entity_id}-{self.member.entity_id}-{self.revision}"

    @property
    def subject(self) -> str:
        """Organisation and member."""
        return f"{self.organisation.entity_id}|{self.member.entity_id}"

    @property
    def occurred(self) -> datetime:
        """When the row last changed."""
        return self.updated_at
