"""A store of the first release keeps its endpoints, secrets and deliveries."""

from datetime import UTC, datetime, timedelta
from importlib.resources import as_file, files
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import DateTime, column, insert, table, text

from pactwire.edges.store import Store, migrate, open_store, read_transaction, write_transaction
from pactwire.edges.store.endpoints import get_endpoint
from pactwire.edges.store.leases import lease_deliveries, list_due_endpoints

NOW = datetime(2026, 2, 9, 12, tzinfo=UTC)


def make_first_release(store: Store) -> None:
    with (
        as_file(files("pactwire.edges.store") / "migrations") as folder,
        write_transaction(store) as tx,
    ):
        config = Config()
        config.set_main_option("script_location", str(folder))
        config.set_main_option("path_separator", "os")
        config.attributes["connection"] = tx
        command.upgrade(config, "0001_deliver")
        add_rows(tx)


def add_rows(tx: Any) -> None:
    times = ("previous_until", "created_at", "leased_until", "due_at", "alerted_at")
    endpoint = {
        "endpoint_id": "desk", "url": "https://example.org/", "secret": "whsec_new",
        "previous_secret": "whsec_old", "previous_until": NOW + timedelta(hours=3),
        "enabled": True, "created_at": NOW,
    }  # fmt: skip
    quiet = endpoint | {"endpoint_id": "quiet", "previous_secret": None, "previous_until": None}
    delivery = {
        "delivery_id": "d1", "endpoint_id": "desk", "alert_id": "a1", "development": "x",
        "body": "{}", "state": "pending", "due_at": NOW, "leased_until": NOW + timedelta(days=9),
        "alerted_at": NOW, "created_at": NOW,
    }  # fmt: skip
    for name, row in (("endpoints", endpoint), ("endpoints", quiet), ("deliveries", delivery)):
        columns = [column(one, DateTime(timezone=True) if one in times else None) for one in row]
        tx.execute(insert(table(name, *columns)).values(row))


def test_a_store_of_the_first_release_migrates_with_its_data(store_url: str) -> None:
    store = open_store(store_url)
    make_first_release(store)
    migrate(store)
    with write_transaction(store) as tx:
        desk = get_endpoint(tx, "desk")
        assert desk.secrets(NOW) == ("whsec_new", "whsec_old")
        assert desk.secrets(NOW + timedelta(hours=4)) == ("whsec_new",)
        assert get_endpoint(tx, "quiet").secrets(NOW) == ("whsec_new",)
        assert list_due_endpoints(tx, NOW) == ["desk"]
        (held,) = lease_deliveries(tx, "me", {"desk": 5}, NOW)
        assert held.delivery_id == "d1"
    with read_transaction(store) as tx:
        assert tx.execute(text("SELECT leased_by FROM deliveries")).scalar() == "me"
    store.dispose()
