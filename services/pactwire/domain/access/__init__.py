"""Who may ask what: API keys, their scopes and owners, and how often they may ask."""

from pactwire.domain.access.keys import (
    SCOPES,
    ApiKey,
    Scope,
    find_end,
    find_owner,
    find_refusal,
    format_token,
    hash_secret,
    owns_watch,
    parse_token,
    watch_origin,
)
from pactwire.domain.access.rate import RateLimiter

__all__ = [
    "SCOPES",
    "ApiKey",
    "RateLimiter",
    "Scope",
    "find_end",
    "find_owner",
    "find_refusal",
    "format_token",
    "hash_secret",
    "owns_watch",
    "parse_token",
    "watch_origin",
]
