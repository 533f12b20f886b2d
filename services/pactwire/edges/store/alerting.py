"""Queries of matching and notifying: article claims, decisions, alerts, stories."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import insert, select

from pactwire.domain.alerting.dedup import COPY_WINDOW, AlertDecision, KnownStory
from pactwire.domain.text.minhash import lsh_bands
from pactwire.edges.store.alert_tables import alerts, decisions, readings, stories, story_bands
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.locks import lock_keys
from pactwire.edges.store.upsert import next_sequence, upsert
from pactwire_schemas import Alert, Match, MembershipClaim

CLAIMS: TypeAdapter[tuple[MembershipClaim, ...]] = TypeAdapter(tuple[MembershipClaim, ...])


MAX_COMPARED_STORIES = 200
"""Stories that share a band with a new one and are compared with it, at most."""


@dataclass(frozen=True)
class StoredClaims:
    """What the newest version of an article claims, and what that version took back."""

    version: int
    claims: tuple[MembershipClaim, ...]
    withdrawn: tuple[MembershipClaim, ...]


def lock_articles(tx: Transaction, article_ids: Iterable[str]) -> None:
    """Be the only one to compare versions of these articles until the transaction ends."""
    lock_keys(tx, "reading", article_ids)


def lock_watches(tx: Transaction, watch_ids: Iterable[str]) -> None:
    """Be the only one to decide on matches of these watches until the transaction ends."""
    lock_keys(tx, "decision", watch_ids)


def find_article_claims(tx: Transaction, article_id: str) -> StoredClaims | None:
    """The claims of the newest version that was matched; locked by a writing transaction."""
    lock_articles(tx, [article_id])
    row = tx.execute(select(readings).where(readings.c.article_id == article_id)).first()
    if row is None:
        return None
    return StoredClaims(
        row.version, CLAIMS.validate_json(row.claims), CLAIMS.validate_json(row.withdrawn)
    )


def save_article_claims(
    tx: Transaction, article_id: str, claims: StoredClaims, at: datetime
) -> None:
    """Replace the claims of an article by those of its newest version."""
    row = {
        "article_id": article_id,
        "version": claims.version,
        "claims": CLAIMS.dump_json(claims.claims, exclude_none=True).decode(),
        "withdrawn": CLAIMS.dump_json(claims.withdrawn, exclude_none=True).decode(),
        "read_at": at,
    }
    upsert(tx, readings, [row])


def find_decision(tx: Transaction, match_id: str) -> tuple[str, Alert | None] | None:
    """The earlier decision on a match and its alert; None when it is new."""
    row = tx.execute(
        select(decisions.c.decision, decisions.c.alert_id).where(decisions.c.match_id == match_id)
    ).first()
    if row is None:
        return None
    return row.decision, (_find_alert(tx, row.alert_id) if row.alert_id else None)


def list_change_alerts(tx: Transaction, watch_id: str, change_id: str) -> list[Alert]:
    """The alerts of a watch on a change or a story, oldest first."""
    statement = (
        select(alerts.c.body)
        .where(alerts.c.watch_id == watch_id, alerts.c.change_id == change_id)
        .order_by(alerts.c.sequence)
    )
    return [Alert.model_validate_json(body) for body in tx.execute(statement).scalars()]


def list_mention_alerts(tx: Transaction, article_id: str) -> list[Alert]:
    """Alerts of any watch that an article's mentions made, each watch's oldest first."""
    statement = (
        select(alerts.c.body)
        .where(alerts.c.article_id == article_id, alerts.c.kind == "mentioned")
        .order_by(alerts.c.watch_id, alerts.c.sequence)
    )
    return [Alert.model_validate_json(body) for body in tx.execute(statement).scalars()]


def find_similar_stories(
    tx: Transaction, watch_id: str, content_hash: str, signature: bytes, at: datetime
) -> Iterator[KnownStory]:
    """The stories a watch knows that may be the same: the same text, then those alike in a band.

    `at` is when the story was matched; its copies are within `COPY_WINDOW` of it, either way.
    """
    known = (
        select(stories)
        .where(
            stories.c.watch_id == watch_id,
            stories.c.seen_at >= at - COPY_WINDOW,
            stories.c.seen_at <= at + COPY_WINDOW,
        )
        .order_by(stories.c.seen_at.desc(), stories.c.article_id)
    )
    same = known.where(stories.c.content_hash == content_hash).limit(1)
    sharing = select(story_bands.c.article_id).where(
        story_bands.c.watch_id == watch_id, story_bands.c.band.in_(lsh_bands(signature))
    )
    alike = known.where(stories.c.article_id.in_(sharing)).limit(MAX_COMPARED_STORIES)
    for statement in (same, alike):
        for row in tx.execute(statement):
            yield KnownStory(row.article_id, row.content_hash, row.signature, row.alert_id)


def save_decision(tx: Transaction, match: Match, decision: AlertDecision, at: datetime) -> None:
    """Insert the decision on a match, its alert, and its story."""
    alert = decision.alert
    row = {
        "match_id": match.match_id,
        "watch_id": match.watch.watch_id,
        "decision": decision.reason,
        "because": decision.because,
        "alert_id": alert.alert_id if alert else None,
        "decided_at": at,
    }
    tx.execute(insert(decisions).values(row))
    if alert:
        sequence = next_sequence(
            tx, alerts, watch_id=alert.watch.watch_id, change_id=decision.change_id
        )
        tx.execute(
            insert(alerts).values({**_alert_row(alert, decision.change_id), "sequence": sequence})
        )
    if decision.story:
        _save_story(tx, match.watch.watch_id, decision.story, match.matched_at)


def list_decisions(tx: Transaction, watch_id: str) -> Sequence[tuple[str, str]]:
    """The decisions on a watch's matches with their explanations, oldest first."""
    statement = (
        select(decisions.c.decision, decisions.c.because)
        .where(decisions.c.watch_id == watch_id)
        .order_by(decisions.c.decided_at)
    )
    return [(row.decision, row.because) for row in tx.execute(statement)]


def _find_alert(tx: Transaction, alert_id: str) -> Alert | None:
    body = tx.execute(select(alerts.c.body).where(alerts.c.alert_id == alert_id)).scalar()
    return Alert.model_validate_json(body) if body else None


def _alert_row(alert: Alert, change_id: str) -> dict[str, object]:
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


def _save_story(tx: Transaction, watch_id: str, story: KnownStory, at: datetime) -> None:
    row = {
        "watch_id": watch_id,
        "article_id": story.article_id,
        "content_hash": story.content_hash,
        "signature": story.signature,
        "alert_id": story.alert_id,
        "seen_at": at,
    }
    upsert(tx, stories, [row])
    band_rows = [
        {"watch_id": watch_id, "band": band, "article_id": story.article_id}
        for band in dict.fromkeys(lsh_bands(story.signature))
    ]
    upsert(tx, story_bands, band_rows)
