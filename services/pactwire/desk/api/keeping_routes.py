"""Silences, keys and the log of changes."""

from datetime import datetime
from secrets import token_hex, token_urlsafe
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from pactwire.desk.api.deps import Admin, Desk, Watcher, audit
from pactwire.desk.api.kept_route import KeptRoute, KeyedRoute
from pactwire.desk.api.ledger_routes import resolve
from pactwire.desk.api.problems import ApiError
from pactwire.desk.api.watch_routes import find_own
from pactwire.desk.stores import list_changes
from pactwire.domain.access import ApiKey, Scope, format_token, hash_secret
from pactwire.domain.access.keys import OWNER
from pactwire.domain.alerting.calm import Silence
from pactwire.edges.store import api_keys, read_transaction, silences, write_transaction

router = APIRouter(prefix="/v1", route_class=KeyedRoute)
silence_router = APIRouter(prefix="/v1/silences", tags=["silences"], route_class=KeptRoute)

PER_MINUTE = 120


class NewSilence(BaseModel):
    """What nobody wants to hear of for a while."""

    model_config = ConfigDict(extra="forbid")

    watch: Annotated[str, Field(max_length=63)]
    entity: Annotated[str, Field(max_length=200)] | None = None
    """Only alerts on this country or body."""
    until: AwareDatetime
    because: Annotated[str, Field(min_length=1, max_length=500)]


class NewKey(BaseModel):
    """A key to be made."""

    model_config = ConfigDict(extra="forbid")

    owner: Annotated[str, Field(pattern=f"^{OWNER.pattern}$")]
    scopes: Annotated[frozenset[Scope], Field(min_length=1)]
    per_minute: Annotated[int, Field(ge=1, le=100_000)] = PER_MINUTE
    expires_at: AwareDatetime | None = None


class ShownKey(BaseModel):
    """A key without its secret."""

    key_id: str
    owner: str
    scopes: list[Scope]
    per_minute: int
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None


class MadeKey(ShownKey):
    """A new key; the token is shown this once."""

    token: str


class AuditRow(BaseModel):
    """A change that was made through the API, or to keys by command (`key_id` is `command`)."""

    at: datetime
    owner: str
    key_id: str
    action: str
    subject: str


@silence_router.get("")
def list_silences(desk: Desk, key: Watcher) -> list[Silence]:
    """The silences that the owner made."""
    with read_transaction(desk.stores.alert) as tx:
        found = silences.list_silences(tx, desk.now())
    return [one for one in found if key.is_admin or one.created_by == key.owner]


@silence_router.post("", status_code=201)
def add_silence(desk: Desk, key: Watcher, body: NewSilence) -> Silence:
    """Silence a watch of the owner's; what is silenced stays on record."""
    now = desk.now()
    if body.until <= now:
        raise ApiError(422, "until must be a moment to come")
    entity = resolve(desk, body.entity)
    made = Silence(token_hex(4), body.until, key.owner, body.because, body.watch, entity, now)
    with write_transaction(desk.stores.alert) as tx:
        find_own(tx, key, body.watch)
        silences.add_silence(tx, made, now)
        audit(tx, key, "silence.added", made.silence_id, now)
    return made


@silence_router.delete("/{silence_id}", status_code=204)
def remove_silence(
    desk: Desk, key: Watcher, silence_id: Annotated[str, Path(max_length=32)]
) -> None:
    """End a silence now."""
    now = desk.now()
    with write_transaction(desk.stores.alert) as tx:
        own = {one.silence_id: one.created_by for one in silences.list_silences(tx, now)}
        if own.get(silence_id) != key.owner and not (key.is_admin and silence_id in own):
            raise ApiError(404, f"there is no silence {silence_id}")
        silences.remove_silence(tx, silence_id)
        audit(tx, key, "silence.removed", silence_id, now)


@router.get("/keys", tags=["keys"])
def list_keys(desk: Desk, key: Admin) -> list[ShownKey]:
    """All keys, without their secrets."""
    del key
    with read_transaction(desk.stores.alert) as tx:
        return [ShownKey(**describe_key(one)) for one in api_keys.list_keys(tx)]


@router.post("/keys", status_code=201, tags=["keys"])
def add_key(desk: Desk, key: Admin, body: NewKey) -> MadeKey:
    """Make a key; its token is shown this once and can't be read back."""
    now = desk.now()
    made, token = make_key(body, now)
    with write_transaction(desk.stores.alert) as tx:
        api_keys.add_key(tx, made)
        audit(tx, key, "key.made", f"{made.key_id} for {made.owner}", now)
    return MadeKey(**describe_key(made), token=token)


@router.delete("/keys/{key_id}", status_code=204, tags=["keys"])
def revoke_key(desk: Desk, key: Admin, key_id: Annotated[str, Path(max_length=32)]) -> None:
    """Revoke a key for good."""
    now = desk.now()
    with write_transaction(desk.stores.alert) as tx:
        if not api_keys.revoke_key(tx, key_id, now):
            raise ApiError(404, f"there is no key {key_id} in force")
        audit(tx, key, "key.revoked", key_id, now)


@router.get("/audit", tags=["keys"])
def list_audit(
    desk: Desk, key: Admin, limit: Annotated[int, Query(ge=1, le=1000)] = 100
) -> list[AuditRow]:
    """The last changes, newest first."""
    del key
    return [AuditRow(**vars(one)) for one in list_changes(desk.stores, limit)]


def make_key(asked: NewKey, at: datetime) -> tuple[ApiKey, str]:
    """A key to keep, and the token to show."""
    key_id, secret = token_hex(6), token_urlsafe(32)
    made = ApiKey(
        key_id, hash_secret(secret), asked.owner, asked.scopes, asked.per_minute, at,
        asked.expires_at,
    )  # fmt: skip
    return made, format_token(key_id, secret)


def describe_key(key: ApiKey) -> dict[str, object]:
    """A key as it may be shown."""
    shown = {name: value for name, value in vars(key).items() if name != "secret_hash"}
    return {**shown, "scopes": sorted(key.scopes)}
