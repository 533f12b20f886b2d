"""What the ledger keeps of one membership: its public state, and its changes with their voices."""

from datetime import datetime, timedelta
from math import prod

from pactwire.domain.identity import content_id
from pactwire_schemas import DatedFact, MembershipClaim, MembershipState, Party, Source, Value
from pactwire_schemas.base import Instant
from pactwire_schemas.enrichment import Action, Score, Stage
from pactwire_schemas.ledger import Status

RANK: dict[Stage, int] = {
    "rejected": 0,
    "considered": 1,
    "applied": 2,
    "approved": 3,
    "effective": 4,
}
"""How far a stage is; a rejection is beside the ladder, not its foot."""

TARGET: dict[Action, Status] = {
    "join": "member",
    "reinstate": "member",
    "leave": "former",
    "expel": "former",
    "suspend": "suspended",
}
SIBLING: dict[Action, Action] = {
    "join": "reinstate",
    "reinstate": "join",
    "leave": "expel",
    "expel": "leave",
}
"""Actions that end in the same status: once it is reached, a report of either is about the same."""

MOST_CERTAIN = 0.99
"""No number of reports makes a development certain."""


class Voice(Value):
    """One claim that speaks for a change, and what tells it from a copy of another."""

    claim_id: str
    article_id: str
    version: int
    stage: Stage
    origin: str
    """Owner, domain or name of the publisher: titles of one owner are one voice."""
    content: str
    """The article's content hash: a syndicated copy is no second voice."""
    words: str
    """Hash of the quoted sentence: a copy with a new headline is none either."""
    confidence: Score
    said_at: Instant
    received_at: Instant
    dated: bool
    """Whether the article told when it was published."""
    ordinal: int | None = None
    effective_on: DatedFact | None = None

    def marks(self) -> tuple[str, str, str]:
        """Two voices that share one of these are one."""
        return f"o:{self.origin}", f"c:{self.content}", f"w:{self.words}"


class Before(Value):
    """What a membership was before a change, so that a retraction can restore it."""

    status: Status
    action: Action | None = None
    stage: Stage | None = None
    since: DatedFact | None = None
    until: DatedFact | None = None
    ordinal: int | None = None


class Change(Value):
    """One change under way: how far it has got, who says so, and what was told of it."""

    action: Action
    stage: Stage
    stage_since: Instant
    """When the present stage was first reported."""
    voices: tuple[Voice, ...]
    developments: tuple[str, ...] = ()
    before: Before

    def speaking(self) -> tuple[Voice, ...]:
        """The voices for the present stage."""
        return tuple(voice for voice in self.voices if voice.stage == self.stage)

    def voice_of(self, claim_id: str) -> Voice | None:
        """The voice of a claim, when it was counted."""
        return next((voice for voice in self.voices if voice.claim_id == claim_id), None)


class Row(Value):
    """The ledger's row of one organisation and one member."""

    state: MembershipState
    changes: tuple[Change, ...] = ()

    def change(self, action: Action) -> Change | None:
        """The change of that action, when one is under way or done."""
        return next((change for change in self.changes if change.action == action), None)

    def holding(self, claim_id: str) -> Change | None:
        """The change that has counted a claim."""
        return next((change for change in self.changes if change.voice_of(claim_id)), None)

    def concerning(self, claim: MembershipClaim) -> Change | None:
        """The change a claim is about, under its own action or one that came to the same."""
        return self.holding(claim.claim_id) or self.change(claim.action) or self._same_end(claim)

    def _same_end(self, claim: MembershipClaim) -> Change | None:
        sibling = SIBLING.get(claim.action)
        change = self.change(sibling) if sibling else None
        done = change and change.stage == "effective"
        return change if done and self.state.status == TARGET[claim.action] else None


def untouched(organisation: Party, member: Party, at: datetime) -> Row:
    """The row of a pair nobody knows anything about."""
    state = MembershipState(organisation=organisation, member=member, status="none", updated_at=at)
    return Row(state=state)


def voice_of(claim: MembershipClaim) -> Voice:
    """The claim as a voice."""
    return Voice(
        claim_id=claim.claim_id,
        article_id=claim.article.article_id,
        version=claim.article.version,
        stage=claim.stage,
        origin=origin(claim.article.source),
        content=claim.article.content_hash,
        words=content_id("words", " ".join(claim.evidence.quote.casefold().split())),
        confidence=claim.confidence,
        said_at=said_at(claim),
        received_at=claim.article.received_at,
        dated=claim.article.published_at is not None,
        ordinal=claim.ordinal,
        effective_on=claim.effective_on,
    )


def origin(source: Source) -> str:
    """Who is behind a publisher."""
    return (source.owner or source.domain or source.name).casefold().strip()


def said_at(claim: MembershipClaim) -> datetime:
    """When the article was published; a date that is missing or still to come gives way."""
    published, received = claim.article.published_at, claim.article.received_at
    return min(published, received) if published else received


def apart(one: Voice, other: Voice) -> timedelta:
    """Between two reports: by their dates, or, where one has none, by when they reached us."""
    if one.dated and other.dated:
        return abs(one.said_at - other.said_at)
    return abs(one.received_at - other.received_at)


def independent(voices: tuple[Voice, ...]) -> tuple[tuple[Voice, ...], ...]:
    """The voices in groups: within a group they share an owner, a text or a sentence."""
    groups: list[tuple[set[str], list[Voice]]] = []
    for voice in voices:
        marks, members = set(voice.marks()), [voice]
        for group in [group for group in groups if group[0] & marks]:
            groups.remove(group)
            marks |= group[0]
            members = group[1] + members
        groups.append((marks, members))
    return tuple(tuple(members) for _, members in groups)


def certainty(voices: tuple[Voice, ...]) -> float:
    """How sure the voices make it together: each independent one halves what doubt it can."""
    best = [max(voice.confidence for voice in group) for group in independent(voices)]
    if len(best) == 1:
        return best[0]
    return min(MOST_CERTAIN, round(1 - prod(1 - score for score in best), 4)) if best else 0.0
