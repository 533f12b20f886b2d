"""The store is locked, full, read-only, away and back while articles flow: an outage, no loss."""

import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import psycopg
import pytest

from kafka_python_client import Tail
from pactwire.settings import BrokerSettings
from pactwire_schemas import TOPICS
from pipeline_process import Pipeline, pipeline, until
from postgres_server import PostgresServer
from sample_stories import CHANGES
from witness import PATIENCE, Witness, check_count

pytestmark = [pytest.mark.long, pytest.mark.fault("outages"), pytest.mark.fault("readiness")]

NEWS = CHANGES[:30]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own, 16 MB large."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("only root may mount a small disk")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """Fill the disk to its last byte."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"\0" * 4096)
    yield
    filler.unlink()


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the write lock."""
    holder = sqlite3.connect(folder / "store.db", isolation_level=None)
    holder.execute("PRAGMA busy_timeout=20000")
    holder.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        holder.execute("ROLLBACK")
        holder.close()


@contextmanager
def moved_away(folder: Path) -> Iterator[None]:
    """The folder of the store is not mounted for a while, as it were."""
    names = [path.name for path in folder.glob("store.db*")]
    away = folder / "away"
    away.mkdir()
    for name in names:
        (folder / name).rename(away / name)
    yield
    for name in names:
        (away / name).rename(folder / name)


@pytest.mark.parametrize("harm", [full, locked, moved_away])
def test_sqlite_fails_and_recovers(
    brief: BrokerSettings,
    small_disk: Path,
    tmp_path: Path,
    record_property: Any,
    harm: Callable[[Path], Any],
) -> None:
    env = {"PACTWIRE_STORE__URL": f"sqlite:///{small_disk}/store.db"}
    with Witness(brief) as witness, pipeline(brief, tmp_path, env) as running:
        run_through_outage(brief, running, witness, lambda: harm(small_disk), record_property)


@contextmanager
def killed(server: PostgresServer) -> Iterator[None]:
    """The server crashes and comes back."""
    server.kill()
    yield
    server.start()


@contextmanager
def read_only(server: PostgresServer) -> Iterator[None]:
    """The database takes no writes, as a standby."""
    with psycopg.connect(server.url.replace("+psycopg", ""), autocommit=True) as connection:
        connection.execute("ALTER SYSTEM SET default_transaction_read_only = on")
        connection.execute("SELECT pg_reload_conf()")
        yield
        connection.execute("SET default_transaction_read_only = off")
        connection.execute("ALTER SYSTEM RESET default_transaction_read_only")
        connection.execute("SELECT pg_reload_conf()")


WRITTEN = ("pactwire_ingest.articles", "public.ledger", "pactwire_deliver.deliveries")
"""A table of each service that has a store; that of alert is where the settings say."""


@contextmanager
def held(server: PostgresServer) -> Iterator[None]:
    """Somebody's transaction holds the tables that every service writes."""
    with psycopg.connect(server.url.replace("+psycopg", "")) as connection:
        connection.execute(f"LOCK TABLE {', '.join(WRITTEN)} IN ACCESS EXCLUSIVE MODE")
        yield


@pytest.mark.parametrize("harm", [killed, read_only, held])
def test_postgresql_fails_and_recovers(
    brief: BrokerSettings,
    postgres_server: PostgresServer,
    tmp_path: Path,
    record_property: Any,
    harm: Callable[[PostgresServer], Any],
) -> None:
    env = {"PACTWIRE_STORE__URL": postgres_server.url}
    with Witness(brief) as witness, pipeline(brief, tmp_path, env) as running:
        run_through_outage(brief, running, witness, lambda: harm(postgres_server), record_property)


def run_through_outage(
    broker: BrokerSettings,
    running: Pipeline,
    witness: Witness,
    outage: Callable[[], Any],
    record_property: Any,
) -> None:
    """Articles flow before, during and after; services say what is wrong, and nothing is dead."""
    with Tail(broker, *(topic.dead for topic in TOPICS if topic.dead)) as letters:
        running.watch_everything(witness)
        witness.send(running.api, NEWS[0])
        with witness.sending(running.api, NEWS[1:]):
            time.sleep(2)
            with outage():
                until(lambda: not running.is_ready("alert"), PATIENCE, running.logs)
                time.sleep(3)
        running.until_ready()
        check_count(witness.settle(), record_property)
        assert letters.poll() == []
