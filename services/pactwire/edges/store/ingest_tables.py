"""The ingest service's tables: versions of articles that were taken, and where feeds stand."""

from typing import Any

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text

from pactwire.edges.store.columns import Moment, metadata

ID = String(64)


def _copy_received_at(context: Any) -> Any:
    """An article that comes the first time was last seen then."""
    return context.get_current_parameters()["received_at"]


articles = Table(
    "articles",
    metadata,
    Column("article_id", ID, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("content_hash", ID, nullable=False),
    Column("published", Boolean, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("seen_at", Moment, default=_copy_received_at),
    Index(None, "seen_at"),
)
"""One row a version; `published` once the broker has confirmed it, `seen_at` when it last came."""

feeds = Table(
    "feeds",
    metadata,
    Column("url", Text, primary_key=True),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("polled_at", Moment),
)
"""Validators to send to a feed's server, so that it answers only with what is new."""
