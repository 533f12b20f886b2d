"""A canceled article is known by its reading, whether or not it ever claimed anything."""

import sqlalchemy as sa
from alembic import op

revision = "0009_canceled"
down_revision = "0008_feedback_by_age"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of what was canceled before, everybody was told."""
    op.add_column(
        "readings", sa.Column("canceled", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    """Remove it."""
    op.drop_column("readings", "canceled")
