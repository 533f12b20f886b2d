"""Stage one: applies claims to the ledger; publishes memberships and developments."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pactwire import logs
from pactwire.alert.claim_batch import ClaimBatch, pair_of
from pactwire.domain.ledger import (
    WITHDRAWN_VERDICT,
    ClaimVerdict,
    Decision,
    LedgerRow,
    apply_decision,
    decide_claim,
    empty_row,
)
from pactwire.edges.kafka.stage import Output
from pactwire.edges.store import Store, write_transaction
from pactwire.edges.store.ledgers import RecordedClaim
from pactwire.metrics import Metrics
from pactwire_schemas import DEVELOPMENTS, MEMBERSHIPS, Development, MembershipClaim

log = logs.get_logger(__name__)

Judged = tuple[ClaimVerdict | None, list[Output]]
"""The verdict on a claim, None when it came before, and what is published of it."""


@dataclass(frozen=True)
class LedgerStage:
    """The handler of `news.claims.v1`."""

    store: Store
    metrics: Metrics
    now: Callable[[], datetime]
    complete_bodies: frozenset[str]
    """Bodies whose list of members is complete, so that their count can be held against claims."""

    def handle(self, claims: Sequence[MembershipClaim]) -> list[list[Output]]:
        """Judge claims in order, in one transaction.

        A claim that came before gets the same development again and changes nothing.
        """
        with write_transaction(self.store) as tx:
            batch = ClaimBatch.load(tx, claims)
            judged = [self._judge_claim(batch, claim) for claim in claims]
            batch.save(tx)
        self._report_verdicts(claims, judged)
        return [outputs for _, outputs in judged]

    def _report_verdicts(self, claims: Sequence[MembershipClaim], judged: list[Judged]) -> None:
        """Count and log the verdicts of claims that are new."""
        counts = Counter(verdict.reason for verdict, _ in judged if verdict)
        for reason, number in counts.items():
            self.metrics.verdicts.labels(reason).inc(number)
        logger = log.bind()
        for claim, (verdict, outputs) in zip(claims, judged, strict=True):
            if verdict:
                logger.info(
                    "claim.judged",
                    claim=claim.claim_id,
                    verdict=verdict.reason,
                    why=verdict.explanation,
                    outputs=len(outputs),
                )

    def _judge_claim(self, batch: ClaimBatch, claim: MembershipClaim) -> Judged:
        row = batch.rows.get(pair_of(claim))
        before = batch.judged.get(claim.event_id)
        if before:
            is_news = before.verdict != "background"
            return None, build_outputs(row, before.development) if is_news else []
        at = self.now()
        row = row or empty_row(claim.organisation, claim.member, at)
        verdict, after, development = self._decide_claim(batch, row, claim, at)
        moved = after.state.revision != row.state.revision or after.state != row.state
        changed = after if moved or after != row else None
        batch.add(RecordedClaim(claim, verdict, development, at), row, changed)
        return verdict, build_outputs(after if moved else None, development)

    def _decide_claim(
        self, batch: ClaimBatch, row: LedgerRow, claim: MembershipClaim, at: datetime
    ) -> Decision:
        known = row.has_logged(claim.claim_id)
        if not (claim.withdrawn or known) and batch.is_withdrawn(claim):
            return apply_decision(row, claim, WITHDRAWN_VERDICT, at)
        is_complete = claim.organisation.entity_id in self.complete_bodies
        return decide_claim(row, claim, at, batch.count_others(claim, complete=is_complete))


def build_outputs(row: LedgerRow | None, development: Development | None) -> list[Output]:
    """The row for the compacted topic, and the development, if there is one."""
    memberships = [Output(MEMBERSHIPS, row.state)] if row else []
    return [*memberships, Output(DEVELOPMENTS, development)] if development else memberships
