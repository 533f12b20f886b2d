"""Silences, keys and the log of changes."""

from datetime import datetime
from secrets import token_hex, token_urlsafe
from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from pactwire.desk.api.changes import KeyChange, WatchChange
from pactwire.desk.api.deps import Admin, Desk, Watcher
from pactwire.desk.api.kept_route import KeptRoute, KeyedRoute
from pactwire.desk.api.ledger_routes import resolve
from pactwire.desk.api.problems import ApiError
from pactwire.desk.api.watch_routes import find_own
from pactwire.desk.stores import list_changes
from pactwire.domain.access import ApiKey, Scope, format_token, hash_secret, owns_watch
from pactwire.domain.access.keys import OWNER
from pactwire.domain.alerting.calm import Silence
from pactwire.edges.store import (
    Transaction,
    api_keys,
    read_transaction,
    silences,
    stored_watches,
)

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
    """A change; `key_id` is `command` or `file` where no key made it."""

    at: datetime
    owner: str
    key_id: str
    action: str
    subject: str


@silence_router.get("")
def list_silences(desk: Desk, key: Watcher) -> list[Silence]:
    """The silences of the owner's watches, whoever made them."""
    with read_transaction(desk.stores.alert) as tx:
        return list_own(tx, key, desk.now())


@silence_router.post("", status_code=201)
def add_silence(change: WatchChange, body: NewSilence) -> Silence:
    """Silence a watch of the owner's; what is silenced stays on record."""
    desk, key, now = change.desk, change.key, change.desk.now()
    if body.until <= now:
        raise ApiError(422, "until must be a moment to come")
    entity = resolve(desk, body.entity)
    made = Silence(token_hex(4), body.until, key.owner, body.because, body.watch, entity, now)
    with change.transaction() as tx:
        find_own(tx, key, body.watch)
        silences.add_silence(tx, made, now)
        change.complete(tx, "silence.added", made.silence_id, made)
    return made


@silence_router.delete("/{silence_id}", status_code=204)
def remove_silence(change: WatchChange, silence_id: Annotated[str, Path(max_length=32)]) -> None:
    """End a silence now."""
    with change.transaction() as tx:
        own = list_own(tx, change.key, change.desk.now())
        if silence_id not in {one.silence_id for one in own}:
            raise ApiError(404, f"there is no silence {silence_id}")
        silences.remove_silence(tx, silence_id)
        change.complete(tx, "silence.removed", silence_id)


def list_own(tx: Transaction, key: ApiKey, at: datetime) -> list[Silence]:
    """The silences of the key's watches that are in force; of every watch for an admin."""
    found = silences.list_silences(tx, at)
    origins = stored_watches.list_origins(tx)
    return [
        one for one in found if key.is_admin or owns_watch(key, origins.get(one.watch_id or "", ""))
    ]


@router.get("/keys", tags=["keys"])
def list_keys(desk: Desk, key: Admin) -> list[ShownKey]:
    """All keys, without their secrets."""
    del key
    with read_transaction(desk.stores.alert) as tx:
        return [ShownKey(**describe_key(one)) for one in api_keys.list_keys(tx)]


@router.post("/keys", status_code=201, tags=["keys"])
def add_key(change: KeyChange, body: NewKey) -> MadeKey:
    """Make a key; its token is shown this once and can't be read back."""
    made, token = make_key(body, change.desk.now())
    with change.transaction() as tx:
        api_keys.add_key(tx, made)
        change.complete(tx, "key.made", f"{made.key_id} for {made.owner}")
    return MadeKey(**describe_key(made), token=token)


@router.delete("/keys/{key_id}", status_code=204, tags=["keys"])
def revoke_key(change: KeyChange, key_id: Annotated[str, Path(max_length=32)]) -> None:
    """Revoke a key for good."""
    with change.transaction() as tx:
        if not api_keys.revoke_key(tx, key_id, change.desk.now()):
            raise ApiError(404, f"there is no key {key_id} in force")
        change.complete(tx, "key.revoked", key_id)


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
