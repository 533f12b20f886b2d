"""What matching and notifying ask of the store: readings, decisions, alerts, stories."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import insert, select

from pactwire.domain.alerting.dedup import Decision, Story
from pactwire.domain.text.minhash import bands
from pactwire.edges.store.alert_tables import alerts, decisions, readings, stories, story_bands
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.upsert import upsert
from pactwire_schemas import Alert, Match, MembershipClaim

CLAIMS: TypeAdapter[tuple[MembershipClaim, ...]] = TypeAdapter(tuple[MembershipClaim, ...])


MOST_STORIES = 200
"""Stories that share a band with a new one and are compared with it, at most."""


@dataclass(frozen=True)
class Reading:
    """What the newest version of an article claims, and what that version took back."""

    version: int
    claims: tuple[MembershipClaim, ...]
    withdrawn: tuple[MembershipClaim, ...]


def reading_of(tx: Transaction, article_id: str) -> Reading | None:
    """What was read out of an article last."""
    row = tx.execute(select(readings).where(readings.c.article_id == article_id)).first()
    if row is None:
        return None
    return Reading(
        row.version, CLAIMS.validate_json(row.claims), CLAIMS.validate_json(row.withdrawn)
    )


def keep_reading(tx: Transaction, article_id: str, reading: Reading, at: datetime) -> None:
    """Remember what an article says now."""
    row = {
        "article_id": article_id,
        "version": reading.version,
        "claims": CLAIMS.dump_json(reading.claims, exclude_none=True).decode(),
        "withdrawn": CLAIMS.dump_json(reading.withdrawn, exclude_none=True).decode(),
        "read_at": at,
    }
    upsert(tx, readings, [row])


def decided(tx: Transaction, match_id: str) -> tuple[str, Alert | None] | None:
    """What became of a match the first time, if it came before: the decision and its alert."""
    row = tx.execute(
        select(decisions.c.decision, decisions.c.alert_id).where(decisions.c.match_id == match_id)
    ).first()
    if row is None:
        return None
    return row.decision, (_alert(tx, row.alert_id) if row.alert_id else None)


def told(tx: Transaction, watch_id: str, change_id: str) -> list[Alert]:
    """The alerts a watch had on a change or a story, oldest first."""
    statement = (
        select(alerts.c.body)
        .where(alerts.c.watch_id == watch_id, alerts.c.change_id == change_id)
        .order_by(alerts.c.alerted_at, alerts.c.alert_id)
    )
    return [Alert.model_validate_json(body) for body in tx.execute(statement).scalars()]


def told_of_article(tx: Transaction, article_id: str) -> list[Alert]:
    """Alerts of any watch that an article's mentions made."""
    statement = (
        select(alerts.c.body)
        .where(alerts.c.article_id == article_id, alerts.c.kind == "mentioned")
        .order_by(alerts.c.alerted_at, alerts.c.alert_id)
    )
    return [Alert.model_validate_json(body) for body in tx.execute(statement).scalars()]


def stories_of(
    tx: Transaction, watch_id: str, content_hash: str, signature: bytes, since: datetime
) -> Iterator[Story]:
    """The stories a watch knows that may be the same: the same text, then those alike in a band."""
    known = (
        select(stories)
        .where(stories.c.watch_id == watch_id, stories.c.seen_at >= since)
        .order_by(stories.c.seen_at.desc())
    )
    same = known.where(stories.c.content_hash == content_hash).limit(1)
    sharing = select(story_bands.c.article_id).where(
        story_bands.c.watch_id == watch_id, story_bands.c.band.in_(bands(signature))
    )
    alike = known.where(stories.c.article_id.in_(sharing)).limit(MOST_STORIES)
    for statement in (same, alike):
        for row in tx.execute(statement):
            yield Story(row.article_id, row.content_hash, row.signature, row.alert_id)


def keep_decision(tx: Transaction, match: Match, decision: Decision, at: datetime) -> None:
    """Write down what became of a match, its alert, and the story it tells."""
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
        tx.execute(insert(alerts).values(_columns(alert, decision.change_id)))
    if decision.story:
        _keep_story(tx, match.watch.watch_id, decision.story, at)


def decisions_of(tx: Transaction, watch_id: str) -> Sequence[tuple[str, str]]:
    """What became of a watch's matches, and why; oldest first."""
    statement = (
        select(decisions.c.decision, decisions.c.because)
        .where(decisions.c.watch_id == watch_id)
        .order_by(decisions.c.decided_at)
    )
    return [(row.decision, row.because) for row in tx.execute(statement)]


def _alert(tx: Transaction, alert_id: str) -> Alert | None:
    body = tx.execute(select(alerts.c.body).where(alerts.c.alert_id == alert_id)).scalar()
    return Alert.model_validate_json(body) if body else None


def _columns(alert: Alert, change_id: str) -> dict[str, object]:
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


def _keep_story(tx: Transaction, watch_id: str, story: Story, at: datetime) -> None:
    row = {
        "watch_id": watch_id,
        "article_id": story.article_id,
        "content_hash": story.content_hash,
        "signature": story.signature,
        "alert_id": story.alert_id,
        "seen_at": at,
    }
    upsert(tx, stories, [row])
    pieces = [
        {"watch_id": watch_id, "band": band, "article_id": story.article_id}
        for band in dict.fromkeys(bands(story.signature))
    ]
    upsert(tx, story_bands, pieces)
