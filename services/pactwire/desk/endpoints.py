"""Webhook endpoints as the command and the API keep them: their secrets, and how they stand."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from pactwire.domain.delivery.addresses import mask_address
from pactwire.domain.delivery.signature import encode_secret
from pactwire.edges.clock import secret_bytes
from pactwire.edges.store import Transaction
from pactwire.edges.store.deliveries import bring_forward, count_by_state, find_next_attempt
from pactwire.edges.store.endpoints import (
    Endpoint,
    add_endpoint,
    find_endpoint,
    get_endpoint,
    list_endpoints,
    replace_secret,
    set_enabled,
)
from pactwire.edges.store.secret_box import SecretBox
from pactwire.errors import Misconfigured
from pactwire_schemas.watch import SLUG

SECRET_BYTES = 32


class SavedEndpoint(NamedTuple):
    """What became of an endpoint that was to be added or changed."""

    is_new: bool
    secret: str | None
    """A new signing secret, to be shown this once; None where the old one stays."""


class WantedEndpoint(NamedTuple):
    """An endpoint as it is to be."""

    endpoint_id: str
    url: str
    secret: str | None = None
    """A signing secret of the receiver's choice."""


@dataclass(frozen=True)
class EndpointStatus:
    """An endpoint, its deliveries by state, and when the next attempt is due."""

    endpoint: Endpoint
    deliveries: dict[str, int]
    next_attempt_at: datetime | None
    """None when nothing waits, or nothing is sent because it is off."""

    @property
    def state(self) -> str:
        """`on`, `failing` or `off`."""
        if not self.endpoint.enabled:
            return "off"
        return "failing" if self.endpoint.failing_since else "on"


def check_endpoint_id(endpoint_id: str) -> None:
    """Raises Misconfigured for what can't be an endpoint's id."""
    if not re.fullmatch(SLUG, endpoint_id):
        raise Misconfigured(
            "an endpoint's id begins with a small letter or digit, and has those and hyphens, "
            "63 at most"
        )


def make_secret() -> str:
    """A new signing secret."""
    return encode_secret(secret_bytes(SECRET_BYTES))


def save_endpoint(
    tx: Transaction, box: SecretBox, endpoint: WantedEndpoint, now: datetime
) -> SavedEndpoint:
    """Add an endpoint, or change its address and switch it on; what waits for it is due now.

    A changed one keeps its secret unless another is given.
    """
    known = find_endpoint(tx, endpoint.endpoint_id)
    secret = endpoint.secret or (None if known else make_secret())
    if known and secret and secret in map(box.open, known.secrets(now)[:1]):
        secret = None  # it is the one in force
    sealed = box.seal(secret) if secret else None
    add_endpoint(tx, endpoint.endpoint_id, endpoint.url, sealed, now)
    bring_forward(tx, endpoint.endpoint_id)
    return SavedEndpoint(known is None, secret)


def rotate_secret(
    tx: Transaction, box: SecretBox, endpoint_id: str, secret: str, now: datetime
) -> int:
    """Give an endpoint a new secret; how many sign for the day to come.

    Raises:
        Misconfigured: there is no such endpoint.
    """
    get_endpoint(tx, endpoint_id)
    replace_secret(tx, endpoint_id, box.seal(secret), now)
    return len(get_endpoint(tx, endpoint_id).secrets(now))


def enable_endpoint(tx: Transaction, endpoint_id: str) -> int:
    """Switch an endpoint on; how many deliveries wait, which are due now.

    Raises:
        Misconfigured: there is no such endpoint.
    """
    get_endpoint(tx, endpoint_id)
    set_enabled(tx, endpoint_id, None)
    return bring_forward(tx, endpoint_id)


def pause_endpoint(tx: Transaction, endpoint_id: str, because: str) -> None:
    """Switch an endpoint off; what comes for it waits.

    Raises:
        Misconfigured: there is no such endpoint.
    """
    get_endpoint(tx, endpoint_id)
    set_enabled(tx, endpoint_id, because)


def retry_deliveries(tx: Transaction, endpoint_id: str) -> int:
    """Make what waits for an endpoint due now; how many that are.

    Raises:
        Misconfigured: there is no such endpoint, or it is off.
    """
    found = get_endpoint(tx, endpoint_id)
    if not found.enabled:
        raise Misconfigured(
            f"{endpoint_id} is off because {found.disabled_because}; "
            f"pactwire endpoint enable {endpoint_id} switches it on and sends what waits"
        )
    return bring_forward(tx, endpoint_id)


def load_statuses(tx: Transaction) -> list[EndpointStatus]:
    """Every endpoint."""
    return add_statuses(tx, list_endpoints(tx))


def add_statuses(tx: Transaction, endpoints: Iterable[Endpoint]) -> list[EndpointStatus]:
    """Endpoints with what waits for them."""
    return [
        EndpointStatus(
            one,
            count_by_state(tx, one.endpoint_id),
            find_next_attempt(tx, one.endpoint_id) if one.enabled else None,
        )
        for one in endpoints
    ]


def describe_endpoint(status: EndpointStatus) -> dict[str, Any]:
    """An endpoint for programs."""
    one = status.endpoint
    return {
        "endpoint_id": one.endpoint_id,
        "url": mask_address(one.url),
        "state": status.state,
        "enabled": one.enabled,
        "disabled_because": one.disabled_because,
        "failing_since": _iso(one.failing_since),
        "last_attempt_at": _iso(one.last_attempt_at),
        "last_error": one.last_error,
        "next_attempt_at": _iso(status.next_attempt_at),
        "deliveries": status.deliveries,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
