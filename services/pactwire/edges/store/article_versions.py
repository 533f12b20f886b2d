"""Queries of ingest: versions of articles, and the validators (ETag, Last-Modified) of feeds."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import bindparam, func, or_, select, update

from pactwire.domain.intake.feed_validators import FeedValidators
from pactwire.edges.store.engine import Transaction
from pactwire.edges.store.given_rows import TEXT, given_rows, select_given
from pactwire.edges.store.ingest_tables import articles, feeds
from pactwire.edges.store.locks import lock_keys
from pactwire.edges.store.upsert import insert_rows, upsert
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


@dataclass(frozen=True)
class VersionRequest:
    """A content that needs a version; `publisher_version` is the publisher's own number."""

    article_id: str
    content_hash: str
    received_at: datetime
    publisher_version: int | None = None


@dataclass
class KnownVersions:
    """The versions of one article, as far as they matter to a batch: decides what is a new one."""

    newest: VersionReservation | None = None
    newest_hash: str = ""
    by_hash: dict[str, VersionReservation] = field(default_factory=dict)
    """The newest version that had these words."""

    def put(self, content_hash: str, version: VersionReservation) -> None:
        """Note a version that is there."""
        held = self.by_hash.get(content_hash)
        if held is None or held.version < version.version:
            self.by_hash[content_hash] = version
        if self.newest is None or self.newest.version < version.version:
            self.newest, self.newest_hash = version, content_hash

    def find(self, request: VersionRequest) -> VersionReservation | None:
        """The version that answers a request; None when it needs a new one.

        Words that were there before make no new version without a higher number: so a page that
        shows two headlines in turn settles, and a feed that still lists a canceled article does
        not bring it back. A number below the newest one's changes nothing.
        """
        newest, number = self.newest, request.publisher_version
        if newest is None:
            return None
        if self.newest_hash == request.content_hash:
            return newest
        if number and number < newest.version:
            return replace(newest, outdated=True)
        if number and number > newest.version:
            return None
        return self.by_hash.get(request.content_hash)

    def add(self, request: VersionRequest) -> VersionReservation:
        """A new version for a request.

        Raises:
            InvalidEvent: the store can't count to it.
        """
        known = self.newest.version if self.newest else 0
        version = max(known + 1, request.publisher_version or 1)
        if version > MAX_VERSION:
            raise InvalidEvent(f"a version is at most {MAX_VERSION:,}", "version")
        reserved = VersionReservation(version, published=False, received_at=request.received_at)
        self.put(request.content_hash, reserved)
        return reserved


_CONTENTS = given_rows("contents", article_id=TEXT, content_hash=TEXT)
_NEWEST = articles.alias("newest")
_NEWEST_VERSION = (
    select(func.max(_NEWEST.c.version))
    .where(_NEWEST.c.article_id == articles.c.article_id)
    .correlate(articles)
    .scalar_subquery()
)
_KNOWN = (
    select(articles)
    .select_from(_CONTENTS)
    .join(articles, articles.c.article_id == _CONTENTS.c.article_id)
    .where(
        or_(
            articles.c.content_hash == _CONTENTS.c.content_hash,
            articles.c.version == _NEWEST_VERSION,
        )
    )
)
_MARK_PUBLISHED = (
    update(articles)
    .where(articles.c.article_id == bindparam("known"), articles.c.version == bindparam("number"))
    .values(published=True)
)


def lock_articles(tx: Transaction, article_ids: Iterable[str]) -> None:
    """Be the only one to reserve versions of these articles until the transaction ends."""
    lock_keys(tx, "article", article_ids)


def reserve_versions(
    tx: Transaction, requests: Sequence[VersionRequest]
) -> list[VersionReservation]:
    """The row of each content: the newest one when the words are the same, else a new version.

    A row that was reserved and never published comes back as it is, so a repeat publishes the
    same event again. The versions are the caller's until its transaction ends.

    Raises:
        InvalidEvent: a version that the store can't count to.
    """
    lock_articles(tx, {one.article_id for one in requests})
    known = _find_known(tx, requests)
    fresh: list[dict[str, object]] = []
    reservations = []
    for request in requests:
        versions = known.setdefault(request.article_id, KnownVersions())
        reserved = versions.find(request)
        if reserved is None:
            reserved = versions.add(request)
            fresh.append(_article_row(request, reserved.version))
        reservations.append(reserved)
    insert_rows(tx, articles, fresh)
    return reservations


def mark_published(tx: Transaction, versions: Collection[tuple[str, int]]) -> None:
    """Mark versions that the broker has confirmed."""
    if versions:
        keys = [{"known": article_id, "number": version} for article_id, version in versions]
        tx.execute(_MARK_PUBLISHED, keys)


def _find_known(tx: Transaction, requests: Sequence[VersionRequest]) -> dict[str, KnownVersions]:
    """The newest version of each article, and those that had the words of a request."""
    contents = [(one.article_id, one.content_hash) for one in requests]
    known: dict[str, KnownVersions] = {}
    for row in select_given(tx, _KNOWN, contents=contents):
        version = VersionReservation(row.version, row.published, row.received_at)
        known.setdefault(row.article_id, KnownVersions()).put(row.content_hash, version)
    return known


def _article_row(request: VersionRequest, version: int) -> dict[str, object]:
    return {
        "article_id": request.article_id,
        "version": version,
        "content_hash": request.content_hash,
        "published": False,
        "received_at": request.received_at,
    }


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
