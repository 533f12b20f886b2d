"""Whom ingest takes articles from: everybody, until a key for it is made; then who has one."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from pactwire.domain.access import ApiKey, RateLimiter, find_refusal, parse_token
from pactwire.edges.http.problems import RequestError
from pactwire.errors import Retryable

RELOAD_SECONDS = 3.0
"""How soon a key that is made or revoked counts."""


@dataclass
class Doorkeeper:
    """Keys as they were a moment ago, so that no article waits for the store."""

    load_keys: Callable[[], Iterable[ApiKey]]
    """Blocks; raises Retryable when the store is away."""
    now: Callable[[], datetime]
    monotonic: Callable[[], float]
    _keys: dict[str, ApiKey] | None = None
    _loaded_at: float = 0.0
    _rates: RateLimiter = field(default_factory=RateLimiter)
    _loading: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def admit(self, header: str) -> None:
        """Let a request in by its Authorization header.

        Raises:
            RequestError: it has no key, one that opens nothing, or it comes too often.
        """
        keys = await self._get_keys()
        if not any("ingest" in key.scopes for key in keys.values()):
            return
        key = find_key(keys, header, self.now())
        if not key.allows("ingest"):
            raise RequestError(403, "this key has no scope 'ingest'")
        wait = self._rates.take(key.key_id, key.per_minute, self.monotonic())
        if wait:
            allowed = f"{key.per_minute} requests a minute are allowed"
            raise RequestError(429, allowed, retry_after=int(wait) + 1)

    async def _get_keys(self) -> dict[str, ApiKey]:
        """The keys; those of before while the store is away, since a closed door stays closed."""
        async with self._loading:
            if self._keys is None or self.monotonic() >= self._loaded_at + RELOAD_SECONDS:
                await self._reload()
        assert self._keys is not None  # noqa: S101  else `_reload` has raised
        return self._keys

    async def _reload(self) -> None:
        try:
            found = await asyncio.to_thread(lambda: list(self.load_keys()))
        except Retryable as error:
            if self._keys is None:
                raise RequestError(503, f"keys can't be looked up: {error}") from None
        else:
            self._keys = {key.key_id: key for key in found}
        self._loaded_at = self.monotonic()


def find_key(keys: dict[str, ApiKey], header: str, at: datetime) -> ApiKey:
    """The key of a header.

    Raises:
        RequestError: there is none, or it opens nothing.
    """
    scheme, _, token = header.partition(" ")
    parsed = parse_token(token.strip()) if scheme.lower() == "bearer" else None
    if parsed is None:
        raise RequestError(401, "send your key: Authorization: Bearer pw_...")
    key = keys.get(parsed[0])
    refusal = find_refusal(key, parsed[1], at)
    if key is None or refusal:
        raise RequestError(401, refusal or "the key is unknown")
    return key
