"""Feedback is found by its age, to be pruned like everything else that grows."""

from alembic import op

revision = "0008_feedback_by_age"
down_revision = "0007_happenings"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index."""
    op.create_index("ix_feedback_given_at", "feedback", ["given_at"])


def downgrade() -> None:
    """Remove it."""
    op.drop_index("ix_feedback_given_at", "feedback")
