"""The log of changes of endpoints stands where they are, so that both are written as one."""

import sqlalchemy as sa
from alembic import op

from pactwire.edges.store.columns import Moment

revision = "0004_endpoint_audit"
down_revision = "0003_deliver"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "endpoint_audit",
        sa.Column("entry_id", sa.Integer(), nullable=False),
        sa.Column("at", Moment, nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("key_id", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entry_id", name="pk_endpoint_audit"),
    )
    op.create_index("ix_endpoint_audit_at", "endpoint_audit", ["at"])


def downgrade() -> None:
    """Remove it."""
    op.drop_table("endpoint_audit")
