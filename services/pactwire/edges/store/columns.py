"""Column types and the one MetaData that all tables of the store share."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, DateTime, Dialect, Integer, MetaData, String, Table, Text
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC; SQLite, which knows no time zones, gives it back with one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> Any:
        """To UTC, and refuse a moment without a zone."""
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        """With its zone."""
        del dialect
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def make_answer_table(name: str) -> Table:
    """A table of answers to writes that named an idempotency key, for their repeats."""
    return Table(
        name,
        metadata,
        Column("key_id", String(), primary_key=True),
        Column("idempotency_key", String(), primary_key=True),
        Column("request_hash", String(), nullable=False),
        Column("status", Integer, nullable=False),
        Column("body", Text, nullable=False),
        Column("at", Moment, nullable=False, index=True),
    )


def make_audit_table(name: str) -> Table:
    """A table of changes and who made them."""
    return Table(
        name,
        metadata,
        Column("entry_id", Integer, primary_key=True),
        Column("at", Moment, nullable=False, index=True),
        Column("owner", String(), nullable=False),
        Column("key_id", String(), nullable=False),
        Column("action", String(), nullable=False),
        Column("subject", Text, nullable=False),
    )
