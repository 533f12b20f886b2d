"""Indexes that end in what is asked for, so that the number of past rows costs nothing."""

import sqlalchemy as sa
from alembic import op

revision = "0003_alert"
down_revision = "0002_sequences"
branch_labels = None
depends_on = "0002_retention"

LONGER = {
    "alerts": (("watch_id", "change_id"), "sequence"),
    "claims": (("organisation", "member"), "sequence"),
    "developments": (("organisation", "member"), "sequence"),
    "stories": (("watch_id", "content_hash"), "seen_at"),
}
"""Tables with the columns of an index, and the one that it has from now on behind them."""


def upgrade() -> None:
    """Lengthen the indexes; on SQLite, keep the bands in the tree of their key alone."""
    for table, (columns, last) in LONGER.items():
        op.drop_index(f"ix_{table}_{'_'.join(columns)}", table)
        op.create_index(f"ix_{table}_{'_'.join((*columns, last))}", table, [*columns, last])
    if op.get_bind().dialect.name == "sqlite":
        rebuild_bands()


def rebuild_bands() -> None:
    """The same table without a second tree for its key: 32 rows a story are most of its cost."""
    names = ("watch_id", "band", "article_id")
    op.create_table(
        "story_bands_of_key",
        sa.Column("watch_id", sa.String(), nullable=False),
        sa.Column("band", sa.BigInteger(), nullable=False),
        sa.Column("article_id", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint(*names, name="pk_story_bands"),
        sqlite_with_rowid=False,
    )
    columns = ", ".join(names)
    op.execute(f"INSERT INTO story_bands_of_key ({columns}) SELECT {columns} FROM story_bands")  # noqa: S608
    op.drop_table("story_bands")
    op.rename_table("story_bands_of_key", "story_bands")
    op.create_index("ix_story_bands_watch_id_article_id", "story_bands", ["watch_id", "article_id"])


def downgrade() -> None:
    """Shorten the indexes again."""
    for table, (columns, last) in LONGER.items():
        op.drop_index(f"ix_{table}_{'_'.join((*columns, last))}", table)
        op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))
