"""Answers to changes of feeds stand where those are, so that both are written as one."""

import sqlalchemy as sa
from alembic import op

from pactwire.edges.store.columns import Moment

revision = "0005_feed_answers"
down_revision = "0004_feed_audit"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "feed_answers",
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("request_hash", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("key_id", "idempotency_key", name="pk_feed_answers"),
    )
    op.create_index("ix_feed_answers_at", "feed_answers", ["at"])


def downgrade() -> None:
    """Remove it."""
    op.drop_table("feed_answers")
