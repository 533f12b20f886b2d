"""What pruning needs: when an article was last sent, and an index on the age of each table."""

import sqlalchemy as sa
from alembic import op

from pactwire.edges.store.columns import Moment

revision = "0002_retention"
down_revision = None
branch_labels = None
depends_on = ("0001_alert", "0001_deliver", "0001_ingest")

AGES = {
    "articles": ("seen_at",),
    "stories": ("seen_at",),
    "story_bands": ("watch_id", "article_id"),
    "readings": ("read_at",),
    "claims": ("judged_at",),
    "decisions": ("decided_at",),
    "alerts": ("kind", "alerted_at"),
    "developments": ("occurred_at",),
    "attempts": ("published", "attempted_at"),
    "deliveries": ("finished_at",),
}
"""The columns that find old rows, or the parts of a row that is pruned."""


def upgrade() -> None:
    """Articles that are there were last seen when they came."""
    op.add_column("articles", sa.Column("seen_at", Moment))
    op.execute("UPDATE articles SET seen_at = received_at")
    for table, columns in AGES.items():
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def downgrade() -> None:
    """Remove column and indexes."""
    for table, columns in AGES.items():
        op.drop_index(f"ix_{table}_{'_'.join(columns)}", table)
    op.drop_column("articles", "seen_at")
