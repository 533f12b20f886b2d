"""The deliver service's tables: endpoints, deliveries, and every attempt."""

from sqlalchemy import Boolean, Column, Float, Index, Integer, String, Table, Text, UniqueConstraint

from pactwire.edges.store.columns import Moment, metadata

ID = String(64)

endpoints = Table(
    "endpoints",
    metadata,
    Column("endpoint_id", ID, primary_key=True),
    Column("url", Text, nullable=False),
    Column("secret", Text, nullable=False),
    Column("previous_secret", Text),
    Column("previous_until", Moment),
    Column("enabled", Boolean, nullable=False),
    Column("disabled_because", Text),
    Column("failing_since", Moment),
    Column("created_at", Moment, nullable=False),
)
"""Where webhooks go. The secret is needed to sign, so it is kept as it is."""

deliveries = Table(
    "deliveries",
    metadata,
    Column("delivery_id", ID, primary_key=True),
    Column("endpoint_id", ID, nullable=False),
    Column("alert_id", ID, nullable=False),
    Column("development", String(160), nullable=False),
    Column("also", Text, nullable=False, server_default="[]"),
    Column("body", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("because", Text, nullable=False, server_default=""),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("due_at", Moment),
    Column("leased_until", Moment),
    Column("alerted_at", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("finished_at", Moment),
    UniqueConstraint("endpoint_id", "development"),
    Index(None, "finished_at"),
    Index(None, "state", "due_at"),
)
"""One row an endpoint and development (or article alert); pending until it is done for good."""

attempts = Table(
    "attempts",
    metadata,
    Column("delivery_id", ID, primary_key=True),
    Column("attempt", Integer, primary_key=True),
    Column("endpoint_id", ID, nullable=False),
    Column("outcome", String(16), nullable=False),
    Column("status_code", Integer),
    Column("duration_seconds", Float, nullable=False),
    Column("error", Text),
    Column("attempted_at", Moment, nullable=False),
    Column("published", Boolean, nullable=False),
    Column("body", Text, nullable=False),
    Index(None, "endpoint_id", "attempted_at"),
    Index(None, "published"),
    Index(None, "published", "attempted_at"),
)
"""Every POST and how it ended; `published` once it is on `news.deliveries.v1`."""
