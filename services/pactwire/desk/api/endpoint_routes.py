"""Webhook endpoints of an owner: added, changed, rotated, paused, removed."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Response
from pydantic import BaseModel, ConfigDict, Field

from pactwire.desk.api.changes import EndpointChange
from pactwire.desk.api.deps import Desk, EndpointKeeper
from pactwire.desk.api.etags import IfMatch, check_match, compute_etag
from pactwire.desk.api.kept_route import EndpointRoute
from pactwire.desk.api.problems import ApiError
from pactwire.desk.endpoints import (
    WantedEndpoint,
    add_statuses,
    describe_endpoint,
    enable_endpoint,
    load_statuses,
    make_secret,
    pause_endpoint,
    retry_deliveries,
    rotate_secret,
    save_endpoint,
)
from pactwire.domain.access import ApiKey
from pactwire.domain.access.keys import owns_endpoint
from pactwire.domain.delivery.signature import validate_secret
from pactwire.edges.http.webhook import check_url
from pactwire.edges.store import Transaction, read_transaction
from pactwire.edges.store.endpoints import (
    Endpoint,
    find_endpoint,
    find_states,
    get_endpoint,
    remove_endpoint,
)
from pactwire_schemas.watch import SLUG

router = APIRouter(prefix="/v1/endpoints", tags=["endpoints"], route_class=EndpointRoute)

EndpointId = Annotated[str, Path(pattern=SLUG)]
Secret = Annotated[str, Field(max_length=200, description="A signing secret of yours, whsec_...")]


class ShownEndpoint(BaseModel):
    """A webhook endpoint and how it is doing."""

    endpoint_id: str
    url: str
    """Without what may be a secret."""
    state: Literal["on", "failing", "off"]
    enabled: bool
    disabled_because: str | None
    failing_since: datetime | None
    last_attempt_at: datetime | None
    last_error: str | None
    next_attempt_at: datetime | None
    deliveries: dict[str, int]
    """How many are in which state."""


class EndpointBody(BaseModel):
    """Where webhooks go."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"url": "https://example.org/hook"}]}
    )

    url: Annotated[str, Field(min_length=1, max_length=2000)]
    secret: Secret | None = None
    """One is made without."""


class RotateBody(BaseModel):
    """A new secret for an endpoint."""

    model_config = ConfigDict(extra="forbid")

    secret: Secret | None = None
    """One is made without."""


class PauseBody(BaseModel):
    """Why an endpoint is switched off."""

    model_config = ConfigDict(extra="forbid")

    because: Annotated[str, Field(min_length=1, max_length=500)]


class MadeEndpoint(ShownEndpoint):
    """An endpoint that was added or changed."""

    secret: str | None
    """A new signing secret, shown this once; null where the old one stays."""


class RotatedSecret(BaseModel):
    """A new secret, shown this once, and how many sign for a day."""

    endpoint_id: str
    secret: str
    signing: int


class WaitingDeliveries(BaseModel):
    """How many deliveries wait, which are due now."""

    endpoint_id: str
    waiting: int


@router.get("")
def list_endpoints(desk: Desk, key: EndpointKeeper) -> list[ShownEndpoint]:
    """The owner's endpoints, whose ids begin with the owner's name and a hyphen."""
    with read_transaction(desk.stores.deliver) as tx:
        found = load_statuses(tx)
    own = (one for one in found if owns_endpoint(key, one.endpoint.endpoint_id))
    return [ShownEndpoint.model_validate(describe_endpoint(one)) for one in own]


@router.get("/{endpoint_id}")
def get_one(
    desk: Desk, key: EndpointKeeper, endpoint_id: EndpointId, response: Response
) -> ShownEndpoint:
    """An endpoint; its ETag is what a change must name."""
    with read_transaction(desk.stores.deliver) as tx:
        found = find_own(tx, key, endpoint_id)
        response.headers["ETag"] = format_etag(found)
        return show_endpoint(tx, found)


@router.put("/{endpoint_id}")
def put_endpoint(
    change: EndpointChange, endpoint_id: EndpointId, body: EndpointBody, response: Response,
    if_match: IfMatch = None,
) -> MadeEndpoint:  # fmt: skip
    """Add an endpoint, or change its address and switch it on; a change names it in If-Match."""
    desk, key = change.desk, change.key
    if not owns_endpoint(key, endpoint_id):
        raise ApiError(403, f"endpoints of yours begin with {key.owner}-")
    check_url(body.url, desk.private_targets)
    secret = validate_secret(body.secret) if body.secret else None
    with change.transaction() as tx:
        known = lock_endpoint(tx, endpoint_id)
        check_match(if_match, format_etag(known) if known else None, f"endpoint {endpoint_id}")
        wanted = WantedEndpoint(endpoint_id, body.url, secret)
        saved = save_endpoint(tx, desk.box, wanted, desk.now())
        found = get_endpoint(tx, endpoint_id)
        shown = show_endpoint(tx, found)
        made = MadeEndpoint(**shown.model_dump(), secret=saved.secret)
        change.complete(tx, "endpoint.saved", endpoint_id, made)
    response.headers["ETag"] = format_etag(found)
    return made


@router.delete("/{endpoint_id}", status_code=204)
def delete_endpoint(
    change: EndpointChange, endpoint_id: EndpointId, if_match: IfMatch = None
) -> None:
    """Forget an endpoint; what is pending for it waits until one of that id is added again."""
    with change.transaction() as tx:
        lock_endpoint(tx, endpoint_id)
        found = find_own(tx, change.key, endpoint_id)
        check_match(if_match, format_etag(found), f"endpoint {endpoint_id}")
        remove_endpoint(tx, endpoint_id)
        change.complete(tx, "endpoint.removed", endpoint_id)


@router.post("/{endpoint_id}/rotate")
def rotate(change: EndpointChange, endpoint_id: EndpointId, body: RotateBody) -> RotatedSecret:
    """Give it a new secret, shown this once; those before sign beside it for a day."""
    desk, key = change.desk, change.key
    secret = validate_secret(body.secret) if body.secret else make_secret()
    with change.transaction() as tx:
        lock_endpoint(tx, endpoint_id)
        find_own(tx, key, endpoint_id)
        signing = rotate_secret(tx, desk.box, endpoint_id, secret, desk.now())
        rotated = RotatedSecret(endpoint_id=endpoint_id, secret=secret, signing=signing)
        change.complete(tx, "endpoint.rotated", endpoint_id, rotated)
    return rotated


@router.post("/{endpoint_id}/retry")
def retry(change: EndpointChange, endpoint_id: EndpointId) -> WaitingDeliveries:
    """Send what waits now, whenever its next attempts were due; 409 while it is off."""
    with change.transaction() as tx:
        found = find_own(tx, change.key, endpoint_id)
        if not found.enabled:
            raise ApiError(409, f"{endpoint_id} is off because {found.disabled_because}")
        count = retry_deliveries(tx, endpoint_id)
        waiting = WaitingDeliveries(endpoint_id=endpoint_id, waiting=count)
        change.complete(tx, "endpoint.retried", endpoint_id, waiting)
    return waiting


@router.post("/{endpoint_id}/enable")
def enable(change: EndpointChange, endpoint_id: EndpointId) -> WaitingDeliveries:
    """Switch it on again; what waits is sent now."""
    with change.transaction() as tx:
        find_own(tx, change.key, endpoint_id)
        count = enable_endpoint(tx, endpoint_id)
        waiting = WaitingDeliveries(endpoint_id=endpoint_id, waiting=count)
        change.complete(tx, "endpoint.enabled", endpoint_id, waiting)
    return waiting


@router.post("/{endpoint_id}/pause", status_code=204)
def pause(change: EndpointChange, endpoint_id: EndpointId, body: PauseBody) -> None:
    """Switch it off; what comes for it waits until it is enabled."""
    with change.transaction() as tx:
        find_own(tx, change.key, endpoint_id)
        pause_endpoint(tx, endpoint_id, body.because)
        change.complete(tx, "endpoint.paused", endpoint_id)


def lock_endpoint(tx: Transaction, endpoint_id: str) -> Endpoint | None:
    """The endpoint of an id, held until the transaction ends."""
    find_states(tx, [endpoint_id])
    return find_endpoint(tx, endpoint_id)


def find_own(tx: Transaction, key: ApiKey, endpoint_id: str) -> Endpoint:
    """The key's endpoint of that id; another owner's is not there."""
    found = find_endpoint(tx, endpoint_id) if owns_endpoint(key, endpoint_id) else None
    if found is None:
        raise ApiError(404, f"there is no endpoint {endpoint_id}")
    return found


def show_endpoint(tx: Transaction, endpoint: Endpoint) -> ShownEndpoint:
    """An endpoint as it is answered."""
    (status,) = add_statuses(tx, [endpoint])
    return ShownEndpoint.model_validate(describe_endpoint(status))


def format_etag(endpoint: Endpoint) -> str:
    """The ETag of what a person chose: attempts to deliver change nothing of it."""
    newest = endpoint.known_secrets[0].stored if endpoint.known_secrets else ""
    return compute_etag(endpoint.url, str(endpoint.enabled), newest)
