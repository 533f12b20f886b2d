"""The log of changes of feeds stands where they are, so that both are written as one."""

import sqlalchemy as sa
from alembic import op

from pactwire.edges.store.columns import Moment

revision = "0004_feed_audit"
down_revision = "0003_addresses"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "feed_audit",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_feed_audit"),
    )
    op.create_index("ix_feed_audit_at", "feed_audit", ["at"])


def downgrade() -> None:
    """Remove it."""
    op.drop_table("feed_audit")
