"""The opening balance: what was known, on one day, before the first article was read."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import Protocol

from pactwire.domain.ledger.entries import LedgerRow
from pactwire_schemas import DatedFact, MembershipState, Party
from pactwire_schemas.enrichment import Precision
from pactwire_schemas.ledger import Status


class KnownMembershipPeriod(Protocol):
    """A period of membership: `since` is the first day inside, `until` the first day outside."""

    @property
    def organisation(self) -> str: ...  # noqa: D102
    @property
    def member(self) -> str: ...  # noqa: D102
    @property
    def since(self) -> date | None: ...  # noqa: D102
    @property
    def until(self) -> date | None: ...  # noqa: D102
    @property
    def status(self) -> str: ...  # noqa: D102
    @property
    def source(self) -> str: ...  # noqa: D102
    @property
    def since_precision(self) -> Precision: ...  # noqa: D102
    @property
    def until_precision(self) -> Precision: ...  # noqa: D102


STATUS: dict[str, Status] = {
    "member": "member",
    "suspended": "suspended",
    "observer": "observer",
    "associate": "observer",
    "candidate": "candidate",
}


def build_initial_rows(
    periods: Iterable[KnownMembershipPeriod], party: Callable[[str], Party], on: date
) -> Iterator[LedgerRow]:
    """One row for every pair that had begun by that day; what came later is not known yet.

    `party` gives the name of an id.
    """
    begun = (period for period in periods if period.since is None or period.since <= on)
    ordered = sorted(begun, key=lambda s: (s.organisation, s.member, s.since or date.min))
    for (organisation, member), of_pair in groupby(
        ordered, key=lambda s: (s.organisation, s.member)
    ):
        *earlier, last = of_pair
        state = _state(last, [period for period in earlier if period.status == "member"], on)
        named = {"organisation": party(organisation), "member": party(member)}
        yield LedgerRow(state=state.model_copy(update=named))


def _state(
    last: KnownMembershipPeriod, earlier: list[KnownMembershipPeriod], on: date
) -> MembershipState:
    ended = last.until if last.until and last.until <= on else None
    status = STATUS[last.status]
    if ended:
        status = "former" if last.status in {"member", "suspended"} or earlier else "none"
    return MembershipState(
        organisation=Party(entity_id=last.organisation, name=last.organisation),
        member=Party(entity_id=last.member, name=last.member),
        status=status,
        since=dated_fact(last.since, last.since_precision),
        until=dated_fact(ended, last.until_precision),
        source=last.source,
        updated_at=datetime.combine(on, time(), UTC),
    )


def dated_fact(on: date | None, precision: Precision) -> DatedFact | None:
    """A date with how exact it is; None stays None."""
    return DatedFact(on=on, precision=precision) if on else None
