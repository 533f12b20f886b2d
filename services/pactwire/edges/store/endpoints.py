"""Webhook endpoints in the store, and the secrets that sign for them."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, bindparam, delete, insert, select, update

from pactwire.edges.store.delivery_tables import endpoint_secrets, endpoints
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.given_rows import TEXT, given_rows, select_given
from pactwire.errors import Misconfigured

SECRET_OVERLAP = timedelta(hours=24)
"""How long an old secret signs beside the new one."""


@dataclass(frozen=True)
class EndpointSecret:
    """A secret as it is stored, and since when a newer one has its place."""

    stored: str
    replaced_at: datetime | None = None


@dataclass(frozen=True)
class Endpoint:
    """A webhook receiver: address, secrets, and whether it is enabled."""

    endpoint_id: str
    url: str
    enabled: bool
    created_at: datetime
    disabled_because: str | None = None
    failing_since: datetime | None = None
    last_attempt_at: datetime | None = None
    last_error: str | None = None
    """How the last attempt failed; None when it did not."""
    known_secrets: tuple[EndpointSecret, ...] = ()
    """The newest first."""

    def secrets(self, now: datetime) -> tuple[str, ...]:
        """The stored secrets that sign at that moment, the newest first."""
        return tuple(
            one.stored
            for one in self.known_secrets
            if one.replaced_at is None or now - one.replaced_at < SECRET_OVERLAP
        )


@dataclass(frozen=True)
class EndpointState:
    """What attempts change of an endpoint."""

    enabled: bool
    disabled_because: str | None
    failing_since: datetime | None
    """Since when attempts have failed; None after a success."""
    last_attempt_at: datetime | None
    last_error: str | None


_IDS = given_rows("ids", id=TEXT)
_CHANGING = [column.name for column in fields(EndpointState)]
_STATES = (
    select(endpoints.c.endpoint_id, *(endpoints.c[name] for name in _CHANGING))
    .select_from(_IDS)
    .join(endpoints, endpoints.c.endpoint_id == _IDS.c.id)
    .order_by(endpoints.c.endpoint_id)
    .with_for_update(of=endpoints)
)
_NEWEST_FIRST = endpoint_secrets.c.number.desc()
_ENDPOINTS = (
    select(endpoints).select_from(_IDS).join(endpoints, endpoints.c.endpoint_id == _IDS.c.id)
)
_SECRETS = (
    select(endpoint_secrets)
    .select_from(_IDS)
    .join(endpoint_secrets, endpoint_secrets.c.endpoint_id == _IDS.c.id)
    .order_by(_NEWEST_FIRST)
)
_REWRITE = (
    update(endpoint_secrets)
    .where(
        endpoint_secrets.c.endpoint_id == bindparam("known"),
        endpoint_secrets.c.number == bindparam("count"),
    )
    .values(secret=bindparam("changed"))
)
_SET_STATES = (
    update(endpoints)
    .where(endpoints.c.endpoint_id == bindparam("known"))
    .values({name: bindparam(f"new_{name}") for name in _CHANGING})
)


def add_endpoint(
    tx: Transaction, endpoint_id: str, url: str, secret: str | None, now: datetime
) -> bool:
    """Add, or change the address of a known one and switch it on; True when it is new.

    A known one keeps its secret unless another is given: then the old one signs for a day more.
    """
    known = find_endpoint(tx, endpoint_id)
    values = {"url": url, "enabled": True, "disabled_because": None, "failing_since": None}
    if known is None:
        row = {**values, "endpoint_id": endpoint_id, "created_at": now}
        tx.execute(insert(endpoints).values(row))
    else:
        _update_endpoint(tx, endpoint_id, **values)
    if secret is not None and (known is None or known.secrets(now)[:1] != (secret,)):
        replace_secret(tx, endpoint_id, secret, now)
    return known is None


def replace_secret(tx: Transaction, endpoint_id: str, secret: str, now: datetime) -> None:
    """A new secret; those before sign for a day more and are then forgotten."""
    mine = endpoint_secrets.c.endpoint_id == endpoint_id
    tx.execute(
        delete(endpoint_secrets).where(mine, endpoint_secrets.c.replaced_at <= now - SECRET_OVERLAP)
    )
    newest = mine & endpoint_secrets.c.replaced_at.is_(None)
    tx.execute(update(endpoint_secrets).where(newest).values(replaced_at=now))
    last = tx.execute(
        select(endpoint_secrets.c.number).where(mine).order_by(endpoint_secrets.c.number.desc())
    ).first()
    number = last.number + 1 if last else 1
    row = {"endpoint_id": endpoint_id, "number": number, "secret": secret}
    tx.execute(insert(endpoint_secrets).values(row))


def rewrite_secrets(tx: Transaction, rewrite: Callable[[str], str]) -> None:
    """Store every secret anew, as `rewrite` has it."""
    stored = tx.execute(select(endpoint_secrets)).all()
    changed = [
        {"known": row.endpoint_id, "count": row.number, "changed": fresh}
        for row in stored
        if (fresh := rewrite(row.secret)) != row.secret
    ]
    if changed:
        tx.execute(_REWRITE, changed)


def find_endpoints(tx: Transaction, endpoint_ids: Collection[str]) -> dict[str, Endpoint]:
    """The endpoints of these ids, of those that are there."""
    ids = [(one,) for one in endpoint_ids]
    rows = select_given(tx, _ENDPOINTS, ids=ids)
    return {one.endpoint_id: one for one in _join(rows, select_given(tx, _SECRETS, ids=ids))}


def find_endpoint(tx: Transaction, endpoint_id: str) -> Endpoint | None:
    """The endpoint of that id."""
    return find_endpoints(tx, [endpoint_id]).get(endpoint_id)


def get_endpoint(tx: Transaction, endpoint_id: str) -> Endpoint:
    """The endpoint of that id; raises Misconfigured when there is none."""
    found = find_endpoint(tx, endpoint_id)
    if found is None:
        known = ", ".join(one.endpoint_id for one in list_endpoints(tx)) or "none yet"
        raise Misconfigured(f"there is no endpoint {endpoint_id}; there are: {known}")
    return found


def list_endpoints(tx: Transaction) -> list[Endpoint]:
    """All endpoints by id."""
    rows = tx.execute(select(endpoints).order_by(endpoints.c.endpoint_id)).all()
    return _join(rows, tx.execute(select(endpoint_secrets).order_by(_NEWEST_FIRST)).all())


def remove_endpoint(tx: Transaction, endpoint_id: str) -> None:
    """Forget an endpoint; what was pending for it stays and waits for one of that id."""
    for table in (endpoint_secrets, endpoints):
        tx.execute(delete(table).where(table.c.endpoint_id == endpoint_id))


def set_enabled(tx: Transaction, endpoint_id: str, because: str | None) -> None:
    """Switch off with a reason, or on with None."""
    _update_endpoint(
        tx, endpoint_id, enabled=because is None, disabled_because=because, failing_since=None
    )


def find_states(tx: Transaction, endpoint_ids: Collection[str]) -> dict[str, EndpointState]:
    """How the endpoints of these ids stand, of those that are there."""
    found = select_given(tx, _STATES, ids=[(one,) for one in sorted(endpoint_ids)])
    return {row.endpoint_id: EndpointState(*row[1:]) for row in found}


def save_states(tx: Transaction, states: Mapping[str, EndpointState]) -> None:
    """Set how endpoints stand."""
    if states:
        rows = [{"known": key, **_prefix_names(vars(one))} for key, one in states.items()]
        tx.execute(_SET_STATES, rows)


def _prefix_names(values: Mapping[str, object]) -> dict[str, object]:
    """The values under the names that the statement knows them by."""
    return {f"new_{name}": value for name, value in values.items()}


def _update_endpoint(tx: Transaction, endpoint_id: str, **values: object) -> None:
    tx.execute(update(endpoints).where(endpoints.c.endpoint_id == endpoint_id).values(values))


def _join(rows: Iterable[Row[Any]], secrets: Iterable[Row[Any]]) -> list[Endpoint]:
    """Endpoints with their secrets."""
    known: dict[str, list[EndpointSecret]] = {}
    for one in secrets:
        secret = EndpointSecret(one.secret, one.replaced_at)
        known.setdefault(one.endpoint_id, []).append(secret)
    return [
        Endpoint(**row._mapping, known_secrets=tuple(known.get(row.endpoint_id, ())))
        for row in rows
    ]
