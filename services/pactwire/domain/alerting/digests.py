"""Several alerts of a watch as one message, and what need not be sent any more when it is due."""

from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from pactwire.domain.identity import content_id
from pactwire_schemas import Alert, DigestedAlert
from pactwire_schemas.alert import Severity

RANK: dict[Severity, int] = {"low": 0, "medium": 1, "high": 2}
MAX_LISTED = 50
"""Alerts that a digest lists one by one."""
MAX_NAMED = 3
"""Headlines in the headline of a digest."""


@dataclass(frozen=True)
class SettledGroup:
    """What of a group is sent, and what is not any more, each with the reason."""

    sent: tuple[Alert, ...]
    dropped: tuple[Alert, ...]
    """With `suppressed_because`."""


def settle_group(held: Sequence[Alert]) -> SettledGroup:
    """The group without alerts that a later one of it withdraws or updates; oldest first.

    A withdrawal of what nobody was sent is not sent either.
    """
    within = {alert.alert_id for alert in held}
    replaced = {ref: alert for alert in held for ref in alert.references if ref in within}
    settled = [_settle(alert, within, replaced.get(alert.alert_id)) for alert in held]
    return SettledGroup(
        tuple(alert for alert in settled if alert.suppressed_because is None),
        tuple(alert for alert in settled if alert.suppressed_because is not None),
    )


def _settle(alert: Alert, within: Set[str], later: Alert | None) -> Alert:
    """The alert as it is sent, or with the reason why not; `later` replaces it in its group."""
    outside = tuple(ref for ref in alert.references if ref not in within)
    if later:
        return _suppress(alert, f"{_name(later)} {later.alert_id} before it was due")
    if alert.msg_type == "cancel" and not outside:
        return _suppress(alert, "nobody was sent what it withdraws")
    return _refer_outside(alert, outside)


def build_digest(group: Sequence[Alert], at: datetime) -> Alert:
    """One message for several alerts of a watch; the gravest and newest gives the rest of it."""
    lead = max(group, key=lambda alert: (RANK[alert.severity], alert.alerted_at))
    names = "; ".join(alert.headline for alert in group[:MAX_NAMED])
    more = f"; and {len(group) - MAX_NAMED} more" if len(group) > MAX_NAMED else ""
    return lead.model_copy(
        update={
            "alert_id": content_id("digest", *(alert.alert_id for alert in group)),
            "msg_type": "alert",
            "references": (),
            "headline": f"{len(group)} alerts: {names}{more}",
            "summary": "\n".join(f"- {alert.headline}" for alert in group[:MAX_LISTED]),
            "topics": _join(alert.topics for alert in group),
            "endpoints": _join(alert.endpoints for alert in group),
            "received_at": min(alert.received_at for alert in group),
            "alerted_at": at,
            "digest_of": tuple(map(_list, group[:MAX_LISTED])),
        }
    )


def _list(alert: Alert) -> DigestedAlert:
    return DigestedAlert(
        alert_id=alert.alert_id,
        msg_type=alert.msg_type,
        severity=alert.severity,
        headline=alert.headline,
        url=alert.article.url,
        alerted_at=alert.alerted_at,
    )


def _join(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in groups for name in names))


def _suppress(alert: Alert, because: str) -> Alert:
    return alert.model_copy(update={"suppressed_because": because})


def _refer_outside(alert: Alert, outside: tuple[str, ...]) -> Alert:
    """An update of what nobody was sent is the alert itself."""
    if outside == alert.references:
        return alert
    kind = alert.msg_type if outside else "alert"
    return alert.model_copy(update={"references": outside, "msg_type": kind})


def _name(later: Alert) -> str:
    return "withdrawn by" if later.msg_type == "cancel" else "superseded by"
