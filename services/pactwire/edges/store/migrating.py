"""Brings the tables of a store to this release, while other processes wait for it."""

import re
from ast import literal_eval
from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from typing import NamedTuple

from sqlalchemy import text as sql

from pactwire.edges.store.engine import Store, Transaction, write_transaction
from pactwire.errors import Misconfigured

ADVISORY_LOCK = 7_221_943_001
"""Key of PostgreSQL's advisory lock for migrations: any number, the same in every release."""
EVERYTHING = ("heads",)
"""The newest tables of all services."""
REVISION = re.compile(r"^(revision|down_revision|depends_on) = (.+)$", re.MULTILINE)


class Revision(NamedTuple):
    """What a revision stands on."""

    down: tuple[str, ...]
    depends: tuple[str, ...]


def migrate(store: Store) -> None:
    """Apply what is missing of all services' tables, in one transaction.

    Raises:
        Misconfigured: a newer release has been here.
        Retryable: the store is away.
    """
    with write_transaction(store) as tx:
        lock_migrations(tx)
        upgrade(tx, EVERYTHING)


def upgrade(tx: Transaction, revisions: tuple[str, ...]) -> None:
    """Apply what is missing up to these revisions.

    Raises:
        Misconfigured: a newer release has been here.
    """
    from alembic import command  # a fifth of a second that readers needn't wait
    from alembic.config import Config
    from alembic.util import CommandError

    with as_file(files("pactwire.edges.store") / "migrations") as folder:
        config = Config()
        config.set_main_option("script_location", str(folder).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = tx
        try:
            for revision in revisions:
                command.upgrade(config, revision)
        except CommandError as error:
            raise Misconfigured(f"store.url: {error}: a newer release wrote this store") from None


def read_versions(tx: Transaction) -> frozenset[str]:
    """The versions that a store which has been migrated stands at."""
    found = tx.execute(sql("SELECT version_num FROM alembic_version"))
    return frozenset(found.scalars())


def list_standing(shared: Sequence[str], first: str) -> frozenset[str]:
    """The versions at which a store needs nothing: that of the branch from `first`, and `shared`.

    Those on which another one stands are left out. Alembic says the same, at a fifth of a second
    and 11 MB.
    """
    history = read_history()
    last: str | None = first
    while last:
        newest, last = last, next((name for name, one in history.items() if last in one.down), None)
    applied, waiting = set[str](), [*shared, newest]
    while waiting:
        name = waiting.pop()
        applied.add(name)
        waiting += history[name].down + history[name].depends
    below = {one for name in applied for one in history[name].down + history[name].depends}
    return frozenset(applied - below)


@cache
def read_history() -> dict[str, Revision]:
    """Every revision that this release knows, from its files alone."""
    found: dict[str, Revision] = {}
    for file in (files("pactwire.edges.store") / "migrations" / "versions").iterdir():
        written = REVISION.findall(file.read_text("utf-8")) if file.name.endswith(".py") else ()
        given = {name: literal_eval(value) for name, value in written}
        if given:
            down, depends = (_list(given[key]) for key in ("down_revision", "depends_on"))
            found[given["revision"]] = Revision(down, depends)
    return found


def _list(names: str | tuple[str, ...] | None) -> tuple[str, ...]:
    return (names,) if isinstance(names, str) else names or ()


def lock_migrations(tx: Transaction) -> None:
    """SQLite's writing transaction is alone already; PostgreSQL needs a lock of its own."""
    if tx.dialect.name == "postgresql":
        tx.execute(sql("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
