"""The demo's receiver judges signatures as any subscriber's would."""

import urllib.error
import urllib.request
from datetime import UTC, datetime, timedelta

import pytest
from standardwebhooks import Webhook

from pactwire.cli.demo.webhook_receiver import WebhookReceiver
from pactwire.domain.delivery.signature import encode_secret

SECRET = encode_secret(bytes(range(32)))
BODY = b'{"type":"endpoint.test"}'


def post(receiver: WebhookReceiver, body: bytes, *, secret: str = SECRET, age: int = 0) -> int:
    at = datetime.now(UTC) - timedelta(seconds=age)
    headers = {
        "webhook-id": "one",
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": Webhook(secret).sign("one", at, body.decode()),
    }
    request = urllib.request.Request(receiver.url, body, headers, method="POST")
    try:
        with urllib.request.urlopen(request, timeout=5) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        with refused:
            return refused.code


def test_a_good_signature_is_taken() -> None:
    with WebhookReceiver() as receiver:
        receiver.secret = SECRET
        assert post(receiver, BODY) == 204
    [got] = receiver.received
    assert (got.verified, got.webhook_id, got.body["type"]) == (True, "one", "endpoint.test")


@pytest.mark.parametrize("wrong", [{"secret": encode_secret(bytes(32))}, {"age": 3600}])
def test_a_bad_or_old_signature_is_refused(wrong: dict) -> None:  # type: ignore[type-arg]
    with WebhookReceiver() as receiver:
        receiver.secret = SECRET
        assert post(receiver, BODY, **wrong) == 401
    [got] = receiver.received
    assert not got.verified
    assert got.why_not


def test_what_is_no_json_is_refused_and_kept_as_nothing() -> None:
    with WebhookReceiver() as receiver:
        receiver.secret = SECRET
        assert post(receiver, b"not json") == 401
    assert receiver.received[0].body == {}
