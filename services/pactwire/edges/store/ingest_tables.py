"""The ingest service's tables: versions of articles that were taken, and where feeds stand."""

from typing import Any

from sqlalchemy import Boolean, Column, Float, Index, Integer, String, Table, Text

from pactwire.edges.store.columns import Moment, make_answer_table, make_audit_table, metadata

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

article_addresses = Table(
    "article_addresses",
    metadata,
    Column("address_id", ID, primary_key=True),
    Column("source_id", ID, primary_key=True),
    Column("article_id", ID, primary_key=True),
    Column("seen_at", Moment, nullable=False),
    Index(None, "seen_at"),
)
"""Where articles that are named by a guid stand: a retraction by address alone finds them."""

feeds = Table(
    "feeds",
    metadata,
    Column("url", Text, primary_key=True),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("polled_at", Moment),
)
"""Validators to send to a feed's server, so that it answers only with what is new."""

feed_subscriptions = Table(
    "feed_subscriptions",
    metadata,
    Column("url", Text, primary_key=True),
    Column("name", Text),
    Column("interval", Float, nullable=False),
    Column("tier", Integer),
    Column("owner", Text),
    Column("language", String(64)),
    Column("added_at", Moment, nullable=False),
)
"""Feeds that were added by command; those of the settings are not here."""

feed_polls = Table(
    "feed_polls",
    metadata,
    Column("url", Text, primary_key=True),
    Column("requested", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("polled_at", Moment),
    Column("next_at", Moment),
    Column("failures", Integer, nullable=False),
    Column("why", Text, nullable=False),
    Column("entries", Integer, nullable=False),
    Column("left_out", Text, nullable=False),
)
"""How the last poll of each feed ended; a poll is asked for by counting `requested` up."""

feed_audit = make_audit_table("feed_audit")
"""Every change of feeds that somebody made, and who it was."""

feed_answers = make_answer_table("feed_answers")
"""Answers to changes of feeds, each written with its change."""
