"""How alerts reach endpoints: the webhook's body, and a record of each attempt."""

from datetime import datetime
from typing import ClassVar, Literal

from pactwire_schemas.alert import Alert
from pactwire_schemas.base import Event, Instant, Value

Outcome = Literal[
    "delivered", "rejected", "throttled", "gone", "redirected", "failed", "timeout", "refused",
    "unreachable", "blocked",
]  # fmt: skip


class WebhookBody(Value):
    """What a receiver gets: a Standard Webhooks body of at most 20 kB."""

    type: str
    """`membership.join.effective`, `entity.mentioned`, `alert.canceled`, `endpoint.test`."""
    timestamp: Instant
    data: Alert | None = None
    also: tuple[str, ...] = ()
    """Further watches of the same recipient that the one development hit."""
    truncated: bool = False


class DeliveryAttempt(Event):
    """One POST to one endpoint and how it ended."""

    type: ClassVar[str] = "news.delivery.v1"

    delivery_id: str
    endpoint_id: str
    alert_id: str
    attempt: int
    outcome: Outcome
    status_code: int | None = None
    duration_seconds: float
    error: str | None = None
    attempted_at: Instant
    next_attempt_at: Instant | None = None
    """None when this was the last one, whatever its outcome."""

    @property
    def event_id(self) -> str:
        """The delivery and the attempt."""
        return f"{self.delivery_id}-{self.attempt}"

    @property
    def subject(self) -> str:
        """The endpoint id."""
        return self.endpoint_id

    @property
    def occurred(self) -> datetime:
        """When the attempt began."""
        return self.attempted_at
