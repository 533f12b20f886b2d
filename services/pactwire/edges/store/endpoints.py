"""Webhook endpoints in the store, and the secrets that sign for them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from pactwire.edges.store.delivery_tables import endpoint_secrets, endpoints
from pactwire.edges.store.engine import Transaction
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
    for row in tx.execute(select(endpoint_secrets)).all():
        changed = rewrite(row.secret)
        if changed != row.secret:
            key = (
                endpoint_secrets.c.endpoint_id == row.endpoint_id,
                endpoint_secrets.c.number == row.number,
            )
            tx.execute(update(endpoint_secrets).where(*key).values(secret=changed))


def find_endpoint(tx: Transaction, endpoint_id: str) -> Endpoint | None:
    """The endpoint of that id."""
    row = tx.execute(select(endpoints).where(endpoints.c.endpoint_id == endpoint_id)).first()
    return _to_endpoint(tx, row) if row else None


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
    return [_to_endpoint(tx, row) for row in rows]


def remove_endpoint(tx: Transaction, endpoint_id: str) -> None:
    """Forget an endpoint; what was pending for it stays and waits for one of that id."""
    for table in (endpoint_secrets, endpoints):
        tx.execute(delete(table).where(table.c.endpoint_id == endpoint_id))


def set_enabled(tx: Transaction, endpoint_id: str, because: str | None) -> None:
    """Switch off with a reason, or on with None."""
    _update_endpoint(
        tx, endpoint_id, enabled=because is None, disabled_because=because, failing_since=None
    )


def note_attempt(
    tx: Transaction, endpoint_id: str, *, failing_since: datetime | None, at: datetime,
    error: str | None,
) -> None:  # fmt: skip
    """Set how the last attempt ended, and since when attempts have failed; None after a success."""
    _update_endpoint(
        tx, endpoint_id, failing_since=failing_since, last_attempt_at=at, last_error=error
    )


def _update_endpoint(tx: Transaction, endpoint_id: str, **values: object) -> None:
    tx.execute(update(endpoints).where(endpoints.c.endpoint_id == endpoint_id).values(values))


def _to_endpoint(tx: Transaction, row: Row[Any]) -> Endpoint:
    rows = tx.execute(
        select(endpoint_secrets)
        .where(endpoint_secrets.c.endpoint_id == row.endpoint_id)
        .order_by(endpoint_secrets.c.number.desc())
    )
    secrets = tuple(EndpointSecret(one.secret, one.replaced_at) for one in rows)
    return Endpoint(**row._mapping, known_secrets=secrets)
