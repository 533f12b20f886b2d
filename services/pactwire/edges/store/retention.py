"""How long rows are kept: each table's rule, and the pruning of what is older, in small steps.

A service prunes its own tables. A step is one short transaction, so that writers wait for none.
"""

import asyncio
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import (
    Column,
    ColumnElement,
    Table,
    and_,
    bindparam,
    delete,
    exists,
    select,
    tuple_,
    update,
)

from pactwire import logs
from pactwire.edges.store.alert_tables import (
    alerts,
    audit_log,
    claims,
    decisions,
    developments,
    feedback,
    kept_answers,
    readings,
    silences,
    stories,
    story_bands,
)
from pactwire.edges.store.columns import Moment
from pactwire.edges.store.delivery_tables import (
    attempts,
    deliveries,
    endpoint_answers,
    endpoint_audit,
    endpoints,
)
from pactwire.edges.store.engine import Store, Transaction, write_transaction
from pactwire.edges.store.given_rows import TEXT, given_rows
from pactwire.edges.store.ingest_tables import (
    article_addresses,
    articles,
    feed_answers,
    feed_audit,
    feeds,
)
from pactwire.errors import PactwireError
from pactwire.metrics import Metrics
from pactwire.settings import RetentionSettings

log = logs.get_logger(__name__)

STEP_ROWS = 500
"""Rows of one step at most."""
STEP_PAUSE = 0.05
"""Seconds between two steps, for those who wait for the store."""
REMEMBER_STEP = timedelta(hours=1)
"""How much later an article must come again to be noted as seen again."""


@dataclass(frozen=True)
class RetentionRule:
    """Which rows of a table go when they are old; its name is the setting and the label."""

    name: str
    table: Table
    moment: Column[datetime]
    """What a row's age is counted from."""
    only: ColumnElement[bool] | None = None
    """Rows that may go; all when left out."""
    along: Sequence[Table] = field(default_factory=tuple)
    """Tables whose rows of the same key go with them."""


_HAS_RECEIVER = exists().where(
    endpoints.c.endpoint_id == deliveries.c.endpoint_id, endpoints.c.enabled
)

INGEST_RULES = (
    RetentionRule("articles", articles, articles.c.seen_at),
    RetentionRule("addresses", article_addresses, article_addresses.c.seen_at),
    RetentionRule("feeds", feeds, feeds.c.polled_at),
    RetentionRule("audit", feed_audit, feed_audit.c.at),
    RetentionRule("kept_answers", feed_answers, feed_answers.c.at),
)
ALERT_RULES = (
    RetentionRule("stories", stories, stories.c.seen_at, along=(story_bands,)),
    RetentionRule("readings", readings, readings.c.read_at),
    RetentionRule("claims", claims, claims.c.judged_at),
    RetentionRule("decisions", decisions, decisions.c.decided_at),
    RetentionRule("mention_alerts", alerts, alerts.c.alerted_at, alerts.c.kind == "mentioned"),
    RetentionRule("alerts", alerts, alerts.c.alerted_at, alerts.c.kind == "changed"),
    RetentionRule("developments", developments, developments.c.occurred_at),
    RetentionRule("silences", silences, silences.c.until),
    RetentionRule("feedback", feedback, feedback.c.given_at),
    RetentionRule("audit", audit_log, audit_log.c.at),
    RetentionRule("kept_answers", kept_answers, kept_answers.c.at),
)
DELIVER_RULES = (
    RetentionRule("attempts", attempts, attempts.c.attempted_at, attempts.c.published),
    RetentionRule(
        "deliveries", deliveries, deliveries.c.finished_at, deliveries.c.state != "pending"
    ),
    RetentionRule(
        "waiting_deliveries",
        deliveries,
        deliveries.c.created_at,
        and_(deliveries.c.state == "pending", ~_HAS_RECEIVER),
    ),
    RetentionRule("audit", endpoint_audit, endpoint_audit.c.at),
    RetentionRule("kept_answers", endpoint_answers, endpoint_answers.c.at),
)


_IDS = given_rows("ids", id=TEXT)
_REMEMBER = (
    update(articles)
    .where(
        articles.c.article_id.in_(select(_IDS.c.id)),
        articles.c.seen_at < bindparam("long_ago", type_=Moment()),
    )
    .values(seen_at=bindparam("at"))
)


@dataclass(frozen=True)
class Pruner:
    """Prunes the tables of one service while it runs."""

    store: Store
    rules: Sequence[RetentionRule]
    retention: RetentionSettings
    now: Callable[[], datetime]
    metrics: Metrics

    async def run(self, stop: asyncio.Event) -> None:
        """Prune every `retention.interval` seconds until `stop`; what fails is tried again then."""
        while not stop.is_set():
            try:
                await self.prune_all(stop)
            except PactwireError as error:
                log.warning("store.not_pruned", reason=str(error))
            await _wait(stop, self.retention.interval)

    async def prune_all(self, stop: asyncio.Event) -> None:
        """Delete all that is too old now.

        Raises:
            PactwireError: the store is away.
        """
        for rule in self.rules:
            total, pruned = 0, STEP_ROWS
            before = self.now() - find_age(rule, self.retention)
            while pruned == STEP_ROWS and not stop.is_set():
                pruned = await asyncio.to_thread(self._take_step, rule, before)
                total += pruned
                self.metrics.pruned.labels(rule.name).inc(pruned)
                await _wait(stop, STEP_PAUSE)
            if total:
                log.info("store.pruned", rule=rule.name, rows=total, before=before.isoformat())

    def _take_step(self, rule: RetentionRule, before: datetime) -> int:
        with write_transaction(self.store) as tx:
            return prune_step(tx, rule, before, STEP_ROWS)


def find_age(rule: RetentionRule, retention: RetentionSettings) -> timedelta:
    """How old a row of the rule may become."""
    return timedelta(days=getattr(retention, rule.name))


def prune_step(tx: Transaction, rule: RetentionRule, before: datetime, limit: int) -> int:
    """Delete up to `limit` rows older than `before`, the oldest first; gives how many."""
    keys = list(rule.table.primary_key.columns)
    old = rule.moment < before
    statement = (
        select(*keys)
        .where(old if rule.only is None else and_(old, rule.only))
        .order_by(rule.moment)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = [tuple(row) for row in tx.execute(statement)]
    if found:
        for table in (*rule.along, rule.table):
            same = tuple_(*(table.c[key.name] for key in keys)).in_(found)
            tx.execute(delete(table).where(same))
    return len(found)


def remember_articles(tx: Transaction, article_ids: Collection[str], at: datetime) -> None:
    """Note that articles were sent again: what a feed still lists is not forgotten."""
    if article_ids:
        given = {"ids": [(one,) for one in article_ids], "long_ago": at - REMEMBER_STEP, "at": at}
        tx.execute(_REMEMBER, given)


async def _wait(stop: asyncio.Event, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await stop.wait()
