"""Standard Webhooks signatures, by the public library that receivers verify with."""

import base64
from collections.abc import Sequence
from datetime import datetime

from standardwebhooks import Webhook

from pactwire.errors import Misconfigured

PREFIX = "whsec_"
SHORTEST, LONGEST = 24, 64


def encode_secret(key: bytes) -> str:
    """A signing secret as receivers write it: `whsec_` and base64."""
    return PREFIX + base64.b64encode(key).decode()


def validate_secret(secret: str) -> str:
    """The secret as given.

    Raises:
        Misconfigured: it is not `whsec_` with base64 of 24 to 64 bytes.
    """
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except ValueError:
        key = b""
    if not secret.startswith(PREFIX) or not SHORTEST <= len(key) <= LONGEST:
        raise Misconfigured(f"a secret is {PREFIX} and base64 of {SHORTEST} to {LONGEST} bytes")
    return secret


def sign_headers(
    secrets: Sequence[str], message_id: str, at: datetime, body: bytes
) -> dict[str, str]:
    """The three headers; several secrets, while one is being replaced, give several signatures.

    `at` is in UTC, `message_id` stays the same over all retries.
    """
    text = body.decode()
    signatures = [Webhook(secret).sign(message_id, at, text) for secret in secrets]
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(signatures),
    }
