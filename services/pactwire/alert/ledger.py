"""Step one: claims into the ledger, developments and rows out; what is news, the domain says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pactwire import logs
from pactwire.domain.ledger import (
    Row,
    Verdict,
    apply,
    develop,
    judge,
    untouched,
)
from pactwire.edges.kafka.stage import Output
from pactwire.edges.store import Store, Transaction, ledgers, writing
from pactwire.metrics import Metrics
from pactwire_schemas import DEVELOPMENTS, MEMBERSHIPS, Development, MembershipClaim

log = logs.get(__name__)

STALE = Verdict("background", "nothing", "A later version of its article has withdrawn it.")


@dataclass(frozen=True)
class LedgerStage:
    """The handler of `news.claims.v1`."""

    store: Store
    metrics: Metrics
    now: Callable[[], datetime]
    counted: frozenset[str]
    """Bodies whose list of members is complete, so that their count can be held against claims."""

    def handle(self, claims: Sequence[MembershipClaim]) -> list[list[Output]]:
        """Judge claims in order, in one transaction.

        A claim that came before gets the same development again and changes nothing.
        """
        with writing(self.store) as tx:
            judged = [self._judged(tx, claim) for claim in claims]
        for claim, (verdict, outputs) in zip(claims, judged, strict=True):
            if verdict:
                self.metrics.verdicts.labels(verdict).inc()
                log.info("claim.judged", claim=claim.claim_id, verdict=verdict, told=len(outputs))
        return [outputs for _, outputs in judged]

    def _judged(self, tx: Transaction, claim: MembershipClaim) -> tuple[str | None, list[Output]]:
        organisation, member = claim.organisation.entity_id, claim.member.entity_id
        row = ledgers.row_of(tx, organisation, member)
        before = ledgers.judged(tx, claim.event_id)
        if before:
            return None, outputs(row, before.development) if before.verdict != "background" else []
        at = self.now()
        row = row or untouched(claim.organisation, claim.member, at)
        verdict = self._verdict(tx, row, claim)
        after = apply(row, claim, verdict, at)
        development = develop(row, after, claim, verdict, at)
        ledgers.keep(tx, row, after)
        ledgers.record(tx, claim, verdict, development, at)
        return verdict.reason, outputs(after if after != row else None, development)

    def _verdict(self, tx: Transaction, row: Row, claim: MembershipClaim) -> Verdict:
        if not claim.withdrawn and ledgers.taken_back(tx, claim):
            return STALE
        counted = claim.organisation.entity_id in self.counted
        return judge(row, claim, ledgers.census(tx, claim, counted=counted))


def outputs(row: Row | None, development: Development | None) -> list[Output]:
    """The row for the compacted topic, and the development, if there is one."""
    told = [Output(MEMBERSHIPS, row.state)] if row else []
    return [*told, Output(DEVELOPMENTS, development)] if development else told
