"""Reads for questions to the ledger: histories of memberships, from reference data and store.

Only reads. The command and the HTTP API call the same functions.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Select, Table, select

from pactwire.domain.ledger import (
    LedgerRow,
    MembershipHistory,
    build_history,
    change_from_state,
    party_lookup,
    read_changes,
)
from pactwire.domain.ledger.initial_state import KnownMembershipPeriod
from pactwire.domain.reference import ReferenceData
from pactwire.edges.store.alert_tables import claims, developments, ledger
from pactwire.edges.store.engine import Transaction
from pactwire_schemas import Development, MembershipClaim, MembershipState

Pair = tuple[str | None, str | None]
"""Ids of an organisation and a member; None stands for all."""
Names = tuple[str, str]


def list_histories(
    tx: Transaction, reference: ReferenceData, pair: Pair, known_on: date | None = None
) -> list[MembershipHistory]:
    """The histories of a pair, a body, a member or all, by name; as known at the end of a day."""
    known_before = _end_of_day(known_on) if known_on else None
    party, found = party_lookup(reference), _group_developments(tx, pair, known_before)
    rows = {_names(row.state): row.state for row in _list_touched_rows(tx, pair)}
    periods = _group_periods(reference, pair)
    histories = []
    for names in periods.keys() | found.keys() | rows.keys():
        changes = read_changes(found.get(names, ()))
        if names not in found and names in rows and known_before is None:
            last = change_from_state(rows[names])
            changes = [last] if last else []
        history = build_history(party(names[0]), party(names[1]), periods.get(names, ()), changes)
        if history.intervals:
            histories.append(history)
    return sorted(histories, key=lambda one: (one.organisation.name, one.member.name))


def list_published_states(tx: Transaction) -> Iterator[MembershipState]:
    """The rows that articles have touched: what `news.memberships.v1` must hold."""
    for row in _list_touched_rows(tx, (None, None)):
        yield row.state


def list_doubtful_claims(tx: Transaction, pair: Pair) -> list[MembershipClaim]:
    """Claims that were held back when they came, oldest first."""
    statement = _restrict(select(claims.c.body), claims, pair).where(claims.c.verdict == "doubtful")
    found = tx.execute(statement.order_by(claims.c.judged_at, claims.c.event_id)).scalars()
    return [MembershipClaim.model_validate_json(body) for body in found]


def _end_of_day(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def _group_developments(
    tx: Transaction, pair: Pair, known_before: datetime | None
) -> dict[Names, list[Development]]:
    statement = _restrict(select(developments.c.body), developments, pair)
    if known_before is not None:
        statement = statement.where(developments.c.occurred_at < known_before)
    grouped: defaultdict[Names, list[Development]] = defaultdict(list)
    for body in tx.execute(statement.order_by(developments.c.sequence)).scalars():
        development = Development.model_validate_json(body)
        names = development.organisation.entity_id, development.member.entity_id
        grouped[names].append(development)
    return dict(grouped)


def _list_touched_rows(tx: Transaction, pair: Pair) -> Iterator[LedgerRow]:
    statement = _restrict(select(ledger.c.body), ledger, pair).where(ledger.c.revision > 0)
    for body in tx.execute(statement).scalars():
        yield LedgerRow.model_validate_json(body)


def _group_periods(
    reference: ReferenceData, pair: Pair
) -> dict[Names, list[KnownMembershipPeriod]]:
    organisation, member = pair
    bodies = [organisation] if organisation else list(reference.membership_periods)
    grouped: defaultdict[Names, list[KnownMembershipPeriod]] = defaultdict(list)
    for body in bodies:
        for period in reference.membership_periods.get(body, ()):
            if member in (None, period.member):
                grouped[body, period.member].append(period)
    return dict(grouped)


def _restrict(statement: Select[str], table: Table, pair: Pair) -> Select[str]:
    organisation, member = pair
    if organisation:
        statement = statement.where(table.c.organisation == organisation)
    if member:
        statement = statement.where(table.c.member == member)
    return statement


def _names(state: MembershipState) -> Names:
    return state.organisation.entity_id, state.member.entity_id
