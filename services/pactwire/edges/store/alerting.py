"""Queries of matching and notifying: article claims, decisions, alerts."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import select

from pactwire.domain.alerting.deciding import DecidedMatch
from pactwire.edges.store.alert_tables import alerts, decisions, readings
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.given_rows import TEXT, given_rows, select_given
from pactwire.edges.store.held_alerts import State
from pactwire.edges.store.locks import lock_keys
from pactwire.edges.store.sequences import Scope, count_on
from pactwire.edges.store.upsert import insert_rows, upsert
from pactwire_schemas import Alert, MembershipClaim

CLAIMS: TypeAdapter[tuple[MembershipClaim, ...]] = TypeAdapter(tuple[MembershipClaim, ...])

STATES: dict[str, State] = {"send": "sent", "hold": "held", "suppress": "suppressed"}

_IDS = given_rows("ids", id=TEXT)
_SCOPES = given_rows("scopes", watch_id=TEXT, change_id=TEXT)
_READINGS = select(readings).select_from(_IDS).join(readings, readings.c.article_id == _IDS.c.id)
_CANCELED = (
    select(readings.c.article_id, readings.c.version)
    .select_from(_IDS)
    .join(readings, (readings.c.article_id == _IDS.c.id) & readings.c.canceled)
)
_DECISIONS = (
    select(decisions.c.match_id, decisions.c.decision, alerts.c.body)
    .select_from(_IDS)
    .join(decisions, decisions.c.match_id == _IDS.c.id)
    .outerjoin(alerts, (alerts.c.alert_id == decisions.c.alert_id) & (alerts.c.state == "sent"))
)
_CHANGE_ALERTS = (
    select(alerts.c.watch_id, alerts.c.change_id, alerts.c.body)
    .select_from(_SCOPES)
    .join(
        alerts,
        (alerts.c.watch_id == _SCOPES.c.watch_id) & (alerts.c.change_id == _SCOPES.c.change_id),
    )
    .order_by(alerts.c.sequence)
)
_MENTION_ALERTS = (
    select(alerts.c.article_id, alerts.c.body)
    .select_from(_IDS)
    .join(alerts, (alerts.c.article_id == _IDS.c.id) & (alerts.c.kind == "mentioned"))
    .order_by(alerts.c.watch_id, alerts.c.sequence)
)


@dataclass(frozen=True)
class StoredClaims:
    """What the newest version of an article claims, and what that version took back.

    There is one of every article that claims something or is canceled.
    """

    version: int
    claims: tuple[MembershipClaim, ...]
    withdrawn: tuple[MembershipClaim, ...]
    canceled: bool = False


def lock_articles(tx: Transaction, article_ids: Iterable[str]) -> None:
    """Be the only one to compare versions of these articles until the transaction ends."""
    lock_keys(tx, "reading", article_ids)


def lock_watches(tx: Transaction, watch_ids: Iterable[str]) -> None:
    """Be the only one to decide on matches of these watches until the transaction ends."""
    lock_keys(tx, "decision", watch_ids)


def find_article_claims(tx: Transaction, article_ids: Collection[str]) -> dict[str, StoredClaims]:
    """The claims of the newest versions that were matched; locked by a writing transaction."""
    lock_articles(tx, article_ids)
    return {
        row.article_id: StoredClaims(
            row.version,
            CLAIMS.validate_json(row.claims),
            CLAIMS.validate_json(row.withdrawn),
            row.canceled,
        )
        for row in select_given(tx, _READINGS, ids=[(one,) for one in article_ids])
    }


def find_canceled(tx: Transaction, article_ids: Collection[str]) -> dict[str, int]:
    """The versions that canceled articles which still are; locked as `find_article_claims` does.

    So a retraction comes before a decision on its article, which then finds it here, or after it,
    and then finds the alert.
    """
    lock_articles(tx, article_ids)
    found = select_given(tx, _CANCELED, ids=[(one,) for one in article_ids])
    return {row.article_id: row.version for row in found}


def save_article_claims(tx: Transaction, claims: Mapping[str, StoredClaims], at: datetime) -> None:
    """Replace the claims of articles by those of their newest versions."""
    rows = [
        {
            "article_id": article_id,
            "version": one.version,
            "claims": CLAIMS.dump_json(one.claims, exclude_none=True).decode(),
            "withdrawn": CLAIMS.dump_json(one.withdrawn, exclude_none=True).decode(),
            "canceled": one.canceled,
            "read_at": at,
        }
        for article_id, one in claims.items()
    ]
    upsert(tx, readings, rows)


def find_decisions(
    tx: Transaction, match_ids: Collection[str]
) -> dict[str, tuple[str, Alert | None]]:
    """The earlier decisions on matches that came before, with the alerts that were sent."""
    return {
        row.match_id: (row.decision, Alert.model_validate_json(row.body) if row.body else None)
        for row in select_given(tx, _DECISIONS, ids=[(one,) for one in match_ids])
    }


def list_change_alerts(tx: Transaction, scopes: Collection[Scope]) -> dict[Scope, list[Alert]]:
    """The alerts of watches on changes or stories, oldest first, where there are any."""
    found: dict[Scope, list[Alert]] = {}
    for row in select_given(tx, _CHANGE_ALERTS, scopes=scopes):
        scope = row.watch_id, row.change_id
        found.setdefault(scope, []).append(Alert.model_validate_json(row.body))
    return found


def list_mention_alerts(tx: Transaction, article_ids: Collection[str]) -> dict[str, list[Alert]]:
    """Alerts of any watch that mentions of articles made, each watch's oldest first."""
    found: dict[str, list[Alert]] = {}
    for row in select_given(tx, _MENTION_ALERTS, ids=[(one,) for one in article_ids]):
        found.setdefault(row.article_id, []).append(Alert.model_validate_json(row.body))
    return found


def save_decisions(tx: Transaction, decided: Sequence[DecidedMatch]) -> None:
    """Insert decisions on matches, their alerts, and their stories."""
    insert_rows(tx, decisions, [_decision_row(one) for one in decided])
    made = [(one.decision.alert, one) for one in decided if one.decision.alert]
    numbers = count_on(
        tx, alerts, [(alert.watch.watch_id, one.decision.change_id) for alert, one in made]
    )
    rows = [
        _alert_row(alert, one, number) for (alert, one), number in zip(made, numbers, strict=True)
    ]
    insert_rows(tx, alerts, rows)


def save_digest(tx: Transaction, digest: Alert, at: datetime) -> None:
    """Insert a digest that is about to be published; it is about no change or story of its own."""
    row = {
        **_columns_of(digest, f"digest:{digest.alert_id}"),
        "sequence": 0, "state": "releasing", "state_because": "", "due_at": None, "sent_at": at,
    }  # fmt: skip
    insert_rows(tx, alerts, [row])


def list_decisions(tx: Transaction, watch_id: str) -> Sequence[tuple[str, str]]:
    """The decisions on a watch's matches with their explanations, oldest first."""
    statement = (
        select(decisions.c.decision, decisions.c.because)
        .where(decisions.c.watch_id == watch_id)
        .order_by(decisions.c.decided_at)
    )
    return [(row.decision, row.because) for row in tx.execute(statement)]


def _decision_row(decided: DecidedMatch) -> dict[str, object]:
    match, decision = decided.match, decided.decision
    return {
        "match_id": match.match_id,
        "watch_id": match.watch.watch_id,
        "decision": decision.reason,
        "because": decision.because,
        "alert_id": decision.alert.alert_id if decision.alert else None,
        "decided_at": decided.at,
    }


def _alert_row(alert: Alert, decided: DecidedMatch, sequence: int) -> dict[str, object]:
    calm = decided.calm
    return {
        **_columns_of(alert, decided.decision.change_id),
        "sequence": sequence,
        "state": STATES[calm.outcome],
        "state_because": "" if calm.outcome == "send" else calm.because,
        "due_at": calm.due_at,
        "sent_at": decided.at if calm.outcome == "send" else None,
    }


def _columns_of(alert: Alert, change_id: str) -> dict[str, object]:
    return {
        "alert_id": alert.alert_id,
        "watch_id": alert.watch.watch_id,
        "change_id": change_id,
        "article_id": alert.article.article_id,
        "kind": alert.kind,
        "msg_type": alert.msg_type,
        "body": alert.model_dump_json(exclude_none=True),
        "alerted_at": alert.alerted_at,
    }
