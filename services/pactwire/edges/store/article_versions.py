"""Queries of ingest: versions of articles, and the validators (ETag, Last-Modified) of feeds."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select, update

from pactwire.domain.intake.feed_validators import FeedValidators
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.ingest_tables import articles, feeds
from pactwire.edges.store.locks import lock_keys
from pactwire.edges.store.upsert import upsert
from pactwire.errors import InvalidEvent

MAX_VERSION = 2**31 - 1
"""What the column holds on every store."""


@dataclass(frozen=True)
class VersionReservation:
    """The version an article has, and whether the broker already has it."""

    version: int
    published: bool
    received_at: datetime
    outdated: bool = False
    """True when the content is an older version than this one, and changes nothing."""


def lock_articles(tx: Transaction, article_ids: Iterable[str]) -> None:
    """Be the only one to reserve versions of these articles until the transaction ends."""
    lock_keys(tx, "article", article_ids)


def reserve_version(
    tx: Transaction,
    article_id: str,
    content_hash: str,
    received_at: datetime,
    publisher_version: int | None = None,
) -> VersionReservation:
    """The row of this content: the newest one when the words are the same, else a new version.

    A row that was reserved and never published comes back as it is, so a repeat publishes the
    same event again. `publisher_version` is the publisher's own number; one older than the newest
    that is known changes nothing. The version is the caller's until its transaction ends.

    Raises:
        InvalidEvent: a version that the store can't count to.
    """
    lock_articles(tx, [article_id])
    of_article = select(articles).where(articles.c.article_id == article_id)
    newest = tx.execute(of_article.order_by(articles.c.version.desc()).limit(1)).first()
    known = newest.version if newest else 0
    if newest and newest.content_hash == content_hash:
        return VersionReservation(newest.version, newest.published, newest.received_at)
    if newest and publisher_version and publisher_version < known:
        return VersionReservation(known, newest.published, newest.received_at, outdated=True)
    if repeat := _find_repeat(tx, article_id, content_hash, known, publisher_version):
        return repeat
    version = max(known + 1, publisher_version or 1)
    if version > MAX_VERSION:
        raise InvalidEvent(f"a version is at most {MAX_VERSION:,}", "version")
    row = {
        "article_id": article_id,
        "version": version,
        "content_hash": content_hash,
        "published": False,
        "received_at": received_at,
    }
    tx.execute(insert(articles).values(row))
    return VersionReservation(version, published=False, received_at=received_at)


def _find_repeat(
    tx: Transaction,
    article_id: str,
    content_hash: str,
    known: int,
    publisher_version: int | None,
) -> VersionReservation | None:
    """The version that had these words before: without a higher number they make no new one.

    So a page that shows two headlines in turn settles, and a feed that still lists a canceled
    article does not bring it back.
    """
    if publisher_version and publisher_version > known:
        return None
    row = tx.execute(
        select(articles)
        .where(articles.c.article_id == article_id, articles.c.content_hash == content_hash)
        .order_by(articles.c.version.desc())
        .limit(1)
    ).first()
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
    upsert(tx, feeds, [{"url": url, **values}])
