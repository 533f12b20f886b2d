"""Numbers that say what came first whatever the clock said, and a table for readiness to write."""

import sqlalchemy as sa
from alembic import op

revision = "0002_sequences"
down_revision = "0001_alert"
branch_labels = None
depends_on = None

NUMBERED = {
    "alerts": ("alert_id", "watch_id, change_id", "alerted_at"),
    "claims": ("event_id", "organisation, member", "judged_at"),
    "developments": ("development_id", "organisation, member", "occurred_at"),
}
"""Tables whose rows get a number: their key, what the numbers count within, their order so far."""


def upgrade() -> None:
    """Number what is there by its time, the only order it has; make the table of probes."""
    for table, (key, within, time) in NUMBERED.items():
        op.add_column(
            table, sa.Column("sequence", sa.Integer(), nullable=False, server_default="0")
        )
        numbered = (
            f"SELECT {key} AS id, row_number() OVER"  # noqa: S608  names of the table above
            f" (PARTITION BY {within} ORDER BY {time}, {key}) AS number FROM {table}"
        )
        op.execute(
            f"UPDATE {table} SET sequence = numbered.number FROM ({numbered}) AS numbered"  # noqa: S608
            f" WHERE numbered.id = {table}.{key}"
        )
    op.create_table(
        "probes",
        sa.Column("probe_id", sa.String(64), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("probe_id", name="pk_probes"),
    )
