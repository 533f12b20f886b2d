"""What stories tell, to know other reports of the same; and what was folded into which alert."""

import sqlalchemy as sa
from alembic import op

revision = "0007_happenings"
down_revision = "0006_api"
branch_labels = None
depends_on = None

COLUMNS = ("terms", "folded_because", "report")


def upgrade() -> None:
    """Stories that are there have no terms: they are known by their texts alone."""
    for name in COLUMNS:
        op.add_column("stories", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    op.create_index("ix_stories_alert_id", "stories", ["alert_id"])


def downgrade() -> None:
    """Remove them."""
    op.drop_index("ix_stories_alert_id", "stories")
    for name in COLUMNS:
        op.drop_column("stories", name)
