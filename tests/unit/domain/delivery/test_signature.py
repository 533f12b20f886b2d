"""Signatures of webhooks verify with the public library."""

from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from pactwire.domain.delivery.signature import encode_secret, sign_headers, validate_secret
from pactwire.errors import Misconfigured


def test_a_signature_verifies_with_the_public_library_and_a_changed_body_does_not() -> None:
    secret = encode_secret(bytes(range(32)))
    body = '{"text": "Malmö €"}'.encode()
    headers = sign_headers([secret], "m1", datetime.now(UTC), body)
    assert Webhook(secret).verify(body, headers) == {"text": "Malmö €"}
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body + b" ", headers)


def test_while_a_secret_is_replaced_both_verify() -> None:
    old, new = encode_secret(bytes(32)), encode_secret(bytes(range(32)))
    headers = sign_headers([new, old], "m1", datetime.now(UTC), b"{}")
    for secret in (old, new):
        assert Webhook(secret).verify(b"{}", headers) == {}


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_%%%", "abc", "whsec_YWJj"])
def test_a_weak_secret_is_refused(secret: str) -> None:
    with pytest.raises(Misconfigured, match="24 to 64 bytes"):
        validate_secret(secret)
