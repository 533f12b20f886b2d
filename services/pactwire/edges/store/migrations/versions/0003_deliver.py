"""One index less: what finds unpublished attempts is the begin of another."""

from alembic import op

revision = "0003_deliver"
down_revision = "0002_delivery"
branch_labels = None
depends_on = "0002_retention"


def upgrade() -> None:
    """Remove it."""
    op.drop_index("ix_attempts_published", "attempts")


def downgrade() -> None:
    """Make it again."""
    op.create_index("ix_attempts_published", "attempts", ["published"])
