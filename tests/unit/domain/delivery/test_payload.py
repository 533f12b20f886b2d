"""The body of a webhook: what it names, and that it never exceeds its limit."""

import json
from pathlib import Path

import pytest

from pactwire.domain.delivery.payload import LIMIT, build_webhook_body
from pactwire_schemas import ALERTS, Alert, Mention

EXAMPLE = Path(__file__).parents[4] / "schemas" / "examples" / "news.alerts.v1.json"


@pytest.fixture
def alert() -> Alert:
    return ALERTS.decode(EXAMPLE.read_bytes())


def test_the_body_names_what_happened_and_further_watches(alert: Alert) -> None:
    body = json.loads(build_webhook_body(alert, ["other-watch"]))
    assert body["type"] == "membership.join.effective"
    assert body["also"] == ["other-watch"]
    assert body["data"]["alert_id"] == alert.alert_id
    canceled = alert.model_copy(update={"msg_type": "cancel"})
    assert json.loads(build_webhook_body(canceled))["type"] == "alert.canceled"


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
    body = build_webhook_body(big)
    found = json.loads(body)
    assert len(body) <= LIMIT
    assert found["truncated"] is True
    assert found["data"]["alert_id"] == alert.alert_id
    assert found["data"]["evidence"]
