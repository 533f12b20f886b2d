"""The log of claims of each ledger row gets a table of its own, and the row's base a column."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0010_ledger_log"
down_revision = "0009_canceled"
branch_labels = None
depends_on = None

STEP_ROWS = 500
LEDGER = sa.table(
    "ledger",
    *(sa.column(name, sa.String()) for name in ("organisation", "member", "body", "base")),
)
LOG = sa.table(
    "ledger_log",
    *(
        sa.column(name)
        for name in ("organisation", "member", "claim_id", "members", "holder", "body")
    ),
)


def upgrade() -> None:
    """Move what the bodies of rows hold; one that no claim has touched holds nothing of it."""
    op.add_column("ledger", sa.Column("base", sa.Text()))
    op.create_table(
        "ledger_log",
        sa.Column("organisation", sa.String(), nullable=False),
        sa.Column("member", sa.String(), nullable=False),
        sa.Column("claim_id", sa.String(), nullable=False),
        sa.Column("members", sa.Integer()),
        sa.Column("holder", sa.Text()),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("organisation", "member", "claim_id", name="pk_ledger_log"),
    )
    after = ("", "")
    while rows := _read_rows(after):
        for row in rows:
            _move_log(row)
        after = rows[-1].organisation, rows[-1].member


def downgrade() -> None:
    """Put the logs back into their rows."""
    connection = op.get_bind()
    for row in connection.execute(sa.select(LEDGER).where(LEDGER.c.base.is_not(None))).all():
        body = json.loads(row.body)
        found = connection.execute(sa.select(LOG).where(_is_of(LOG, row))).all()
        logged = sorted((_put_together(one) for one in found), key=_order_of)
        body.pop("unread", None), body.pop("newest", None)
        body |= {"log": logged, "base": json.loads(row.base)}
        _write(row, {"body": json.dumps(body, ensure_ascii=False)})
    op.drop_table("ledger_log")
    op.drop_column("ledger", "base")


def _read_rows(after: tuple[str, str]) -> Sequence[Any]:
    """Some of the rows that come next; a few at a time, as a body may have half a megabyte."""
    place = sa.tuple_(LEDGER.c.organisation, LEDGER.c.member) > sa.tuple_(*map(sa.literal, after))
    statement = sa.select(LEDGER.c.organisation, LEDGER.c.member, LEDGER.c.body).where(place)
    ordered = statement.order_by(LEDGER.c.organisation, LEDGER.c.member).limit(STEP_ROWS)
    return op.get_bind().execute(ordered).all()


def _move_log(row: Any) -> None:
    if '"log":[{' not in row.body:
        return
    body = json.loads(row.body)
    log, base = body.pop("log"), body.pop("base")
    body |= {"unread": len(log), "newest": list(_order_of(log[-1]))}
    op.bulk_insert(LOG, [_take_apart(row, one) for one in log])
    _write(row, {"body": _dump(body), "base": _dump(base)})


def _take_apart(row: Any, logged: dict[str, Any]) -> dict[str, Any]:
    return {
        "organisation": row.organisation,
        "member": row.member,
        "claim_id": logged["claim"]["claim_id"],
        "members": logged.get("members"),
        "holder": logged.get("holder"),
        "body": _dump(logged["claim"]),
    }


def _put_together(row: Any) -> dict[str, Any]:
    given = {"claim": json.loads(row.body), "members": row.members, "holder": row.holder}
    return {name: value for name, value in given.items() if value is not None}


def _order_of(logged: dict[str, Any]) -> tuple[str, str, str]:
    """Where a claim stands: by its date, by its arrival, by its id; a date to come gives way."""
    article = logged["claim"]["article"]
    received = _moment(article["received_at"])
    published = _moment(article.get("published_at") or article["received_at"])
    said = min(published, received)
    return said.isoformat(), received.isoformat(), logged["claim"]["claim_id"]


def _moment(written: str) -> datetime:
    return datetime.fromisoformat(written).astimezone(UTC)


def _write(row: Any, values: dict[str, str]) -> None:
    op.get_bind().execute(sa.update(LEDGER).where(_is_of(LEDGER, row)).values(values))


def _is_of(table: Any, row: Any) -> Any:
    return sa.and_(table.c.organisation == row.organisation, table.c.member == row.member)


def _dump(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
