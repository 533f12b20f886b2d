"""Leases that name their worker and cost little, and how the last attempt at an endpoint was."""

import sqlalchemy as sa
from alembic import op

from pactwire.edges.store.columns import Moment

revision = "0002_delivery"
down_revision = "0001_deliver"
branch_labels = None
depends_on = None

FREE = sa.text("state = 'pending' AND leased_by IS NULL")
LEASED = sa.text("leased_by IS NOT NULL")


def upgrade() -> None:
    """Change the tables; what was leased is free again, since its worker has ended."""
    workers()
    leases()
    endpoint_columns()


def workers() -> None:
    """Processes that hold leases."""
    op.create_table(
        "delivery_workers",
        sa.Column("worker_id", sa.String(32), primary_key=True),
        sa.Column("beat", sa.BigInteger, nullable=False),
    )


def leases() -> None:
    """A lease names its worker instead of a time."""
    op.add_column("deliveries", sa.Column("leased_by", sa.String(32)))
    op.drop_column("deliveries", "leased_until")
    op.drop_index("ix_deliveries_state_due_at", "deliveries")
    op.create_index("ix_deliveries_state_created_at", "deliveries", ["state", "created_at"])
    op.create_index(
        "ix_deliveries_free", "deliveries", ["endpoint_id", "due_at"],
        sqlite_where=FREE, postgresql_where=FREE,
    )  # fmt: skip
    op.create_index(
        "ix_deliveries_leased", "deliveries", ["leased_by"],
        sqlite_where=LEASED, postgresql_where=LEASED,
    )  # fmt: skip


def endpoint_columns() -> None:
    """The last attempt at an endpoint."""
    op.add_column("endpoints", sa.Column("last_attempt_at", Moment))
    op.add_column("endpoints", sa.Column("last_error", sa.Text))


def downgrade() -> None:
    """Back to leases that end at a time."""
    for column in ("last_error", "last_attempt_at"):
        op.drop_column("endpoints", column)
    for index in ("leased", "free", "state_created_at"):
        op.drop_index(f"ix_deliveries_{index}", "deliveries")
    op.create_index("ix_deliveries_state_due_at", "deliveries", ["state", "due_at"])
    op.add_column("deliveries", sa.Column("leased_until", Moment))
    op.drop_column("deliveries", "leased_by")
    op.drop_table("delivery_workers")
