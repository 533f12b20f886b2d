"""Webhook endpoints in the store."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from pactwire.edges.store.delivery_tables import endpoints
from pactwire.edges.store.engine import Transaction
from pactwire.errors import Misconfigured

SECRET_OVERLAP = timedelta(hours=24)
"""How long an old secret signs beside the new one."""


@dataclass(frozen=True)
class Endpoint:
    """A webhook receiver: address, secrets, and whether it is enabled."""

    endpoint_id: str
    url: str
    secret: str
    enabled: bool
    created_at: datetime
    disabled_because: str | None = None
    failing_since: datetime | None = None
    last_attempt_at: datetime | None = None
    last_error: str | None = None
    """How the last attempt failed; None when it did not."""
    previous_secret: str | None = None
    previous_until: datetime | None = None

    def secrets(self, now: datetime) -> tuple[str, ...]:
        """The secrets that sign at that moment, the newest first."""
        if self.previous_secret and self.previous_until and now < self.previous_until:
            return self.secret, self.previous_secret
        return (self.secret,)


def add_endpoint(tx: Transaction, endpoint_id: str, url: str, secret: str, now: datetime) -> bool:
    """Add, or change the address and secret of a known one; True when it is new.

    A replaced secret goes on signing for a day, so that receivers can change over.
    """
    known = find_endpoint(tx, endpoint_id)
    values = {"url": url, "secret": secret, "enabled": True, "disabled_because": None}
    if known is None:
        row = {**values, "endpoint_id": endpoint_id, "created_at": now}
        tx.execute(insert(endpoints).values(row))
        return True
    if known.secret != secret:
        values |= {"previous_secret": known.secret, "previous_until": now + SECRET_OVERLAP}
    _update_endpoint(tx, endpoint_id, **values, failing_since=None)
    return False


def find_endpoint(tx: Transaction, endpoint_id: str) -> Endpoint | None:
    """The endpoint of that id."""
    row = tx.execute(select(endpoints).where(endpoints.c.endpoint_id == endpoint_id)).first()
    return _to_endpoint(row) if row else None


def get_endpoint(tx: Transaction, endpoint_id: str) -> Endpoint:
    """The endpoint of that id; raises Misconfigured when there is none."""
    found = find_endpoint(tx, endpoint_id)
    if found is None:
        known = ", ".join(one.endpoint_id for one in list_endpoints(tx)) or "none yet"
        raise Misconfigured(f"there is no endpoint {endpoint_id}; there are: {known}")
    return found


def list_endpoints(tx: Transaction) -> list[Endpoint]:
    """All endpoints by id."""
    rows = tx.execute(select(endpoints).order_by(endpoints.c.endpoint_id))
    return [_to_endpoint(row) for row in rows]


def remove_endpoint(tx: Transaction, endpoint_id: str) -> None:
    """Forget an endpoint; what was pending for it stays and waits for one of that id."""
    tx.execute(delete(endpoints).where(endpoints.c.endpoint_id == endpoint_id))


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


def _to_endpoint(row: Row[Any]) -> Endpoint:
    return Endpoint(**row._mapping)
