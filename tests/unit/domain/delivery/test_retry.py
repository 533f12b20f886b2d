"""What becomes of a delivery, as pure decisions; bodies that fit; signatures that verify."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from pactwire.domain.delivery.payload import LIMIT, webhook_body
from pactwire.domain.delivery.retry import Attempted, next_step, outcome_of, reason_to_disable
from pactwire.domain.delivery.signature import checked_secret, secret_from, signed_headers
from pactwire.errors import Misconfigured
from pactwire.settings import DeliverSettings
from pactwire_schemas import ALERTS, Alert, Mention

NOW = datetime(2026, 2, 9, 12, tzinfo=UTC)
SCHEDULE = DeliverSettings().retry_schedule
EXAMPLE = Path(__file__).parents[4] / "schemas" / "examples" / "news.alerts.v1.json"


def ended(status: int, retry_after: float | None = None) -> Attempted:
    return Attempted(outcome_of(status), status, 0.1, retry_after=retry_after)


@pytest.fixture
def alert() -> Alert:
    return ALERTS.decode(EXAMPLE.read_bytes())


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (200, "delivered"), (204, "delivered"), (301, "redirected"), (400, "rejected"),
        (404, "rejected"), (410, "gone"), (429, "throttled"), (500, "failed"), (503, "failed"),
    ],
)  # fmt: skip
def test_only_2xx_is_success(status: int, outcome: str) -> None:
    assert outcome_of(status) == outcome


def test_the_schedule_spans_three_days_and_then_gives_up() -> None:
    waits = []
    for attempt in range(1, 10):
        step = next_step(ended(500), attempt, SCHEDULE, NOW, 0.5)
        assert step.due_at is not None
        waits.append((step.due_at - NOW).total_seconds())
    assert waits == list(SCHEDULE)
    assert sum(waits) > 3 * 86_400
    last = next_step(ended(500), 10, SCHEDULE, NOW, 0.5)
    assert (last.state, last.due_at) == ("failed", None)
    assert "10 attempts" in last.because


@given(st.integers(1, 9), st.floats(0, 1))
def test_jitter_moves_a_wait_by_a_fifth_at_most(attempt: int, jitter: float) -> None:
    step = next_step(ended(500), attempt, SCHEDULE, NOW, jitter)
    assert step.due_at is not None
    wait = (step.due_at - NOW).total_seconds()
    assert 0.8 <= wait / SCHEDULE[attempt - 1] <= 1.2 + 1e-9


def test_the_receivers_wish_is_heard_when_it_is_longer() -> None:
    later = next_step(ended(429, retry_after=60), 1, SCHEDULE, NOW, 0.5)
    assert later.due_at == NOW + timedelta(seconds=60)
    assert "asked" in later.because
    sooner = next_step(ended(429, retry_after=1), 1, SCHEDULE, NOW, 0.5)
    assert sooner.due_at == NOW + timedelta(seconds=5)
    absurd = next_step(ended(503, retry_after=1e9), 1, SCHEDULE, NOW, 0.5)
    assert absurd.due_at == NOW + timedelta(days=1)


def test_gone_ends_the_delivery_and_disables_the_endpoint() -> None:
    assert next_step(ended(410), 1, SCHEDULE, NOW, 0.5).state == "failed"
    assert reason_to_disable(ended(410), None, NOW) == "the receiver answered 410 Gone"


def test_five_days_of_nothing_but_failures_disable_the_endpoint() -> None:
    assert reason_to_disable(ended(500), NOW - timedelta(days=4), NOW) is None
    assert reason_to_disable(ended(500), NOW - timedelta(days=6), NOW)
    assert reason_to_disable(ended(200), NOW - timedelta(days=6), NOW) is None


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
        Webhook(secret).verify(b"{}", headers)


@pytest.mark.parametrize("secret", ["", "whsec_", "whsec_%%%", "abc", "whsec_YWJj"])
def test_a_weak_secret_is_refused(secret: str) -> None:
    with pytest.raises(Misconfigured, match="24 to 64 bytes"):
        checked_secret(secret)


def test_the_body_names_what_happened_and_further_watches(alert: Alert) -> None:
    body = json.loads(webhook_body(alert, ["other-watch"]))
    assert body["type"] == "membership.join.effective"
    assert body["also"] == ["other-watch"]
    assert body["data"]["alert_id"] == alert.alert_id
    canceled = alert.model_copy(update={"msg_type": "cancel"})
    assert json.loads(webhook_body(canceled))["type"] == "alert.canceled"


@pytest.mark.parametrize(("mentions", "quote"), [(400, 100), (0, 60_000), (400, 60_000)])
def test_a_body_is_never_over_the_limit_and_says_when_it_was_cut(
    alert: Alert, mentions: int, quote: int
) -> None:
    one = Mention(
        entity_id="MD", kind="country", name="Moldova", field="body", start=0, end=7,
        surface="Moldova", form="name", why="the name",
    )  # fmt: skip
    long = alert.evidence[0].model_copy(update={"quote": "é" * quote})
    big = alert.model_copy(update={"mentions": (one,) * mentions, "evidence": (long,) * 3})
    body = webhook_body(big)
    found = json.loads(body)
    assert len(body) <= LIMIT
    assert found["truncated"] is True
    assert found["data"]["alert_id"] == alert.alert_id
    assert found["data"]["evidence"]
