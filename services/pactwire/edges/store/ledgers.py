"""What the ledger stage asks of the store: rows, judged claims, developments, the opening."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, delete, func, insert, select

from pactwire.domain.ledger import Census, Row, Verdict
from pactwire.edges.store.alert_tables import claims, developments, ledger
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.upsert import count_of, count_up, note_of, upsert
from pactwire_schemas import Development, MembershipClaim

LEDGER = "ledger"
OPENING = "opening balance"
INSIDE = ("member", "suspended")
"""Who counts as a present member: a suspended one is still in."""


@dataclass(frozen=True)
class Judged:
    """A claim that has its verdict."""

    verdict: str
    development: Development | None


def judged(tx: Transaction, event_id: str) -> Judged | None:
    """The verdict a claim got the first time it came, if it came before."""
    found = tx.execute(
        select(claims.c.verdict, claims.c.development_id).where(claims.c.event_id == event_id)
    ).first()
    if found is None:
        return None
    told = _development(tx, found.development_id) if found.development_id else None
    return Judged(found.verdict, told)


def taken_back(tx: Transaction, claim: MembershipClaim) -> bool:
    """Whether a later version of its article has already withdrawn a claim."""
    statement = select(claims.c.event_id).where(
        claims.c.claim_id == claim.claim_id,
        claims.c.withdrawn,
        claims.c.version >= claim.article.version,
    )
    return tx.execute(statement.limit(1)).first() is not None


def row_of(tx: Transaction, organisation: str, member: str) -> Row | None:
    """The ledger's row of a pair; who writes has it alone until the end of the transaction."""
    statement = select(ledger.c.body).where(
        ledger.c.organisation == organisation, ledger.c.member == member
    )
    body = tx.execute(statement.with_for_update()).scalar()
    return Row.model_validate_json(body) if body else None


def census(tx: Transaction, claim: MembershipClaim, *, counted: bool) -> Census:
    """What other rows say about a claim's numbers; `counted` when the body's list is complete."""
    if claim.ordinal is None and claim.member_count is None:
        return Census()
    body = ledger.c.organisation == claim.organisation.entity_id
    others = ledger.c.member != claim.member.entity_id
    inside = ledger.c.status.in_(INSIDE)
    members = None
    if counted:
        count = select(func.count()).select_from(ledger).where(body, others, inside)
        members = tx.execute(count).scalar_one()
    same = select(ledger.c.body).where(body, others, inside, ledger.c.ordinal == claim.ordinal)
    held = tx.execute(same.limit(1)).scalar() if claim.ordinal else None
    return Census(members, Row.model_validate_json(held).state.member.name if held else None)


def keep(tx: Transaction, before: Row, after: Row) -> None:
    """Write the row of a pair; watches' sets follow when someone came in or went out."""
    if after == before:
        return
    upsert(tx, ledger, [_columns(after)])
    if (before.state.status in INSIDE) != (after.state.status in INSIDE):
        count_up(tx, LEDGER)


def record(
    tx: Transaction,
    claim: MembershipClaim,
    verdict: Verdict,
    development: Development | None,
    at: datetime,
) -> None:
    """Write down a claim with its verdict, and the development it made known."""
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
    }
    tx.execute(insert(claims).values(row))
    if development:
        _record_development(tx, development)


def open_balance(tx: Transaction, rows: Callable[[], Iterable[Row]], note: str) -> bool:
    """Write the reference data's rows unless that was done; `note` names data and day.

    Rows that a claim has touched stay as they are. True when something was written.
    """
    if note_of(tx, OPENING) == note:
        return False
    tx.execute(delete(ledger).where(ledger.c.revision == 0))
    touched = {(row.organisation, row.member) for row in tx.execute(_pairs())}
    fresh = [
        _columns(row)
        for row in rows()
        if (row.state.organisation.entity_id, row.state.member.entity_id) not in touched
    ]
    upsert(tx, ledger, fresh)
    count_up(tx, OPENING, note)
    count_up(tx, LEDGER)
    return True


def inside(tx: Transaction) -> Sequence[tuple[str, str]]:
    """All present (organisation, member) pairs."""
    found = tx.execute(_pairs().where(ledger.c.status.in_(INSIDE)))
    return [(row.organisation, row.member) for row in found]


def ledger_version(tx: Transaction) -> int:
    """Counts up whenever someone comes in or goes out."""
    return count_of(tx, LEDGER)


def memberships(
    tx: Transaction, organisation: str | None = None, member: str | None = None
) -> list[Row]:
    """Rows of a body, of a member, of the pair, or all; by names of body and member."""
    statement = select(ledger.c.body)
    if organisation:
        statement = statement.where(ledger.c.organisation == organisation)
    if member:
        statement = statement.where(ledger.c.member == member)
    ordered = statement.order_by(ledger.c.organisation, ledger.c.member)
    return [Row.model_validate_json(body) for body in tx.execute(ordered).scalars()]


def developments_of(tx: Transaction, organisation: str, member: str) -> list[Development]:
    """What became known of a pair, oldest first."""
    statement = (
        select(developments.c.body)
        .where(developments.c.organisation == organisation, developments.c.member == member)
        .order_by(developments.c.occurred_at)
    )
    return [Development.model_validate_json(body) for body in tx.execute(statement).scalars()]


def claims_of(tx: Transaction, organisation: str, member: str) -> list[tuple[str, MembershipClaim]]:
    """Every claim on a pair with its verdict, oldest first."""
    statement = (
        select(claims.c.verdict, claims.c.body)
        .where(claims.c.organisation == organisation, claims.c.member == member)
        .order_by(claims.c.judged_at)
    )
    return [
        (row.verdict, MembershipClaim.model_validate_json(row.body))
        for row in tx.execute(statement)
    ]


def _pairs() -> Select[str, str]:
    return select(ledger.c.organisation, ledger.c.member)


def _columns(row: Row) -> dict[str, object]:
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


def _development(tx: Transaction, development_id: str) -> Development | None:
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
    }
    tx.execute(insert(developments).values(row))
