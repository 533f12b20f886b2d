"""Released migrations are frozen, and a store of the first release keeps its data."""

import base64
import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import MetaData, func, insert, select, text

from ledger_history import Ledger
from pactwire.domain.ledger import LedgerRow, MemberCounts
from pactwire.edges.store import (
    Store,
    alerting,
    check_writable,
    ledgers,
    migrate,
    open_store,
    read_transaction,
    stored_watches,
    write_transaction,
)
from pactwire.edges.store.article_versions import (
    VersionRequest,
    load_feed_validators,
    reserve_versions,
)
from sample_events import COALITION, START, claim, later, reference

VERSIONS = Path(str(files("pactwire.edges.store"))) / "migrations" / "versions"
RELEASED = {
    "0001_alert.py": "f95fa41c00baece88563e25019c14ddd7bbbf333a57a6815c28b37b3c2361ec4",
    "0001_deliver.py": "f1058e07d5ba77c7ececebaab8cdf5356d327d81da74d9f1d04c31758b042aad",
    "0001_ingest.py": "b25882bb9bc998241c80a6362d4984a03412c3165d5f1a9017a40a87857960bf",
}
"""SHA-256 of each migration that a release has carried; add a file to change a table."""
FIRST_RELEASE = ("0001_alert", "0001_deliver", "0001_ingest")
STORED = json.loads((Path(__file__).parent / "stores" / "0.1.0.json").read_text("utf-8"))
"""The rows of a store that the first release wrote, by table."""


@pytest.mark.parametrize("name", RELEASED)
def test_a_released_migration_never_changes(name: str) -> None:
    assert hashlib.sha256((VERSIONS / name).read_bytes()).hexdigest() == RELEASED[name], (
        f"{name} was released; undo the change and write a new migration"
    )


def value(stored: Any) -> Any:
    """A value of the file as the column takes it."""
    if isinstance(stored, dict) and stored.keys() == {"bytes"}:
        return base64.b64decode(stored["bytes"])
    if isinstance(stored, dict) and stored.keys() == {"moment"}:
        return datetime.fromisoformat(stored["moment"]).replace(tzinfo=UTC)
    return stored


@contextmanager
def configured(store: Store) -> Iterator[Config]:
    """What Alembic's commands on a store are given."""
    with (
        as_file(files("pactwire.edges.store") / "migrations") as folder,
        write_transaction(store) as tx,
    ):
        config = Config()
        config.set_main_option("script_location", str(folder))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = tx
        yield config


def write_first_release(store: Store) -> None:
    """The tables as they were first, with what was in them."""
    with configured(store) as config:
        for revision in FIRST_RELEASE:
            command.upgrade(config, revision)
    tables = MetaData()
    with write_transaction(store) as tx:
        tables.reflect(tx)
        for name, rows in STORED.items():
            given = [{column: value(row[column]) for column in row} for row in rows]
            tx.execute(insert(tables.tables[name]), given)


@pytest.fixture
def migrated(store_url: str) -> Any:
    store = open_store(store_url)
    write_first_release(store)
    migrate(store)
    yield store
    store.dispose()


def test_a_store_of_the_first_release_loses_no_row(migrated: Store) -> None:
    tables = MetaData()
    with read_transaction(migrated) as tx:
        tables.reflect(tx)
        found = {
            name: tx.execute(select(func.count()).select_from(tables.tables[name])).scalar()
            for name in STORED
        }
    assert found == {name: len(rows) for name, rows in STORED.items()}
    assert check_writable(migrated) is None


def test_its_alerts_claims_and_developments_are_in_their_order(migrated: Store) -> None:
    story = next(row for row in STORED["alerts"] if row["msg_type"] == "cancel")
    with write_transaction(migrated) as tx:
        alerts = next(
            iter(
                alerting.list_change_alerts(tx, [(story["watch_id"], story["change_id"])]).values()
            )
        )
        developments = ledgers.list_developments(tx, COALITION.entity_id, "SY")
        claims = ledgers.list_claims(tx, COALITION.entity_id, "SY")
        row = next(iter(ledgers.list_rows(tx, COALITION.entity_id, "SY")), None)
        watches = [one.watch.id for one in stored_watches.list_watches(tx)]
    assert [alert.msg_type for alert in alerts] == ["alert", "cancel"]
    assert [alert.alert_id for alert in alerts[1:]] == [story["alert_id"]]
    assert len(developments) == len(STORED["developments"])
    assert [one.occurred_at for one in developments] == sorted(
        one.occurred_at for one in developments
    )
    assert next(verdict for verdict, _ in claims) == "first"
    assert row
    assert row.state.status == "member"
    assert watches == ["changes", "stories"]


def test_its_articles_and_feeds_go_on_where_they_were(migrated: Store) -> None:
    with write_transaction(migrated) as tx:
        known = reserve_versions(tx, [VersionRequest("a1", "c2", START)])[0]
        fresh = reserve_versions(tx, [VersionRequest("a1", "c3", START)])[0]
        feed = load_feed_validators(tx, "https://news.example/feed")
    assert (known.version, known.published) == (2, False)
    assert fresh.version == 3
    assert feed.etag == '"e1"'


def test_migrating_twice_changes_nothing(migrated: Store) -> None:
    migrate(migrated)
    with read_transaction(migrated) as tx:
        assert len(ledgers.list_developments(tx, COALITION.entity_id, "SY")) == len(
            STORED["developments"]
        )


def test_the_logs_of_ledger_rows_move_out_of_their_bodies_and_back(store_url: str) -> None:
    store, ledger = open_store(store_url), Ledger()
    for number in range(4):
        published = later(minutes=number, days=99 * (number == 2)) if number else None
        article = reference(number, at=later(minutes=number), published_at=published)
        ledger.add(claim("join", "applied", article=article), MemberCounts(89, "Iraq"))
    body = ledger.row.model_dump_json(exclude_none=True, exclude={"unread", "newest"})
    with configured(store) as config:
        command.upgrade(config, "0009_canceled")
    with write_transaction(store) as tx:
        tx.execute(
            text(
                "INSERT INTO ledger (organisation, member, status, revision, body, changed_at)"
                " VALUES (:organisation, 'SY', 'candidate', 4, :body, :at)"
            ),
            {"organisation": COALITION.entity_id, "body": body, "at": str(later())},
        )
    migrate(store)
    with read_transaction(store) as tx:
        (unread,) = ledgers.list_rows(tx, COALITION.entity_id)
        (whole,) = ledgers.list_whole_rows(tx, COALITION.entity_id)
    assert (unread.log, unread.unread) == ((), 4)
    assert whole == ledger.row
    with configured(store) as config:
        command.downgrade(config, "0009_canceled")
    with read_transaction(store) as tx:
        again = LedgerRow.model_validate_json(tx.execute(text("SELECT body FROM ledger")).scalar())
    assert again.model_copy(update={"newest": whole.newest}) == whole
    store.dispose()
