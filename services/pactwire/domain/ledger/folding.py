"""A row made of its claims in the order of their dates, in whatever order they arrived.

The row keeps its newest claims, and the row they were added to. A claim that comes late, or takes
an earlier one back, makes it anew; so what the ledger holds depends on the claims alone. Beyond
`MAX_LOG` claims the oldest become a part of the base: what is older still is added to that. A claim
that comes in order needs the end of the log alone, so the rest may be unread.
"""

from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise

from pactwire.domain.ledger.applying import apply_verdict
from pactwire.domain.ledger.doubting import settle_claim
from pactwire.domain.ledger.entries import LedgerRow, LoggedClaim, LogOrder, reported_at
from pactwire.domain.ledger.judging import MemberCounts, judge_claim
from pactwire_schemas import MembershipClaim

MAX_LOG = 48
KEPT_LOG = 32
"""So many stay when the log is full."""

Log = tuple[LoggedClaim, ...]


def log_claim(log: Log, claim: MembershipClaim, counts: MemberCounts) -> Log:
    """The log with a claim in it, in order of dates; of one claim's versions the newest stands.

    It keeps the earliest date that any version gave: a correction moves no beginning.
    """
    new = _logged(claim, counts)
    known = [one for one in log if one.claim.claim_id == claim.claim_id]
    if known:
        log = tuple(one for one in log if one is not known[0])
        new = _join_versions(known[0], new)
    return tuple(sorted((*log, new), key=order_of))


def _logged(claim: MembershipClaim, counts: MemberCounts) -> LoggedClaim:
    return LoggedClaim.from_valid(claim=claim, members=counts.members, holder=counts.holder)


def order_of(logged: LoggedClaim) -> LogOrder:
    """Where a claim stands among the others: by its date, then by its arrival, then by its id."""
    return order_of_claim(logged.claim)


def order_of_claim(claim: MembershipClaim) -> LogOrder:
    """Where a claim stands by what it says of itself."""
    return reported_at(claim), claim.article.received_at, claim.claim_id


def is_in_order(row: LedgerRow, claim: MembershipClaim) -> bool:
    """Whether a claim is a new one, and the last by date."""
    last = row.newest is None or row.newest < order_of_claim(claim)
    known = row.has_logged(claim.claim_id) or row.change_reported_in(claim.claim_id)
    return last and not (claim.withdrawn or known)


def needs_log(
    row: LedgerRow, claims: Sequence[MembershipClaim], logged_ids: Collection[str]
) -> bool:
    """Whether judging claims one after another takes more of an unread log than its end.

    `logged_ids` are those of their claim ids that the log has.
    """
    if not row.unread:
        return False
    kept = [claim for claim in claims if is_logged(claim)]
    known = any(claim.claim_id in logged_ids for claim in kept)
    full = row.unread + len(kept) > MAX_LOG
    return known or full or not _are_in_order(row, kept)


def _are_in_order(row: LedgerRow, claims: Sequence[MembershipClaim]) -> bool:
    """Whether each claim is in order on the row and on those before it."""
    ascending = all(one < other for one, other in pairwise(map(order_of_claim, claims)))
    return ascending and all(is_in_order(row, claim) for claim in claims)


def is_logged(claim: MembershipClaim) -> bool:
    """Whether a claim becomes a part of the log: recalled history doesn't."""
    return claim.withdrawn or not claim.background


def _join_versions(one: LoggedClaim, other: LoggedClaim) -> LoggedClaim:
    newest = max((one, other), key=_rank)
    earliest = min((one, other), key=lambda logged: order_of(logged)[:2]).claim.article
    times = {"published_at": earliest.published_at, "received_at": earliest.received_at}
    article = newest.claim.article.model_copy(update=times)
    claim = newest.claim.model_copy(update={"article": article})
    return newest.model_copy(update={"claim": claim})


def _rank(logged: LoggedClaim) -> tuple[int, bool, str]:
    claim = logged.claim
    return claim.article.version, claim.withdrawn, claim.article.content_hash


def fold_claims(base: LedgerRow, log: Iterable[LoggedClaim]) -> LedgerRow:
    """The base with the logged claims added in their order; withdrawn ones first, to be missed.

    Its history and its revision mean nothing: those are of the order of arrival.
    """
    row = base
    for logged in sorted(log, key=lambda logged: not logged.claim.withdrawn):
        counts = MemberCounts(logged.members, logged.holder)
        claim = settle_claim(row, logged.claim)
        verdict = judge_claim(row, claim, counts)
        row = apply_verdict(row, claim, verdict, row.state.updated_at)
    return row


def begin_base(row: LedgerRow) -> LedgerRow:
    """The row that logged claims are added to.

    Raises:
        ValueError: the log is unread.
    """
    if row.unread:
        raise ValueError("a claim that is not in order takes the whole log")
    if row.base:
        return row.base
    state = row.state.model_copy(update={"history": ()})
    return row.model_copy(update={"state": state})


def with_log(row: LedgerRow, base: LedgerRow, log: Log) -> LedgerRow:
    """The row with its log; the oldest claims of a full one become a part of the base."""
    if len(log) > MAX_LOG:
        base, log = fold_claims(base, log[:-KEPT_LOG]), log[-KEPT_LOG:]
        base = begin_base(base)
    return row.model_copy(update={"log": log, "base": base, "newest": order_of(log[-1])})


def set_log_aside(row: LedgerRow) -> LedgerRow:
    """The row as it is read from the store: its log and base stay there."""
    kept = {"log": (), "base": None, "unread": row.unread + len(row.log)}
    return row.model_copy(update=kept)


def append_claim(row: LedgerRow, claim: MembershipClaim, counts: MemberCounts) -> LedgerRow:
    """The row with a claim that is in order at the end of its log, of which the rest may be unread.

    Its state is to be as it was before the claim.
    """
    log = (*row.log, _logged(claim, counts))
    if not row.unread:
        return with_log(row, begin_base(row), log)
    return row.model_copy(update={"log": log, "newest": order_of(log[-1])})
