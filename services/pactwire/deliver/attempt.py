"""One attempt at one delivery: from its stored alert to how it ended. Nothing is raised."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

import aiohttp

from pactwire import logs
from pactwire.domain.delivery.payload import build_webhook_body
from pactwire.domain.delivery.retry import AttemptResult
from pactwire.domain.delivery.signature import sign_headers
from pactwire.edges.clock import now
from pactwire.edges.http.webhook import post_webhook
from pactwire.edges.store.endpoints import Endpoint
from pactwire.edges.store.leases import DeliveryLease
from pactwire.errors import Misconfigured
from pactwire_schemas import Alert

log = logs.get_logger(__name__)

OpenSecret = Callable[[str], str]
"""A stored secret to the secret itself; raises Misconfigured when that can't be done."""

Send = Callable[["LeasedDelivery"], Awaitable[AttemptResult]]
"""One attempt: `attempt_delivery` with its session and its secrets."""


@dataclass(frozen=True)
class LeasedDelivery:
    """A leased delivery and the endpoint it goes to."""

    delivery: DeliveryLease
    endpoint: Endpoint


async def attempt_delivery(
    session: aiohttp.ClientSession, open_secret: OpenSecret, leased: LeasedDelivery
) -> AttemptResult:
    """Build, sign and send; what goes wrong on our side blames no receiver."""
    moment = now()
    try:
        headers, body = build_request(leased, moment, open_secret)
        return await post_webhook(session, leased.endpoint.url, headers, body, moment)
    except Exception as error:  # noqa: BLE001  whatever it is, it concerns this delivery alone
        reason = str(error) if isinstance(error, Misconfigured) else type(error).__name__
        log.error(
            "delivery.failed_here",
            delivery_id=leased.delivery.delivery_id,
            endpoint_id=leased.delivery.endpoint_id,
            error=reason,
        )
        return AttemptResult("failed", None, 0.0, f"failed here: {reason}", is_ours=True)


def build_request(
    leased: LeasedDelivery, moment: datetime, open_secret: OpenSecret
) -> tuple[dict[str, str], bytes]:
    """The signed headers and the body; raises what the stored alert or secrets provoke."""
    delivery = leased.delivery
    body = build_webhook_body(Alert.model_validate_json(delivery.body), delivery.also)
    secrets = [open_secret(one) for one in leased.endpoint.secrets(moment)]
    headers = sign_headers(secrets, delivery.delivery_id, moment, body)
    return {**headers, "webhook-attempt": str(delivery.attempts + 1)}, body
