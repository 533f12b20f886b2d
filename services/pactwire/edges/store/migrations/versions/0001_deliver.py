"""The deliver service's tables, as they were first."""

import sqlalchemy as sa
from alembic import op

from pactwire.edges.store.columns import Moment

revision = "0001_deliver"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    endpoints()
    deliveries()
    attempts()


def endpoints() -> None:
    """Where webhooks go."""
    op.create_table(
        "endpoints",
        sa.Column("endpoint_id", sa.String(64), primary_key=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("previous_secret", sa.Text),
        sa.Column("previous_until", Moment),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("disabled_because", sa.Text),
        sa.Column("failing_since", Moment),
        sa.Column("created_at", Moment, nullable=False),
    )


def deliveries() -> None:
    """What is to be sent, and was."""
    op.create_table(
        "deliveries",
        sa.Column("delivery_id", sa.String(64), primary_key=True),
        sa.Column("endpoint_id", sa.String(64), nullable=False),
        sa.Column("alert_id", sa.String(64), nullable=False),
        sa.Column("development", sa.String(160), nullable=False),
        sa.Column("also", sa.Text, nullable=False, server_default="[]"),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("because", sa.Text, nullable=False, server_default=""),
        sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
        sa.Column("due_at", Moment),
        sa.Column("leased_until", Moment),
        sa.Column("alerted_at", Moment, nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.Column("finished_at", Moment),
        sa.UniqueConstraint(
            "endpoint_id", "development", name="uq_deliveries_endpoint_id_development"
        ),
    )
    op.create_index("ix_deliveries_state_due_at", "deliveries", ["state", "due_at"])


def attempts() -> None:
    """Every attempt."""
    op.create_table(
        "attempts",
        sa.Column("delivery_id", sa.String(64), primary_key=True),
        sa.Column("attempt", sa.Integer, primary_key=True),
        sa.Column("endpoint_id", sa.String(64), nullable=False),
        sa.Column("outcome", sa.String(16), nullable=False),
        sa.Column("status_code", sa.Integer),
        sa.Column("duration_seconds", sa.Float, nullable=False),
        sa.Column("error", sa.Text),
        sa.Column("attempted_at", Moment, nullable=False),
        sa.Column("published", sa.Boolean, nullable=False),
        sa.Column("body", sa.Text, nullable=False),
    )
    op.create_index(
        "ix_attempts_endpoint_id_attempted_at", "attempts", ["endpoint_id", "attempted_at"]
    )
    op.create_index("ix_attempts_published", "attempts", ["published"])


def downgrade() -> None:
    """Remove the tables."""
    for table in ("attempts", "deliveries", "endpoints"):
        op.drop_table(table)
