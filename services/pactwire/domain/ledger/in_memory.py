"""The whole ledger in memory, for reading archives: the same decisions, without a store."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from pactwire.domain.ledger.deciding import Decision, decide_claim
from pactwire.domain.ledger.entries import PRESENT_STATUSES, LedgerRow, empty_row
from pactwire.domain.ledger.judging import MemberCounts
from pactwire_schemas import Development, MembershipClaim


class InMemoryLedger:
    """Rows by organisation and member; grows with the pairs that claims are about."""

    def __init__(self, rows: Iterable[LedgerRow], complete_bodies: frozenset[str]) -> None:
        """Begin with `rows`; `complete_bodies` are those whose members are all known."""
        self._complete = complete_bodies
        self._rows: defaultdict[str, dict[str, LedgerRow]] = defaultdict(dict)
        self._judged: set[str] = set()
        for row in rows:
            self._put(row)

    def add_claim(self, claim: MembershipClaim, at: datetime) -> Development | None:
        """Judge a claim and keep what it changes; what it makes known, each claim once."""
        if claim.event_id in self._judged:
            return None
        self._judged.add(claim.event_id)
        decision = self.decide(claim, at)
        self._put(decision.row)
        return decision.development

    def decide(self, claim: MembershipClaim, at: datetime) -> Decision:
        """What a claim would do; nothing is kept."""
        members = self._rows[claim.organisation.entity_id]
        row = members.get(claim.member.entity_id) or empty_row(claim.organisation, claim.member, at)
        return decide_claim(row, claim, at, self._count_members(claim))

    def _put(self, row: LedgerRow) -> None:
        self._rows[row.state.organisation.entity_id][row.state.member.entity_id] = row

    def _count_members(self, claim: MembershipClaim) -> MemberCounts:
        """What other rows of the body say about a claim's numbers."""
        if claim.ordinal is None and claim.member_count is None:
            return MemberCounts()
        body = claim.organisation.entity_id
        others = [
            row.state
            for member, row in self._rows[body].items()
            if member != claim.member.entity_id and row.state.status in PRESENT_STATUSES
        ]
        same = (one.member.name for one in others if one.ordinal == claim.ordinal)
        holder = next(same, None) if claim.ordinal else None
        return MemberCounts(len(others) if body in self._complete else None, holder)
