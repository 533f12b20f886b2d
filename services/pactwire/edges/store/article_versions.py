"""What ingest asks of the store: the version of an article, and what a feed was last told."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from pactwire.domain.intake.feed_validators import FeedValidators
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.ingest_tables import articles, feeds
from pactwire.errors import Retryable


@dataclass(frozen=True)
class Reservation:
    """The version an article has, and whether the broker already has it."""

    version: int
    published: bool
    received_at: datetime


def reserve(
    tx: Transaction,
    article_id: str,
    content_hash: str,
    received_at: datetime,
    given: int | None = None,
) -> Reservation:
    """The row of this content: the newest one when the words are the same, else a new version.

    A row that was reserved and never published comes back as it is, so a repeat publishes the
    same event again. `given` is the publisher's own version; one older than the newest that is
    known changes nothing.

    Raises:
        Retryable: another process took the same version at this moment.
    """
    newest = tx.execute(
        select(articles)
        .where(articles.c.article_id == article_id)
        .order_by(articles.c.version.desc())
        .limit(1)
    ).first()
    known = newest.version if newest else 0
    if newest and (newest.content_hash == content_hash or (given or known) < known):
        return Reservation(newest.version, newest.published, newest.received_at)
    version = max(known + 1, given or 1)
    row = {
        "article_id": article_id,
        "version": version,
        "content_hash": content_hash,
        "published": False,
        "received_at": received_at,
    }
    try:
        tx.execute(insert(articles).values(row))
    except IntegrityError as error:
        raise Retryable("another process took this version of the article just now") from error
    return Reservation(version, published=False, received_at=received_at)


def mark_published(tx: Transaction, versions: Iterable[tuple[str, int]]) -> None:
    """Remember what the broker has confirmed."""
    for article_id, version in versions:
        tx.execute(
            update(articles)
            .where(articles.c.article_id == article_id, articles.c.version == version)
            .values(published=True)
        )


def feed_state(tx: Transaction, url: str) -> FeedValidators:
    """What the feed's server said last time."""
    row = tx.execute(select(feeds).where(feeds.c.url == url)).first()
    return FeedValidators(row.etag, row.last_modified) if row else FeedValidators()


def remember_feed(tx: Transaction, url: str, state: FeedValidators, polled_at: datetime) -> None:
    """Keep what the feed's server said this time."""
    values = {"etag": state.etag, "last_modified": state.last_modified, "polled_at": polled_at}
    changed = tx.execute(update(feeds).where(feeds.c.url == url).values(values))
    if not changed.rowcount:
        tx.execute(insert(feeds).values({"url": url, **values}))
