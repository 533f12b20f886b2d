"""The alert service's tables, as they were first."""

import sqlalchemy as sa
from alembic import op

from pactwire.edges.store.columns import Moment

revision = "0001_alert"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    counters()
    claims()
    ledger()
    developments()
    readings()
    watches()
    stories()
    decisions()
    alerts()


def word(name: str) -> sa.Column[str]:
    """A column for one of a few words."""
    return sa.Column(name, sa.String(16), nullable=False)


def name(name: str, *, nullable: bool = False) -> sa.Column[str]:
    """A column for an id."""
    return sa.Column(name, sa.String(), nullable=nullable)


def long(name: str) -> sa.Column[str]:
    """A column for a sentence or a document."""
    return sa.Column(name, sa.Text(), nullable=False)


def number(name: str, *, nullable: bool = False) -> sa.Column[int]:
    """A column for a count."""
    return sa.Column(name, sa.Integer(), nullable=nullable)


def moment(name: str) -> sa.Column[sa.DateTime]:
    """A column for a moment."""
    return sa.Column(name, Moment(), nullable=False)


def key(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    """The primary key."""
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def index(table: str, *columns: str) -> None:
    """An index named after its table and columns."""
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def counters() -> None:
    """What has changed."""
    op.create_table(
        "counters",
        name("name"),
        number("value"),
        sa.Column("note", sa.Text(), nullable=False, server_default=""),
        key("counters", "name"),
    )


def claims() -> None:
    """Claims and their verdicts."""
    op.create_table(
        "claims",
        name("event_id"),
        name("claim_id"),
        number("version"),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        name("organisation"),
        name("member"),
        name("article_id"),
        word("verdict"),
        long("explanation"),
        name("development_id", nullable=True),
        long("body"),
        moment("judged_at"),
        key("claims", "event_id"),
    )
    index("claims", "claim_id")
    index("claims", "article_id")
    index("claims", "organisation", "member")


def ledger() -> None:
    """Who belongs to what."""
    op.create_table(
        "ledger",
        name("organisation"),
        name("member"),
        word("status"),
        number("ordinal", nullable=True),
        number("revision"),
        long("body"),
        moment("changed_at"),
        key("ledger", "organisation", "member"),
    )
    index("ledger", "member", "status")
    index("ledger", "organisation", "ordinal")


def developments() -> None:
    """Material verdicts."""
    op.create_table(
        "developments",
        name("development_id"),
        name("change_id"),
        name("organisation"),
        name("member"),
        word("reason"),
        long("body"),
        moment("occurred_at"),
        key("developments", "development_id"),
    )
    index("developments", "change_id")
    index("developments", "organisation", "member")


def readings() -> None:
    """What articles claim and took back."""
    op.create_table(
        "readings",
        name("article_id"),
        number("version"),
        long("claims"),
        long("withdrawn"),
        moment("read_at"),
        key("readings", "article_id"),
    )


def watches() -> None:
    """Watches in force."""
    op.create_table(
        "watches",
        name("id"),
        number("revision"),
        long("document"),
        long("origin"),
        moment("changed_at"),
        key("watches", "id"),
    )


def stories() -> None:
    """Stories a watch knows."""
    op.create_table(
        "stories",
        name("watch_id"),
        name("article_id"),
        name("content_hash"),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        name("alert_id"),
        moment("seen_at"),
        key("stories", "watch_id", "article_id"),
    )
    index("stories", "watch_id", "content_hash")
    op.create_table(
        "story_bands",
        name("watch_id"),
        sa.Column("band", sa.BigInteger(), nullable=False, autoincrement=False),
        name("article_id"),
        key("story_bands", "watch_id", "band", "article_id"),
    )


def decisions() -> None:
    """What became of matches."""
    op.create_table(
        "decisions",
        name("match_id"),
        name("watch_id"),
        word("decision"),
        long("because"),
        name("alert_id", nullable=True),
        moment("decided_at"),
        key("decisions", "match_id"),
    )
    index("decisions", "watch_id")


def alerts() -> None:
    """Every alert."""
    op.create_table(
        "alerts",
        name("alert_id"),
        name("watch_id"),
        name("change_id"),
        name("article_id"),
        word("kind"),
        word("msg_type"),
        long("body"),
        moment("alerted_at"),
        key("alerts", "alert_id"),
    )
    index("alerts", "article_id")
    index("alerts", "watch_id", "change_id")
