"""Queries of the ledger stage: rows, judged claims, developments, the opening balance."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, insert, select, text

from pactwire.domain.ledger import PRESENT_STATUSES, ClaimVerdict, LedgerRow, MemberCounts
from pactwire.edges.store.alert_tables import claims, developments, ledger
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.locks import lock_keys
from pactwire.edges.store.upsert import (
    increment_counter,
    next_sequence,
    read_counter,
    read_counter_note,
    upsert,
)
from pactwire_schemas import Development, MembershipClaim

LEDGER = "ledger"
OPENING_BALANCE = "opening balance"
"""Who counts as a present member: a suspended one is still in."""


@dataclass(frozen=True)
class JudgedClaim:
    """The verdict of a claim that came before, and the development it made known."""

    verdict: str
    development: Development | None


def find_judged_claim(tx: Transaction, event_id: str) -> JudgedClaim | None:
    """The verdict a claim got the first time it came, if it came before."""
    found = tx.execute(
        select(claims.c.verdict, claims.c.development_id).where(claims.c.event_id == event_id)
    ).first()
    if found is None:
        return None
    development = _find_development(tx, found.development_id) if found.development_id else None
    return JudgedClaim(found.verdict, development)


def is_withdrawn(tx: Transaction, claim: MembershipClaim) -> bool:
    """Whether a later version of its article has already withdrawn a claim."""
    statement = select(claims.c.event_id).where(
        claims.c.claim_id == claim.claim_id,
        claims.c.withdrawn,
        claims.c.version >= claim.article.version,
    )
    return tx.execute(statement.limit(1)).first() is not None


def lock_organisations(tx: Transaction, organisations: Iterable[str]) -> None:
    """Be the only one to judge claims on these bodies until the transaction ends.

    The whole body and not the pair: a claim's numbers are held against its other members.
    """
    lock_keys(tx, LEDGER, organisations)


def load_row(tx: Transaction, organisation: str, member: str) -> LedgerRow | None:
    """The ledger's row of a pair; a writing transaction locks the pair, row or none."""
    lock_organisations(tx, [organisation])
    statement = select(ledger.c.body).where(
        ledger.c.organisation == organisation, ledger.c.member == member
    )
    body = tx.execute(statement.with_for_update()).scalar()
    return LedgerRow.model_validate_json(body) if body else None


def load_member_counts(tx: Transaction, claim: MembershipClaim, *, complete: bool) -> MemberCounts:
    """What other rows say about a claim's numbers; `complete` when the body's member list is."""
    if claim.ordinal is None and claim.member_count is None:
        return MemberCounts()
    body = ledger.c.organisation == claim.organisation.entity_id
    others = ledger.c.member != claim.member.entity_id
    inside = ledger.c.status.in_(PRESENT_STATUSES)
    members = None
    if complete:
        count = select(func.count()).select_from(ledger).where(body, others, inside)
        members = tx.execute(count).scalar_one()
    same = select(ledger.c.body).where(body, others, inside, ledger.c.ordinal == claim.ordinal)
    holder = tx.execute(same.limit(1)).scalar() if claim.ordinal else None
    return MemberCounts(
        members, LedgerRow.model_validate_json(holder).state.member.name if holder else None
    )


def save_row(tx: Transaction, before: LedgerRow, after: LedgerRow) -> None:
    """Write the row of a pair; counts up when a member came in or went out, for watches' sets."""
    if after == before:
        return
    upsert(tx, ledger, [_ledger_row(after)])
    if (before.state.status in PRESENT_STATUSES) != (after.state.status in PRESENT_STATUSES):
        increment_counter(tx, LEDGER)


def record_claim(
    tx: Transaction,
    claim: MembershipClaim,
    verdict: ClaimVerdict,
    development: Development | None,
    at: datetime,
) -> None:
    """Insert a claim with its verdict, and the development it made known."""
    row = {
        "event_id": claim.event_id,
        "claim_id": claim.claim_id,
        "version": claim.article.version,
        "withdrawn": claim.withdrawn,
        "organisation": claim.organisation.entity_id,
        "member": claim.member.entity_id,
        "article_id": claim.article.article_id,
        "verdict": verdict.reason,
        "explanation": verdict.explanation,
        "development_id": development.development_id if development else None,
        "body": claim.model_dump_json(exclude_none=True),
        "judged_at": at,
        "sequence": next_sequence(
            tx, claims, organisation=claim.organisation.entity_id, member=claim.member.entity_id
        ),
    }
    tx.execute(insert(claims).values(row))
    if development:
        _record_development(tx, development)


def write_opening_balance(
    tx: Transaction, rows: Callable[[], Iterable[LedgerRow]], note: str
) -> bool:
    """Write the reference data's rows unless that was done; `note` names data and day.

    Rows that a claim has touched stay as they are. True when something was written.
    """
    if read_counter_note(tx, OPENING_BALANCE) == note:
        return False
    if tx.dialect.name == "postgresql":  # no claim is judged meanwhile
        tx.execute(text("LOCK TABLE ledger IN EXCLUSIVE MODE"))
    if read_counter_note(tx, OPENING_BALANCE) == note:
        return False
    tx.execute(delete(ledger).where(ledger.c.revision == 0))
    touched = {(row.organisation, row.member) for row in tx.execute(_select_pairs())}
    fresh = [
        _ledger_row(row)
        for row in rows()
        if (row.state.organisation.entity_id, row.state.member.entity_id) not in touched
    ]
    upsert(tx, ledger, fresh)
    increment_counter(tx, OPENING_BALANCE, note)
    increment_counter(tx, LEDGER)
    return True


def read_opening_note(tx: Transaction) -> str | None:
    """The note of the opening balance; None when there is none yet."""
    return read_counter_note(tx, OPENING_BALANCE)


def list_present_members(tx: Transaction) -> Sequence[tuple[str, str]]:
    """All present (organisation, member) pairs."""
    found = tx.execute(_select_pairs().where(ledger.c.status.in_(PRESENT_STATUSES)))
    return [(row.organisation, row.member) for row in found]


def get_ledger_version(tx: Transaction) -> int:
    """A counter that rises whenever a member comes in or goes out."""
    return read_counter(tx, LEDGER)


def list_rows(
    tx: Transaction, organisation: str | None = None, member: str | None = None
) -> list[LedgerRow]:
    """Rows of a body, of a member, of the pair, or all; by names of body and member."""
    statement = select(ledger.c.body)
    if organisation:
        statement = statement.where(ledger.c.organisation == organisation)
    if member:
        statement = statement.where(ledger.c.member == member)
    ordered = statement.order_by(ledger.c.organisation, ledger.c.member)
    return [LedgerRow.model_validate_json(body) for body in tx.execute(ordered).scalars()]


def list_developments(tx: Transaction, organisation: str, member: str) -> list[Development]:
    """What became known of a pair, oldest first."""
    statement = (
        select(developments.c.body)
        .where(developments.c.organisation == organisation, developments.c.member == member)
        .order_by(developments.c.sequence)
    )
    return [Development.model_validate_json(body) for body in tx.execute(statement).scalars()]


def list_claims(
    tx: Transaction, organisation: str, member: str
) -> list[tuple[str, MembershipClaim]]:
    """Every claim on a pair with its verdict, oldest first."""
    statement = (
        select(claims.c.verdict, claims.c.body)
        .where(claims.c.organisation == organisation, claims.c.member == member)
        .order_by(claims.c.sequence)
    )
    return [
        (row.verdict, MembershipClaim.model_validate_json(row.body))
        for row in tx.execute(statement)
    ]


def list_explanations(tx: Transaction, organisation: str, member: str) -> dict[str, str]:
    """The sentence behind the verdict of every claim on a pair, by the claim's event id."""
    found = tx.execute(
        select(claims.c.event_id, claims.c.explanation).where(
            claims.c.organisation == organisation, claims.c.member == member
        )
    )
    return {row.event_id: row.explanation for row in found}


def _select_pairs() -> Select[str, str]:
    return select(ledger.c.organisation, ledger.c.member)


def _ledger_row(row: LedgerRow) -> dict[str, object]:
    state = row.state
    return {
        "organisation": state.organisation.entity_id,
        "member": state.member.entity_id,
        "status": state.status,
        "ordinal": state.ordinal,
        "revision": state.revision,
        "body": row.model_dump_json(exclude_none=True),
        "changed_at": state.updated_at,
    }


def _find_development(tx: Transaction, development_id: str) -> Development | None:
    body = tx.execute(
        select(developments.c.body).where(developments.c.development_id == development_id)
    ).scalar()
    return Development.model_validate_json(body) if body else None


def _record_development(tx: Transaction, development: Development) -> None:
    row = {
        "development_id": development.development_id,
        "change_id": development.change_id,
        "organisation": development.organisation.entity_id,
        "member": development.member.entity_id,
        "reason": development.reason,
        "body": development.model_dump_json(exclude_none=True),
        "occurred_at": development.occurred_at,
        "sequence": next_sequence(
            tx,
            developments,
            organisation=development.organisation.entity_id,
            member=development.member.entity_id,
        ),
    }
    tx.execute(insert(developments).values(row))
