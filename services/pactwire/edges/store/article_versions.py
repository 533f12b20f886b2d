"""Queries of ingest: versions of articles, and the validators (ETag, Last-Modified) of feeds."""

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
class VersionReservation:
    """The version an article has, and whether the broker already has it."""

    version: int
    published: bool
    received_at: datetime


def reserve_version(
    tx: Transaction,
    article_id: str,
    content_hash: str,
    received_at: datetime,
    publisher_version: int | None = None,
) -> VersionReservation:
    """The row of this content: the newest one when the words are the same, else a new version.

    A row that was reserved and never published comes back as it is, so a repeat publishes the
    same event again. `publisher_version` is the publisher's own number; one
    older than the newest that is known changes nothing. Without a number that is higher, words
    that were a version before are no new one: a page that shows two headlines in turn settles,
    and a feed that still lists a canceled article does not bring it back.

    Raises:
        Retryable: another process took the same version at this moment.
    """
    newest = _find_newest(tx, article_id)
    known = newest.version if newest else 0
    claimed = publisher_version or known
    if newest and claimed < known:
        return newest
    same = _find_newest(tx, article_id, content_hash)
    if same and (same == newest or claimed == known):
        return same
    version = max(known + 1, claimed)
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
    return VersionReservation(version, published=False, received_at=received_at)


def _find_newest(
    tx: Transaction, article_id: str, content_hash: str | None = None
) -> VersionReservation | None:
    """The newest version of an article, or the newest with these words."""
    statement = select(articles).where(articles.c.article_id == article_id)
    if content_hash:
        statement = statement.where(articles.c.content_hash == content_hash)
    row = tx.execute(statement.order_by(articles.c.version.desc()).limit(1)).first()
    return VersionReservation(row.version, row.published, row.received_at) if row else None


def mark_published(tx: Transaction, versions: Iterable[tuple[str, int]]) -> None:
    """Mark versions that the broker has confirmed."""
    for article_id, version in versions:
        tx.execute(
            update(articles)
            .where(articles.c.article_id == article_id, articles.c.version == version)
            .values(published=True)
        )


def load_feed_validators(tx: Transaction, url: str) -> FeedValidators:
    """The validators that the feed's server sent last time."""
    row = tx.execute(select(feeds).where(feeds.c.url == url)).first()
    return FeedValidators(row.etag, row.last_modified) if row else FeedValidators()


def save_feed_validators(
    tx: Transaction, url: str, state: FeedValidators, polled_at: datetime
) -> None:
    """Save the validators that the feed's server sent this time."""
    values = {"etag": state.etag, "last_modified": state.last_modified, "polled_at": polled_at}
    changed = tx.execute(update(feeds).where(feeds.c.url == url).values(values))
    if not changed.rowcount:
        tx.execute(insert(feeds).values({"url": url, **values}))
