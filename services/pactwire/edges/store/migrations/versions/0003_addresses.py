"""Addresses of articles that are named by a guid: a retraction by address finds them."""

import sqlalchemy as sa
from alembic import op

from pactwire.edges.store.columns import Moment

revision = "0003_addresses"
down_revision = "0002_feeds"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table; articles that are there are found by their guid alone."""
    op.create_table(
        "article_addresses",
        sa.Column("address_id", sa.String(64), primary_key=True),
        sa.Column("source_id", sa.String(64), primary_key=True),
        sa.Column("article_id", sa.String(64), primary_key=True),
        sa.Column("seen_at", Moment, nullable=False),
    )
    op.create_index("ix_article_addresses_seen_at", "article_addresses", ["seen_at"])


def downgrade() -> None:
    """Remove the table."""
    op.drop_table("article_addresses")
