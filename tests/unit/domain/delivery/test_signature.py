"""Signatures of webhooks verify with the public library."""

from datetime import UTC, datetime

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from pactwire.domain.delivery.signature import checked_secret, secret_from, signed_headers
from pactwire.errors import Misconfigured


def test_a_signature_verifies_with_the_public_library_and_a_changed_body_does_not() -> None:
    secret = secret_from(bytes(range(32)))
    body = '{"text": "Malmö €"}'.encode()
    headers = signed_headers([secret], "m1", datetime.now(UTC), body)
    assert Webhook(secret).verify(body, headers) == {"text": "Malmö €"}
    with pytest.raises(WebhookVerificationError):
        Webhook(secret).verify(body + b" ", headers)


def test_while_a_secret_is_replaced_both_verify() -> None:
    old, new = secret_from(bytes(32)), secret_from(bytes(range(32)))
    headers = signed_headers([new, old], "m1", datetime.now(UTC), b"{}")
    for secret in (old, new):
        assert Webhook(secret).verify(b"{}", headers) == {}


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_%%%", "abc", "whsec_YWJj"])
def test_a_weak_secret_is_refused(secret: str) -> None:
    with pytest.raises(Misconfigured, match="24 to 64 bytes"):
        checked_secret(secret)
