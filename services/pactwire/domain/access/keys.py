"""API keys: shown once, kept as a hash; scopes say what may be asked, the owner whose it is."""

import re
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from hmac import compare_digest
from typing import Literal, get_args

Scope = Literal["read", "watches", "alerts", "endpoints", "feeds", "ingest", "admin"]
SCOPES: tuple[Scope, ...] = get_args(Scope)
OWNER = re.compile(r"[a-z0-9]{1,30}")
"""Names of owners; without a hyphen, so that none is the beginning of another's endpoints."""
PREFIX = "pw"
ORIGIN = "owner:"


@dataclass(frozen=True)
class ApiKey:
    """A key as it is kept: nobody can read it back."""

    key_id: str
    secret_hash: str
    owner: str
    scopes: frozenset[Scope]
    per_minute: int
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None

    @property
    def is_admin(self) -> bool:
        """Whether everything may be asked, for every owner."""
        return "admin" in self.scopes

    def allows(self, scope: Scope) -> bool:
        """Whether the key may ask questions of a scope."""
        return self.is_admin or scope in self.scopes


def format_token(key_id: str, secret: str) -> str:
    """What the caller sends: `pw_<id>_<secret>`."""
    return f"{PREFIX}_{key_id}_{secret}"


def parse_token(token: str) -> tuple[str, str] | None:
    """Id and secret; None when it is no token of ours."""
    prefix, _, rest = token.partition("_")
    key_id, _, secret = rest.partition("_")
    return (key_id, secret) if prefix == PREFIX and key_id and secret else None


def hash_secret(secret: str) -> str:
    """What is kept of a secret; with 256 bits of chance it needs no salt and no slow hash."""
    return sha256(secret.encode()).hexdigest()


def find_refusal(key: ApiKey | None, secret: str, at: datetime) -> str | None:
    """Why a key opens nothing; None when it does."""
    if key is None or not compare_digest(key.secret_hash, hash_secret(secret)):
        return "the key is unknown"
    return find_end(key, at)


def find_end(key: ApiKey, at: datetime) -> str | None:
    """Why a key is over; None while it holds."""
    if key.revoked_at is not None:
        return f"the key was revoked on {key.revoked_at:%Y-%m-%d}"
    if key.expires_at is not None and key.expires_at <= at:
        return f"the key expired on {key.expires_at:%Y-%m-%d}"
    return None


def watch_origin(owner: str) -> str:
    """Where the watches of an owner come from, beside `command` and watch files."""
    return f"{ORIGIN}{owner}"


def find_owner(origin: str) -> str | None:
    """Whose the watches of an origin are; None of those that the command or watch files keep."""
    owner = origin.removeprefix(ORIGIN)
    return owner if owner != origin and OWNER.fullmatch(owner) else None


def owns_watch(key: ApiKey, origin: str) -> bool:
    """Whether a key may see and change watches of an origin."""
    return key.is_admin or origin == watch_origin(key.owner)


def owns_endpoint(key: ApiKey, endpoint_id: str) -> bool:
    """Whether an endpoint is the key's: those of an owner begin with the name and a hyphen."""
    return key.is_admin or endpoint_id.startswith(f"{key.owner}-")


def owns_topic(key: ApiKey, topic: str) -> bool:
    """Whether a topic is the key's: `alerts.<owner>` and what stands below it."""
    own = f"alerts.{key.owner}"
    return key.is_admin or topic == own or topic.startswith(f"{own}.")
