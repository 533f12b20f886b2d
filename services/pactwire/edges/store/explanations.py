"""What the store knows of the way of an article: verdicts, decisions, alerts, deliveries."""

from collections.abc import Iterable, Sequence

from sqlalchemy import Row, select

from pactwire.domain.explaining import (
    ClaimFacts,
    FoldedReport,
    JudgedReport,
    MadeDecision,
    MadeDelivery,
)
from pactwire.edges.store.alert_tables import alerts, claims, decisions, developments, stories
from pactwire.edges.store.delivery_tables import deliveries
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.ingest_tables import articles
from pactwire_schemas import Alert, ArticleRef, Development, MembershipClaim

MAX_ALERTS = 10
"""Alerts whose ids begin alike, read at most."""
MAX_FOLDED = 200
"""Stories that were folded into an alert, read at most."""


def count_versions(tx: Transaction, article_id: str) -> int:
    """How many versions of an article were taken in."""
    rows = tx.execute(select(articles.c.version).where(articles.c.article_id == article_id))
    return len(rows.all())


def find_alerts(tx: Transaction, prefix: str) -> list[Alert]:
    """The alerts whose ids begin with `prefix`, the first few."""
    statement = (
        select(alerts.c.body)
        .where(alerts.c.alert_id >= prefix, alerts.c.alert_id < prefix + "~")
        .order_by(alerts.c.alert_id)
        .limit(MAX_ALERTS)
    )
    return [Alert.model_validate_json(body) for body in tx.execute(statement).scalars()]


def list_reports(tx: Transaction, organisation: str, member: str) -> list[JudgedReport]:
    """Every claim on a pair with what the ledger made of it, oldest first."""
    statement = (
        select(claims.c.verdict, claims.c.explanation, claims.c.body)
        .where(claims.c.organisation == organisation, claims.c.member == member)
        .order_by(claims.c.sequence)
    )
    return [
        JudgedReport(MembershipClaim.model_validate_json(row.body), row.verdict, row.explanation)
        for row in tx.execute(statement)
    ]


def list_folded(tx: Transaction, alert_id: str) -> list[FoldedReport]:
    """What else reported the story of an alert, oldest first."""
    statement = (
        select(stories.c.report, stories.c.folded_because)
        .where(stories.c.alert_id == alert_id, stories.c.report != "")
        .order_by(stories.c.seen_at, stories.c.article_id)
        .limit(MAX_FOLDED)
    )
    return [
        FoldedReport(ArticleRef.model_validate_json(row.report), row.folded_because)
        for row in tx.execute(statement)
    ]


def list_claim_facts(tx: Transaction, article_id: str) -> list[ClaimFacts]:
    """The claims of an article that were judged, with their developments, oldest first."""
    statement = (
        select(claims.c.verdict, claims.c.explanation, claims.c.body, developments.c.body)
        .join_from(
            claims,
            developments,
            claims.c.development_id == developments.c.development_id,
            isouter=True,
        )
        .where(claims.c.article_id == article_id)
        .order_by(claims.c.judged_at, claims.c.sequence)
    )
    return [
        ClaimFacts(
            MembershipClaim.model_validate_json(claim),
            verdict,
            explanation,
            Development.model_validate_json(development) if development else None,
        )
        for verdict, explanation, claim, development in tx.execute(statement)
    ]


def find_decisions(tx: Transaction, match_ids: Sequence[str]) -> dict[str, MadeDecision]:
    """The decisions on matches, by match id."""
    statement = (
        select(decisions, alerts.c.state, alerts.c.state_because, alerts.c.due_at)
        .outerjoin(alerts, alerts.c.alert_id == decisions.c.alert_id)
        .where(decisions.c.match_id.in_(match_ids))
    )
    return {
        row.match_id: MadeDecision(
            row.decision, row.because, row.alert_id, row.state or "sent", row.state_because or "",
            row.due_at,
        )
        for row in tx.execute(statement)
    }  # fmt: skip


def list_alert_bodies(tx: Transaction, alert_ids: Iterable[str]) -> dict[str, Alert]:
    """The alerts of these ids, by id."""
    rows = tx.execute(select(alerts.c.alert_id, alerts.c.body).where(
        alerts.c.alert_id.in_(list(alert_ids))
    ))  # fmt: skip
    return {row.alert_id: Alert.model_validate_json(row.body) for row in rows}


def list_deliveries_of(
    tx: Transaction, notified_of: str, endpoint_ids: Sequence[str]
) -> list[MadeDelivery]:
    """Where an alert stands at its endpoints; `notified_of` is what each is notified of once."""
    rows = tx.execute(
        select(deliveries)
        .where(
            deliveries.c.development == notified_of,
            deliveries.c.endpoint_id.in_(endpoint_ids),
        )
        .order_by(deliveries.c.endpoint_id)
    )
    return [_delivery(row) for row in rows]


def _delivery(row: Row[object]) -> MadeDelivery:
    return MadeDelivery(row.endpoint_id, row.state, row.because, row.attempts, row.due_at)
