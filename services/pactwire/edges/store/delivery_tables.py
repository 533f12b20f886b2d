"""The deliver service's tables: endpoints, deliveries, and every attempt."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from pactwire.edges.store.columns import Moment, make_answer_table, make_audit_table, metadata

ID = String(64)
FREE = text("state = 'pending' AND leased_by IS NULL")
"""What may be leased; statements must say it in these words for the index of that name to serve."""
LEASED = text("leased_by IS NOT NULL")

endpoints = Table(
    "endpoints",
    metadata,
    Column("endpoint_id", ID, primary_key=True),
    Column("url", Text, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("disabled_because", Text),
    Column("failing_since", Moment),
    Column("last_attempt_at", Moment),
    Column("last_error", Text),
    Column("created_at", Moment, nullable=False),
)
"""Where webhooks go, and how the last attempt there ended."""

endpoint_secrets = Table(
    "endpoint_secrets",
    metadata,
    Column("endpoint_id", ID, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("secret", Text, nullable=False),
    Column("replaced_at", Moment),
)
"""What signs for an endpoint, encrypted; the one with the highest number has no `replaced_at`."""

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
    Column("leased_by", String(32)),
    Column("alerted_at", Moment, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("finished_at", Moment),
    UniqueConstraint("endpoint_id", "development"),
    Index(None, "finished_at"),
    Index(None, "state", "created_at"),
    Index("ix_deliveries_free", "endpoint_id", "due_at", sqlite_where=FREE, postgresql_where=FREE),
    Index("ix_deliveries_leased", "leased_by", sqlite_where=LEASED, postgresql_where=LEASED),
)
"""One row an endpoint and development (or article alert); pending until it is done for good."""

delivery_workers = Table(
    "delivery_workers",
    metadata,
    Column("worker_id", String(32), primary_key=True),
    Column("beat", BigInteger, nullable=False),
)
"""Processes that hold leases; one whose beat stands still is dead, whatever any clock says."""

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
    Index(None, "published", "attempted_at"),
)
"""Every POST and how it ended; `published` once it is on `news.deliveries.v1`."""

endpoint_audit = make_audit_table("endpoint_audit")
"""Every change of endpoints that somebody made, and who it was."""

endpoint_answers = make_answer_table("endpoint_answers")
"""Answers to changes of endpoints, each written with its change."""
