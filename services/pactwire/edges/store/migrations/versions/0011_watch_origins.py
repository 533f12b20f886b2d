"""Where each watch comes from is kept when it is removed, so that its alerts stay its owner's."""

import sqlalchemy as sa
from alembic import op

revision = "0011_watch_origins"
down_revision = "0010_ledger_log"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table, and note the watches that there are."""
    op.create_table(
        "watch_origins",
        sa.Column("watch_id", sa.String(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("watch_id", name="pk_watch_origins"),
    )
    op.execute("INSERT INTO watch_origins (watch_id, origin) SELECT id, origin FROM watches")


def downgrade() -> None:
    """Remove it."""
    op.drop_table("watch_origins")
