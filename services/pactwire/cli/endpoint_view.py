"""How endpoints are shown: without secrets, and without what their addresses may hold of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pactwire.domain.delivery.addresses import mask_address
from pactwire.edges.store import Transaction
from pactwire.edges.store.deliveries import count_by_state, find_next_attempt
from pactwire.edges.store.endpoints import Endpoint, list_endpoints


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


def load_statuses(tx: Transaction) -> list[EndpointStatus]:
    """Every endpoint."""
    return [
        EndpointStatus(
            one,
            count_by_state(tx, one.endpoint_id),
            find_next_attempt(tx, one.endpoint_id) if one.enabled else None,
        )
        for one in list_endpoints(tx)
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


def format_endpoint(status: EndpointStatus, now: datetime) -> str:
    """An endpoint in a line."""
    one = status.endpoint
    numbers = ", ".join(f"{count} {name}" for name, count in sorted(status.deliveries.items()))
    details = [numbers or "nothing sent yet"]
    if one.disabled_because:
        details.append(f"off because {one.disabled_because}")
    if one.failing_since:
        details.append(f"failing since {_minute(one.failing_since)}")
    if one.last_error:
        details.append(f"last error: {one.last_error}")
    if due := status.next_attempt_at:
        details.append(f"next attempt {'now' if due <= now else _minute(due)}")
    return f"{one.endpoint_id:<20} {status.state:<8} {mask_address(one.url)}  {'; '.join(details)}"


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
