"""Brings the tables of a store to this release, while other processes wait for it."""

from importlib.resources import as_file, files

from sqlalchemy import text

from pactwire.edges.store.engine import Store, Transaction, write_transaction
from pactwire.errors import Misconfigured

ADVISORY_LOCK = 7_221_943_001
"""Key of PostgreSQL's advisory lock for migrations: any number, the same in every release."""
EVERYTHING = ("heads",)
"""The newest tables of all services."""


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
    found = tx.execute(text("SELECT version_num FROM alembic_version"))
    return frozenset(found.scalars())


def lock_migrations(tx: Transaction) -> None:
    """SQLite's writing transaction is alone already; PostgreSQL needs a lock of its own."""
    if tx.dialect.name == "postgresql":
        tx.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
