"""Leases that name their worker and cost little, and how the last attempt at an endpoint was."""

from collections.abc import Iterator
from datetime import timedelta

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
    secrets()
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


def secrets() -> None:
    """Any number of secrets; the new and the previous one of each endpoint move."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA secure_delete=ON")  # what moves leaves nothing behind in the file
    table = op.create_table(
        "endpoint_secrets",
        sa.Column("endpoint_id", sa.String(64), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("secret", sa.Text, nullable=False),
        sa.Column("replaced_at", Moment),
    )
    op.bulk_insert(table, list(known_secrets()))
    for column in ("secret", "previous_secret", "previous_until"):
        op.drop_column("endpoints", column)


def known_secrets() -> Iterator[dict[str, object]]:
    """The rows of the new table, from the columns of the old one."""
    old = sa.table(
        "endpoints",
        sa.column("endpoint_id"),
        sa.column("secret"),
        sa.column("previous_secret"),
        sa.column("previous_until", Moment),
    )
    for row in op.get_bind().execute(sa.select(old)):
        key = {"endpoint_id": row.endpoint_id}
        if row.previous_secret and row.previous_until:
            replaced_at = row.previous_until - timedelta(days=1)
            yield key | {"number": 1, "secret": row.previous_secret, "replaced_at": replaced_at}
        yield key | {"number": 2, "secret": row.secret, "replaced_at": None}


def endpoint_columns() -> None:
    """The last attempt at an endpoint."""
    op.add_column("endpoints", sa.Column("last_attempt_at", Moment))
    op.add_column("endpoints", sa.Column("last_error", sa.Text))


def downgrade() -> None:
    """There is no way back: an older release can't read what is encrypted."""
    raise NotImplementedError("restore the store from a backup of before the upgrade")
