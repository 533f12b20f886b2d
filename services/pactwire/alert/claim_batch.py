"""What the store knows of a batch of claims, read at once, and what the batch adds to it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from pactwire.domain.ledger import LedgerRow, MemberCounts, needs_log
from pactwire.edges.store import Transaction, ledger_logs, ledgers
from pactwire.edges.store.ledger_logs import ClaimTexts
from pactwire.edges.store.ledgers import JudgedClaim, RecordedClaim, is_present
from pactwire.edges.store.remembered_rows import Pair
from pactwire_schemas import MembershipClaim


@dataclass
class ClaimBatch:
    """The ledger as far as some claims need it: as it was, and as it is after each of them."""

    rows_before: dict[Pair, LedgerRow]
    judged: dict[str, JudgedClaim]
    withdrawn: dict[str, int]
    """By claim, the newest version of its article that withdrew it."""
    members: Counter[str]
    """How many present members each body has now."""
    holders: dict[tuple[str, int], dict[Pair, LedgerRow]]
    """Rows of present members that had a body's number."""
    rows: dict[Pair, LedgerRow] = field(default_factory=dict)
    """Rows that the batch has read or changed, as they are now."""
    recorded: list[RecordedClaim] = field(default_factory=list)

    @classmethod
    def load(cls, tx: Transaction, claims: Sequence[MembershipClaim]) -> "ClaimBatch":
        """Lock and read what these claims need, by as many statements for one as for many."""
        numbered = [claim for claim in claims if claim.ordinal or claim.member_count]
        rows = ledgers.load_rows(tx, {pair_of(claim) for claim in claims})
        judged = ledgers.find_judged_claims(tx, {claim.event_id for claim in claims})
        fresh = [claim for claim in claims if claim.event_id not in judged]
        rows |= read_needed_logs(tx, rows, fresh)
        members = ledgers.count_members(tx, {pair_of(claim)[0] for claim in numbered})
        return cls(
            rows_before=rows,
            judged=judged,
            withdrawn=ledgers.find_withdrawn_versions(tx, {claim.claim_id for claim in claims}),
            members=Counter(members),
            holders=find_holders(tx, numbered),
            rows=dict(rows),
        )

    def is_withdrawn(self, claim: MembershipClaim) -> bool:
        """Whether a later version of its article has already withdrawn a claim."""
        return self.withdrawn.get(claim.claim_id, 0) >= claim.article.version

    def count_others(self, claim: MembershipClaim, *, complete: bool) -> MemberCounts:
        """What other rows say about a claim's numbers; `complete` when all members are known."""
        if claim.ordinal is None and claim.member_count is None:
            return MemberCounts()
        pair = pair_of(claim)
        members = self.members[pair[0]] - is_present(self.rows.get(pair))
        return MemberCounts(members if complete else None, self._find_holder(pair, claim.ordinal))

    def add(self, recorded: RecordedClaim, before: LedgerRow, after: LedgerRow | None) -> None:
        """Note a decided claim and the row after it; None when that stays as it was."""
        claim, pair = recorded.claim, recorded.pair
        if after is not None:
            self.rows[pair] = after
            self.members[pair[0]] += is_present(after) - is_present(before)
        self.recorded.append(recorded)
        self.judged[claim.event_id] = JudgedClaim(recorded.verdict.reason, recorded.development)
        if claim.withdrawn:
            newest = max(self.withdrawn.get(claim.claim_id, 0), claim.article.version)
            self.withdrawn[claim.claim_id] = newest

    def save(self, tx: Transaction) -> None:
        """Write what the batch changed."""
        texts = ClaimTexts()
        changes = [
            (self.rows_before.get(pair), after)
            for pair, after in self.rows.items()
            if after is not self.rows_before.get(pair)
        ]
        ledgers.save_rows(tx, changes, texts)
        ledgers.record_claims(tx, self.recorded, texts)

    def _find_holder(self, pair: Pair, ordinal: int | None) -> str | None:
        """The name of another present member that has the number now."""
        if not ordinal:
            return None
        of_body = {one: row for one, row in self.rows.items() if one[0] == pair[0]}
        candidates = self.holders.get((pair[0], ordinal), {}) | of_body
        names = [
            row.state.member.name
            for one, row in candidates.items()
            if one != pair and row.state.ordinal == ordinal and is_present(row)
        ]
        return min(names, default=None)


def read_needed_logs(
    tx: Transaction, rows: dict[Pair, LedgerRow], claims: Sequence[MembershipClaim]
) -> dict[Pair, LedgerRow]:
    """The rows, with their logs, on which some of these claims are not in order."""
    by_pair: dict[Pair, list[MembershipClaim]] = {}
    for claim in claims:
        pair = pair_of(claim)
        if pair in rows and rows[pair].unread:
            by_pair.setdefault(pair, []).append(claim)
    keys = [(*pair, one.claim_id) for pair, given in by_pair.items() for one in given]
    logged_ids = ledger_logs.find_logged_ids(tx, keys)
    late = {
        pair: rows[pair]
        for pair, given in by_pair.items()
        if needs_log(rows[pair], given, logged_ids)
    }
    return ledger_logs.read_logs(tx, late)


def find_holders(
    tx: Transaction, claims: Sequence[MembershipClaim]
) -> dict[tuple[str, int], dict[Pair, LedgerRow]]:
    """The rows of present members that have a number of a claim, by body and number."""
    wanted = {(pair_of(claim)[0], claim.ordinal) for claim in claims if claim.ordinal}
    holders: dict[tuple[str, int], dict[Pair, LedgerRow]] = {}
    for row in ledgers.find_ordinal_holders(tx, wanted):
        state = row.state
        pair = state.organisation.entity_id, state.member.entity_id
        holders.setdefault((pair[0], state.ordinal or 0), {})[pair] = row
    return holders


def pair_of(claim: MembershipClaim) -> Pair:
    """The organisation and the member that a claim is about."""
    return claim.organisation.entity_id, claim.member.entity_id
