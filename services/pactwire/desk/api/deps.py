"""What the routes share: the desk's dependencies, and the key that a request comes with."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from ipaddress import IPv4Network, IPv6Network
from typing import Annotated

from fastapi import Depends, Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from pactwire.desk.api.problems import ApiError
from pactwire.desk.stores import DeskStores
from pactwire.domain.access import ApiKey, RateLimiter, Scope, find_refusal, parse_token
from pactwire.domain.reference import ReferenceData
from pactwire.domain.watches import NameResolver
from pactwire.edges.store import read_transaction
from pactwire.edges.store.answers import NamedWrite
from pactwire.edges.store.api_keys import find_key
from pactwire.edges.store.secret_box import SecretBox
from pactwire.settings import BrokerSettings, FeedSettings

bearer = HTTPBearer(auto_error=False, description="A key: pw_<id>_<secret>")
Credentials = Annotated[HTTPAuthorizationCredentials | None, Security(bearer)]
NO_KEY = "send your key: Authorization: Bearer pw_..."


@dataclass(frozen=True)
class DeskDependencies:
    """What the service works with."""

    stores: DeskStores
    broker: BrokerSettings
    reference: ReferenceData
    resolver: NameResolver
    now: Callable[[], datetime]
    monotonic: Callable[[], float]
    box: SecretBox
    """Seals the secrets of endpoints, and answers that are kept."""
    feeds: Sequence[FeedSettings] = ()
    """Those of the settings, which the API can't change."""
    private_targets: Sequence[IPv4Network | IPv6Network] = ()
    """Networks beside the public internet that webhooks may go to."""
    rates: RateLimiter = field(default_factory=RateLimiter)
    under_way: set[NamedWrite] = field(default_factory=set)
    """Writes that are being answered."""
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when those who follow alerts are to be let go."""


def get_desk(request: Request) -> DeskDependencies:
    """The dependencies of the service."""
    desk: DeskDependencies = request.app.state.desk
    return desk


Desk = Annotated[DeskDependencies, Depends(get_desk)]


def get_key(request: Request, sent: Credentials = None) -> ApiKey:
    """The key that the route found in the request; `sent` is here for the OpenAPI document."""
    del sent
    key: ApiKey = request.state.key
    return key


def identify(desk: DeskDependencies, header: str) -> ApiKey:
    """The key of a request; refuses one that is missing, unknown, over or used too often."""
    scheme, _, token = header.partition(" ")
    key = authenticate(desk, token.strip() if scheme.lower() == "bearer" else "")
    wait = desk.rates.take(key.key_id, key.per_minute, desk.monotonic())
    if wait:
        seconds = str(int(wait) + 1)
        raise ApiError(429, f"{key.per_minute} requests a minute are allowed", Retry_After=seconds)
    return key


def authenticate(desk: DeskDependencies, token: str) -> ApiKey:
    """The key of a token; refuses one that is missing, unknown or over."""
    parsed = parse_token(token)
    if parsed is None:
        raise ApiError(401, NO_KEY, WWW_Authenticate="Bearer")
    with read_transaction(desk.stores.alert) as tx:
        key = find_key(tx, parsed[0])
    refusal = find_refusal(key, parsed[1], desk.now())
    if key is None or refusal:
        raise ApiError(401, refusal or "the key is unknown", WWW_Authenticate="Bearer")
    return key


def require(scope: Scope) -> Callable[[ApiKey], ApiKey]:
    """A dependency that gives the key when it has a scope."""

    def check(key: Annotated[ApiKey, Depends(get_key)]) -> ApiKey:
        if not key.allows(scope):
            raise ApiError(403, f"this key has no scope {scope!r}")
        return key

    return check


Reader = Annotated[ApiKey, Depends(require("read"))]
Watcher = Annotated[ApiKey, Depends(require("watches"))]
AlertReader = Annotated[ApiKey, Depends(require("alerts"))]
EndpointKeeper = Annotated[ApiKey, Depends(require("endpoints"))]
FeedKeeper = Annotated[ApiKey, Depends(require("feeds"))]
Admin = Annotated[ApiKey, Depends(require("admin"))]
