"""The ingest service's tables: versions of articles that were taken, and where feeds stand."""

from sqlalchemy import Boolean, Column, Integer, String, Table, Text

from pactwire.edges.store.columns import Moment, metadata

ID = String(64)

articles = Table(
    "articles",
    metadata,
    Column("article_id", ID, primary_key=True),
    Column("version", Integer, primary_key=True),
    Column("content_hash", ID, nullable=False),
    Column("published", Boolean, nullable=False),
    Column("received_at", Moment, nullable=False),
)
"""One row a version; `published` once the broker has confirmed it."""

feeds = Table(
    "feeds",
    metadata,
    Column("url", Text, primary_key=True),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("polled_at", Moment),
)
"""Validators to send to a feed's server, so that it answers only with what is new."""
