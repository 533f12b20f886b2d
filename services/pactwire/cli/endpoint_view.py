"""How endpoints are shown to people: without secrets, and without what addresses hold of them."""

from datetime import datetime

from pactwire.desk.endpoints import EndpointStatus
from pactwire.domain.delivery.addresses import mask_address


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


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC"
