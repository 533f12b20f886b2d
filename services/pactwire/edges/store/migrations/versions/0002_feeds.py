"""Feeds that are added by command, and how the last poll of each feed ended."""

import sqlalchemy as sa
from alembic import op

from pactwire.edges.store.columns import Moment

revision = "0002_feeds"
down_revision = "0001_ingest"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "feed_subscriptions",
        sa.Column("url", sa.Text, primary_key=True),
        sa.Column("name", sa.Text),
        sa.Column("interval", sa.Float, nullable=False),
        sa.Column("tier", sa.Integer),
        sa.Column("owner", sa.Text),
        sa.Column("language", sa.String(64)),
        sa.Column("added_at", Moment, nullable=False),
    )
    op.create_table(
        "feed_polls",
        sa.Column("url", sa.Text, primary_key=True),
        sa.Column("requested", sa.Integer, nullable=False),
        sa.Column("answered", sa.Integer, nullable=False),
        sa.Column("polled_at", Moment),
        sa.Column("next_at", Moment),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("why", sa.Text, nullable=False),
        sa.Column("entries", sa.Integer, nullable=False),
        sa.Column("left_out", sa.Text, nullable=False),
    )


def downgrade() -> None:
    """Remove the tables."""
    op.drop_table("feed_polls")
    op.drop_table("feed_subscriptions")
