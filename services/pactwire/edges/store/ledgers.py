"""Queries of the ledger stage: rows, judged claims, developments, the opening balance."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, delete, exists, func, select, text

from pactwire.domain.ledger import PRESENT_STATUSES, ClaimVerdict, LedgerRow
from pactwire.edges.store.alert_tables import claims, developments, ledger, ledger_log
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.given_rows import NUMBER, TEXT, given_rows, select_given
from pactwire.edges.store.ledger_logs import (
    Changes,
    ClaimTexts,
    encode_base,
    read_logs,
    save_logs,
)
from pactwire.edges.store.locks import lock_keys
from pactwire.edges.store.remembered_rows import Pair, RememberedRows, pair_of_row
from pactwire.edges.store.sequences import count_on
from pactwire.edges.store.upsert import (
    increment_counter,
    insert_tuples,
    moment_value,
    read_counter,
    read_counter_note,
    upsert_tuples,
)
from pactwire_schemas import Development, MembershipClaim

LEDGER = "ledger"
OPENING_BALANCE = "opening balance"
"""Who counts as a present member: a suspended one is still in."""


REMEMBERED = RememberedRows(2_000_000)

_PAIRS = given_rows("pairs", organisation=TEXT, member=TEXT)
_IDS = given_rows("ids", id=TEXT)
_ORDINALS = given_rows("ordinals", organisation=TEXT, ordinal=NUMBER)
_JUDGED = (
    select(claims.c.event_id, claims.c.verdict, developments.c.body)
    .select_from(_IDS)
    .join(claims, claims.c.event_id == _IDS.c.id)
    .outerjoin(developments, developments.c.development_id == claims.c.development_id)
)
_WITHDRAWN = (
    select(claims.c.claim_id, func.max(claims.c.version).label("version"))
    .select_from(_IDS)
    .join(claims, (claims.c.claim_id == _IDS.c.id) & claims.c.withdrawn)
    .group_by(claims.c.claim_id)
)
_ROWS = (
    select(ledger.c.organisation, ledger.c.member, ledger.c.body)
    .select_from(_PAIRS)
    .join(
        ledger,
        (ledger.c.organisation == _PAIRS.c.organisation) & (ledger.c.member == _PAIRS.c.member),
    )
    .with_for_update(of=ledger)
)
_HAS_ROW = exists().where(
    ledger.c.organisation == ledger_log.c.organisation, ledger.c.member == ledger_log.c.member
)
_PRESENT = ledger.c.status.in_(PRESENT_STATUSES)
_MEMBERS = (
    select(ledger.c.organisation, func.count().label("members"))
    .select_from(_IDS)
    .join(ledger, (ledger.c.organisation == _IDS.c.id) & _PRESENT)
    .group_by(ledger.c.organisation)
)
_HOLDERS = (
    select(ledger.c.organisation, ledger.c.member, ledger.c.body)
    .select_from(_ORDINALS)
    .join(
        ledger,
        (ledger.c.organisation == _ORDINALS.c.organisation)
        & (ledger.c.ordinal == _ORDINALS.c.ordinal)
        & _PRESENT,
    )
    .order_by(ledger.c.organisation, ledger.c.member)
)


@dataclass(frozen=True)
class JudgedClaim:
    """The verdict of a claim that came before, and the development it made known."""

    verdict: str
    development: Development | None


@dataclass(frozen=True)
class RecordedClaim:
    """A claim as it is recorded: its verdict, the development it made known, and when."""

    claim: MembershipClaim
    verdict: ClaimVerdict
    development: Development | None
    at: datetime

    @property
    def pair(self) -> Pair:
        """What the claim is about."""
        return self.claim.organisation.entity_id, self.claim.member.entity_id


def lock_organisations(tx: Transaction, organisations: Iterable[str]) -> None:
    """Be the only one to judge claims on these bodies until the transaction ends.

    The whole body and not the pair: a claim's numbers are held against its other members.
    """
    lock_keys(tx, LEDGER, organisations)


def find_judged_claims(tx: Transaction, event_ids: Collection[str]) -> dict[str, JudgedClaim]:
    """The verdicts that claims got the first time they came, of those that came before."""
    return {
        row.event_id: JudgedClaim(
            row.verdict, Development.model_validate_json(row.body) if row.body else None
        )
        for row in select_given(tx, _JUDGED, ids=[(one,) for one in event_ids])
    }


def find_withdrawn_versions(tx: Transaction, claim_ids: Collection[str]) -> dict[str, int]:
    """The newest version of its article that withdrew a claim, for claims that were withdrawn."""
    found = select_given(tx, _WITHDRAWN, ids=[(one,) for one in claim_ids])
    return {row.claim_id: row.version for row in found}


def load_rows(tx: Transaction, pairs: Collection[Pair]) -> dict[Pair, LedgerRow]:
    """The ledger's rows of pairs, their logs unread; a writing transaction locks their bodies."""
    lock_organisations(tx, (organisation for organisation, _ in pairs))
    return _remember(select_given(tx, _ROWS, pairs=pairs))


def count_members(tx: Transaction, organisations: Collection[str]) -> dict[str, int]:
    """How many present members each body has, of those that have any."""
    found = select_given(tx, _MEMBERS, ids=[(one,) for one in organisations])
    return {row.organisation: row.members for row in found}


def find_ordinal_holders(tx: Transaction, ordinals: Collection[tuple[str, int]]) -> list[LedgerRow]:
    """The rows of present members that have one of these numbers in that body."""
    return list(_remember(select_given(tx, _HOLDERS, ordinals=ordinals)).values())


def save_rows(tx: Transaction, changes: Changes, texts: ClaimTexts | None = None) -> None:
    """Write rows with what was added to their logs, each as it was before and as it is now.

    Counts up when a member came in or went out, for watches' sets.
    """
    written = [
        _ledger_row(tx, after, REMEMBERED.write(after), encode_base(before, after))
        for before, after in changes
    ]
    upsert_tuples(tx, ledger, written, keep="base")
    save_logs(tx, changes, texts or ClaimTexts())
    if any(is_present(before) != is_present(after) for before, after in changes):
        increment_counter(tx, LEDGER)


def is_present(row: LedgerRow | None) -> bool:
    """Whether the row is a present member's."""
    return row is not None and row.state.status in PRESENT_STATUSES


def record_claims(
    tx: Transaction, recorded: Sequence[RecordedClaim], texts: ClaimTexts | None = None
) -> None:
    """Insert claims with their verdicts, and the developments they made known."""
    numbers, known = count_on(tx, claims, [one.pair for one in recorded]), texts or ClaimTexts()
    judged = [
        _claim_row(tx, one, known.encode(one.claim), number)
        for one, number in zip(recorded, numbers, strict=True)
    ]
    insert_tuples(tx, claims, judged)
    announced = [(one.pair, one.development) for one in recorded if one.development]
    numbers = count_on(tx, developments, [pair for pair, _ in announced])
    made = [
        _development_row(tx, one, number)
        for (_, one), number in zip(announced, numbers, strict=True)
    ]
    insert_tuples(tx, developments, made)


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
    tx.execute(delete(ledger_log).where(~_HAS_ROW))
    touched = {(row.organisation, row.member) for row in tx.execute(_select_pairs())}
    fresh = [
        _ledger_row(tx, row, row.to_json().decode(), None)
        for row in rows()
        if pair_of_row(row) not in touched
    ]
    insert_tuples(tx, ledger, fresh)
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
    """Rows of a body, of a member, of the pair, or all, logs unread; by names of both."""
    statement = select(ledger.c.body)
    if organisation:
        statement = statement.where(ledger.c.organisation == organisation)
    if member:
        statement = statement.where(ledger.c.member == member)
    ordered = statement.order_by(ledger.c.organisation, ledger.c.member)
    return [LedgerRow.model_validate_json(body) for body in tx.execute(ordered).scalars()]


def list_whole_rows(tx: Transaction, organisation: str) -> list[LedgerRow]:
    """Rows of a body with their logs, as one needs them to judge any claim on it."""
    rows = {pair_of_row(row): row for row in list_rows(tx, organisation)}
    return list(read_logs(tx, rows).values())


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


def _remember(found: Iterable[Row[str, str, str]]) -> dict[Pair, LedgerRow]:
    rows = {}
    for row in found:
        pair = row.organisation, row.member
        rows[pair] = REMEMBERED.read(pair, row.body)
    return rows


def _ledger_row(tx: Transaction, row: LedgerRow, body: str, base: str | None) -> tuple[object, ...]:
    state, changed_at = row.state, moment_value(tx, row.state.updated_at)
    pair, numbers = pair_of_row(row), (state.ordinal, state.revision)
    return (*pair, state.status, *numbers, body, changed_at, base)


def _claim_row(
    tx: Transaction, recorded: RecordedClaim, body: str, sequence: int
) -> tuple[object, ...]:
    claim, verdict, development = recorded.claim, recorded.verdict, recorded.development
    return (
        claim.event_id,
        claim.claim_id,
        claim.article.version,
        claim.withdrawn,
        *recorded.pair,
        claim.article.article_id,
        verdict.reason,
        verdict.explanation,
        development.development_id if development else None,
        body,
        moment_value(tx, recorded.at),
        sequence,
    )


def _development_row(
    tx: Transaction, development: Development, sequence: int
) -> tuple[object, ...]:
    return (
        development.development_id,
        development.change_id,
        development.organisation.entity_id,
        development.member.entity_id,
        development.reason,
        development.to_json().decode(),
        moment_value(tx, development.occurred_at),
        sequence,
    )
