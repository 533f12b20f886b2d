"""What the ledger keeps of one membership: its public state, and its changes with their reports."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from math import prod

from pydantic import ConfigDict, Field

from pactwire.domain.identity import content_id
from pactwire_schemas import DatedFact, MembershipClaim, MembershipState, Party, Source, Value
from pactwire_schemas.base import Instant
from pactwire_schemas.enrichment import Action, Score, Stage
from pactwire_schemas.ledger import Status

STAGE_RANK: dict[Stage, int] = {
    "rejected": 0,
    "considered": 1,
    "applied": 2,
    "approved": 3,
    "effective": 4,
}
"""How far a stage is; a rejection is beside the ladder, not its foot."""

TARGET_STATUS: dict[Action, Status] = {
    "join": "member",
    "reinstate": "member",
    "leave": "former",
    "expel": "former",
    "suspend": "suspended",
}
PRESENT_STATUSES: tuple[Status, ...] = ("member", "suspended")
"""A suspended member still is one."""
EQUIVALENT_ACTION: dict[Action, Action] = {
    "join": "reinstate",
    "reinstate": "join",
    "leave": "expel",
    "expel": "leave",
}
"""Actions that end in the same status: once it is reached, a report of either is about the same."""

CORROBORATION_WINDOW = timedelta(days=7)
"""How long other sources corroborate a report; after that they repeat what is known."""

MAX_CONFIDENCE = 0.99
"""No number of reports makes a development certain."""


class SourceReport(Value):
    """One claim that reports a change, and what shows whether its source is an independent one."""

    claim_id: str
    article_id: str
    version: int
    stage: Stage
    origin: str
    """Owner, domain or name of the publisher: titles of one owner are one source."""
    content: str
    """The article's content hash: a syndicated copy is no second source."""
    words: str
    """Hash of the quoted sentence: a copy with a new headline is no second source either."""
    confidence: Score
    said_at: Instant
    received_at: Instant
    dated: bool
    """Whether the article told when it was published."""
    ordinal: int | None = None
    effective_on: DatedFact | None = None

    def has_source_of(self, other: "SourceReport") -> bool:
        """Whether two reports share an owner, a text or a sentence."""
        return (
            self.origin == other.origin
            or self.content == other.content
            or self.words == other.words
        )


class PriorState(Value):
    """What a membership was before a change, so that a retraction can restore it."""

    status: Status
    action: Action | None = None
    stage: Stage | None = None
    since: DatedFact | None = None
    until: DatedFact | None = None
    ordinal: int | None = None


class MembershipChange(Value):
    """One change under way: how far it has got, who reports it, and its developments."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", validate_by_name=True, validate_by_alias=True,
        serialize_by_alias=True,
    )  # fmt: skip

    action: Action
    stage: Stage
    stage_since: Instant
    """When the present stage was first reported."""
    reports: tuple[SourceReport, ...] = Field(alias="voices")
    """Stored rows call them `voices`."""
    developments: tuple[str, ...] = ()
    before: PriorState
    turns: tuple[Instant, ...] = ()
    """When it was confirmed or denied after the opposite, oldest first."""
    disputed_at: Instant | None = None
    """The last turn of a dispute that is not settled."""

    def current_reports(self) -> tuple[SourceReport, ...]:
        """The reports that give the present stage."""
        return tuple(report for report in self.reports if report.stage == self.stage)

    def report_of(self, claim_id: str) -> SourceReport | None:
        """The report of a claim, when it was counted."""
        for report in self.reports:  # asked several times of each claim, of every change
            if report.claim_id == claim_id:
                return report
        return None


class DoubtfulReport(Value):
    """A report that waits for another source; its stage is the one that was read."""

    action: Action
    report: SourceReport


LogOrder = tuple[Instant, Instant, str]
"""Where a claim stands among those of its row: by its date, by its arrival, by its id."""


class LoggedClaim(Value):
    """A claim that the row is made of, with what other rows said of its numbers when it came."""

    claim: MembershipClaim
    members: int | None = None
    holder: str | None = None


class LedgerRow(Value):
    """The ledger's row of one organisation and one member."""

    state: MembershipState
    changes: tuple[MembershipChange, ...] = ()
    doubts: tuple[DoubtfulReport, ...] = ()
    """Reports that have not counted, oldest first."""
    log: tuple[LoggedClaim, ...] = ()
    """The newest claims by their dates, one for each claim id; without those that are unread."""
    base: "LedgerRow | None" = None
    """The row that the logged claims were added to; None for an empty log, or an unread one."""
    unread: int = 0
    """How many claims of the log are in the store and were not read: a claim that comes in order
    needs none of them."""
    newest: LogOrder | None = None
    """Where the last claim of the whole log stands."""

    def change(self, action: Action) -> MembershipChange | None:
        """The change of that action, when one is under way or done."""
        for change in self.changes:
            if change.action == action:
                return change
        return None

    def has_logged(self, claim_id: str, *, withdrawn: bool = False) -> bool:
        """Whether the log has a claim; with `withdrawn`, whether as one that was taken back."""
        for one in self.log:
            if one.claim.claim_id == claim_id and (one.claim.withdrawn or not withdrawn):
                return True
        return False

    def change_reported_in(self, claim_id: str) -> MembershipChange | None:
        """The change that has counted a claim."""
        for change in self.changes:
            if change.report_of(claim_id):
                return change
        return None

    def change_about(self, claim: MembershipClaim) -> MembershipChange | None:
        """The change a claim is about, under its own action or one that came to the same."""
        return (
            self.change_reported_in(claim.claim_id)
            or self.change(claim.action)
            or self._equivalent_change(claim)
        )

    def _equivalent_change(self, claim: MembershipClaim) -> MembershipChange | None:
        sibling = EQUIVALENT_ACTION.get(claim.action)
        change = self.change(sibling) if sibling else None
        done = change and change.stage == "effective"
        return change if done and self.state.status == TARGET_STATUS[claim.action] else None


def empty_row(organisation: Party, member: Party, at: datetime) -> LedgerRow:
    """The row of a pair nobody knows anything about."""
    state = MembershipState(organisation=organisation, member=member, status="none", updated_at=at)
    return LedgerRow(state=state)


def report_from(claim: MembershipClaim) -> SourceReport:
    """The report that a claim makes."""
    return SourceReport.from_valid(
        claim_id=claim.claim_id,
        article_id=claim.article.article_id,
        version=claim.article.version,
        stage=claim.stage,
        origin=publishing_owner(claim.article.source),
        content=claim.article.content_hash,
        words=content_id("words", " ".join(claim.evidence.quote.casefold().split())),
        confidence=claim.confidence,
        said_at=reported_at(claim),
        received_at=claim.article.received_at,
        dated=claim.article.published_at is not None,
        ordinal=claim.ordinal,
        effective_on=claim.effective_on,
    )


def publishing_owner(source: Source) -> str:
    """Who is behind a publisher."""
    return (source.owner or source.domain or source.name).casefold().strip()


def reported_at(claim: MembershipClaim) -> datetime:
    """When the article was published; a date that is missing or still to come gives way."""
    published, received = claim.article.published_at, claim.article.received_at
    return min(published, received) if published else received


def interval_between(one: SourceReport, other: SourceReport) -> timedelta:
    """Between two reports: by their dates, or, where one has none, by when they reached us."""
    if one.dated and other.dated:
        return abs(one.said_at - other.said_at)
    return abs(one.received_at - other.received_at)


def group_independent(reports: tuple[SourceReport, ...]) -> tuple[tuple[SourceReport, ...], ...]:
    """The reports in groups: within a group they share an owner, a text or a sentence."""
    if len(reports) == 1:
        return (reports,)
    groups: dict[int, tuple[SourceReport, ...]] = {}
    by_owner: dict[str, int] = {}
    by_content: dict[str, int] = {}
    by_words: dict[str, int] = {}
    for number, report in enumerate(reports):
        members: tuple[SourceReport, ...] = (report,)
        met = {
            by_owner.get(report.origin, number),
            by_content.get(report.content, number),
            by_words.get(report.words, number),
        } - {number}
        for one in sorted(met):
            members = (*groups.pop(one), *members)
        for member in members:
            by_owner[member.origin] = by_content[member.content] = number
            by_words[member.words] = number
        groups[number] = members
    return tuple(groups.values())


def combined_confidence(groups: Iterable[tuple[SourceReport, ...]]) -> float:
    """Joint confidence of independent groups: they combine as independent evidence."""
    best = [max(report.confidence for report in group) for group in groups]
    if len(best) == 1:
        return best[0]
    return min(MAX_CONFIDENCE, round(1 - prod(1 - score for score in best), 4)) if best else 0.0
