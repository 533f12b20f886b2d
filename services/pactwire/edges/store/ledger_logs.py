"""The claims that ledger rows are made of, in a table of their own: read for a late claim alone.

A row grows with its changes, its log with every claim; so the log is appended to, and neither read
nor written with the row.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select

from pactwire.domain.ledger import LedgerRow, LoggedClaim, order_of
from pactwire.edges.store.alert_tables import ledger, ledger_log
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.given_rows import TEXT, given_rows, select_given
from pactwire.edges.store.remembered_rows import Pair, pair_of_row
from pactwire.edges.store.upsert import delete_keys, upsert_tuples
from pactwire_schemas import MembershipClaim

Changes = Sequence[tuple[LedgerRow | None, LedgerRow]]
"""Rows as they were, None where there was none, and as they are now."""
LogKey = tuple[str, str, str]
"""An organisation's, a member's and a claim's id."""

_PAIRS = given_rows("pairs", organisation=TEXT, member=TEXT)
_KEYS = given_rows("keys", organisation=TEXT, member=TEXT, claim_id=TEXT)
_LOGGED_IDS = (
    select(ledger_log.c.claim_id)
    .select_from(_KEYS)
    .join(
        ledger_log,
        (ledger_log.c.organisation == _KEYS.c.organisation)
        & (ledger_log.c.member == _KEYS.c.member)
        & (ledger_log.c.claim_id == _KEYS.c.claim_id),
    )
)
_LOGS = (
    select(ledger_log)
    .select_from(_PAIRS)
    .join(
        ledger_log,
        (ledger_log.c.organisation == _PAIRS.c.organisation)
        & (ledger_log.c.member == _PAIRS.c.member),
    )
)
_BASES = (
    select(ledger.c.organisation, ledger.c.member, ledger.c.base)
    .select_from(_PAIRS)
    .join(
        ledger,
        (ledger.c.organisation == _PAIRS.c.organisation) & (ledger.c.member == _PAIRS.c.member),
    )
)


class ClaimTexts:
    """The JSON of claims, each of them encoded once in a batch."""

    def __init__(self) -> None:
        """Begin with none."""
        self._texts: dict[int, tuple[MembershipClaim, str]] = {}

    def encode(self, claim: MembershipClaim) -> str:
        """A claim's JSON."""
        known = self._texts.get(id(claim))
        if known is None:  # the claim is kept with its text, so that its `id` stays its own
            known = claim, claim.to_json().decode()
            self._texts[id(claim)] = known
        return known[1]


def find_logged_ids(tx: Transaction, keys: Collection[LogKey]) -> set[str]:
    """Which of these claims are in the logs of their rows."""
    return {row.claim_id for row in select_given(tx, _LOGGED_IDS, keys=keys)}


def read_logs(tx: Transaction, rows: Mapping[Pair, LedgerRow]) -> dict[Pair, LedgerRow]:
    """The same rows with the logs and bases that were not read with them."""
    unread = [pair for pair, row in rows.items() if row.unread]
    logs: defaultdict[Pair, list[LoggedClaim]] = defaultdict(list)
    for found in select_given(tx, _LOGS, pairs=unread):
        said = MembershipClaim.model_validate_json(found.body)
        logged = LoggedClaim.from_valid(claim=said, members=found.members, holder=found.holder)
        logs[found.organisation, found.member].append(logged)
    bases = {
        (found.organisation, found.member): LedgerRow.model_validate_json(found.base)
        for found in select_given(tx, _BASES, pairs=unread)
        if found.base
    }
    return dict(rows) | {
        pair: rows[pair].model_copy(
            update={
                "log": tuple(sorted(logs[pair], key=order_of)),
                "base": bases.get(pair),
                "unread": 0,
            }
        )
        for pair in unread
    }


def save_logs(tx: Transaction, changes: Changes, texts: ClaimTexts) -> None:
    """Write what was added to logs, and remove what has become a part of a base."""
    added, gone = [], []
    for before, after in changes:
        pair, earlier = pair_of_row(after), before.log if before else ()
        known = {id(one) for one in earlier}
        added += [_log_row(pair, one, texts) for one in after.log if id(one) not in known]
        left = {one.claim.claim_id for one in after.log}
        ids = {one.claim.claim_id for one in earlier} - left
        gone += [(*pair, claim_id) for claim_id in sorted(ids)]
    upsert_tuples(tx, ledger_log, added)
    delete_keys(tx, ledger_log, gone)


def encode_base(before: LedgerRow | None, after: LedgerRow) -> str | None:
    """The JSON of a row's base; None when it is still the one that the store has."""
    if after.base is None or (before and before.base is after.base):
        return None
    return after.base.to_json().decode()


def _log_row(
    pair: Pair, logged: LoggedClaim, texts: ClaimTexts
) -> tuple[str, str, str, int | None, str | None, str]:
    said = logged.claim
    return (*pair, said.claim_id, logged.members, logged.holder, texts.encode(said))
