"""Where an alert stands: sent, held until a moment, or suppressed and why; and silences."""

import sqlalchemy as sa
from alembic import op

from pactwire.edges.store.columns import Moment

revision = "0004_calm"
down_revision = "0003_alert"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Alerts that are there were sent when they were made."""
    op.add_column(
        "alerts", sa.Column("state", sa.String(16), nullable=False, server_default="sent")
    )
    op.add_column(
        "alerts", sa.Column("state_because", sa.Text(), nullable=False, server_default="")
    )
    op.add_column("alerts", sa.Column("due_at", Moment))
    op.add_column("alerts", sa.Column("sent_at", Moment))
    op.execute("UPDATE alerts SET sent_at = alerted_at")
    op.create_index("ix_alerts_state_due_at", "alerts", ["state", "due_at"])
    op.create_index("ix_alerts_watch_id_sent_at", "alerts", ["watch_id", "sent_at"])
    op.create_table(
        "silences",
        sa.Column("silence_id", sa.String(), nullable=False),
        sa.Column("watch_id", sa.String()),
        sa.Column("entity_id", sa.String()),
        sa.Column("until", Moment, nullable=False),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("created_at", Moment, nullable=False),
        sa.PrimaryKeyConstraint("silence_id", name="pk_silences"),
    )
    op.create_index("ix_silences_until", "silences", ["until"])


def downgrade() -> None:
    """Remove them; what is held is forgotten."""
    op.drop_table("silences")
    op.drop_index("ix_alerts_watch_id_sent_at", "alerts")
    op.drop_index("ix_alerts_state_due_at", "alerts")
    for column in ("sent_at", "due_at", "state_because", "state"):
        op.drop_column("alerts", column)
