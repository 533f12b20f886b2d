"""The body a receiver gets: at most 20 kB, the longest lists cut first, and it says when it was."""

from collections.abc import Sequence

from pactwire_schemas import Alert, WebhookBody

LIMIT = 20_000
"""Bytes, as Standard Webhooks advises."""


def event_type(alert: Alert) -> str:
    """The dotted type: `membership.join.effective`, `entity.mentioned`, `alert.canceled`."""
    if alert.msg_type == "cancel":
        return "alert.canceled"
    if alert.msg_type == "update":
        return "alert.updated"
    if alert.development is None:
        return "entity.mentioned"
    return f"membership.{alert.development.action}.{alert.development.stage}"


def build_webhook_body(alert: Alert, also: Sequence[str] = ()) -> bytes:
    """The alert as JSON; `also` names further watches of the same recipient."""
    whole = _encode(alert, also, truncated=False)
    if len(whole) <= LIMIT:
        return whole
    for smaller in _shortened(alert):
        body = _encode(smaller, also, truncated=True)
        if len(body) <= LIMIT:
            return body
    return body


def _encode(alert: Alert, also: Sequence[str], *, truncated: bool) -> bytes:
    body = WebhookBody(
        type=event_type(alert),
        timestamp=alert.alerted_at,
        data=alert,
        also=tuple(also),
        truncated=truncated,
    )
    return body.model_dump_json(exclude_none=True).encode()


def _shortened(alert: Alert) -> list[Alert]:
    """The alert with less and less; ids, headline, summary and the first quote always stay."""
    quotes = tuple(
        quote.model_copy(update={"quote": quote.quote[:500]}) for quote in alert.evidence[:5]
    )
    few = alert.model_copy(update={"mentions": alert.mentions[:10], "evidence": quotes})
    why = few.why.model_copy(update={"clauses": few.why.clauses[:10]})
    bare = few.model_copy(update={"mentions": (), "why": why, "evidence": quotes[:1]})
    last = bare.model_copy(
        update={
            "development": None,
            "headline": bare.headline[:300],
            "summary": bare.summary[:1000],
            "why": bare.why.model_copy(update={"clauses": ()}),
        }
    )
    return [few, bare, last]
