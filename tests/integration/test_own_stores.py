"""Each service has a store of its own, and what was in one store for all is moved there."""

import json
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert, inspect, select, text

from delivering import SECRET, alert, enqueue
from pactwire.edges.store import (
    Store,
    check_writable,
    open_store,
    owned,
    prepare_store,
    read_transaction,
    stored_watches,
    write_transaction,
)
from pactwire.edges.store.alert_tables import watches
from pactwire.edges.store.article_versions import VersionRequest, reserve_versions
from pactwire.edges.store.delivery_tables import deliveries, endpoint_secrets
from pactwire.edges.store.endpoints import add_endpoint, get_endpoint
from pactwire.edges.store.migrating import list_standing, read_versions, upgrade
from pactwire.edges.store.owned import SHARED, TABLES
from pactwire.edges.store.store_url import OWNERS, Owner, locate_store
from pactwire_schemas import Watch
from sample_events import later

WATCH = Watch.model_validate({"id": "w", "name": "W", "when": {"mentioned": {"any": ["SY"]}}})
KEPT_APART = {"alembic_version", "probes"}


def list_own(store: Store) -> set[str]:
    with read_transaction(store) as tx:
        return set(inspect(tx).get_table_names()) - KEPT_APART


def names_of(owner: Owner) -> set[str]:
    return {table.name for table in TABLES[owner]}


@pytest.fixture
def shared_url(store_url: str) -> str:
    """A store in which all services' tables are, with rows of each."""
    store = open_store(store_url)
    with write_transaction(store) as tx:
        upgrade(tx, SHARED)
        add_endpoint(tx, "desk", "https://example.org/", SECRET, datetime.now(UTC))
        reserve_versions(tx, [VersionRequest("a", "words", later())])
        row = {"id": "w", "revision": 1, "document": json.dumps(WATCH.document())}
        tx.execute(insert(watches).values(**row, origin="command", changed_at=later()))
    enqueue(store, alert(1, "desk"))
    store.dispose()
    return store_url


@pytest.mark.parametrize("owner", OWNERS)
def test_a_store_of_this_release_is_opened_without_looking_for_what_is_missing(
    store_url: str, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = prepare_store(store_url, owner)
    with read_transaction(first) as tx:
        assert read_versions(tx) == list_standing(SHARED, f"0001_{owner}")
    first.dispose()
    monkeypatch.setattr(owned, "upgrade", None)
    prepare_store(store_url, owner).dispose()


@pytest.mark.parametrize("first", OWNERS)
def test_a_new_store_has_the_tables_of_its_service_alone(store_url: str, first: Owner) -> None:
    for owner in (first, *OWNERS):
        store = prepare_store(store_url, owner)
        assert list_own(store) == names_of(owner)
        assert check_writable(store) is None
        store.dispose()


def test_tables_that_all_services_shared_move_with_their_rows(shared_url: str) -> None:
    for _ in range(2):
        ingest = prepare_store(shared_url, "ingest")
        with write_transaction(ingest) as tx:
            (known,) = reserve_versions(tx, [VersionRequest("a", "words", later(days=1))])
        assert (known.version, known.received_at) == (1, later())
        deliver = prepare_store(shared_url, "deliver")
        with read_transaction(deliver) as tx:
            assert get_endpoint(tx, "desk").secrets(datetime.now(UTC)) == (SECRET,)
            assert tx.execute(select(deliveries.c.endpoint_id)).scalars().all() == ["desk"]
        own = prepare_store(shared_url, "alert")
        with read_transaction(own) as tx:
            assert [one.watch.id for one in stored_watches.list_watches(tx)] == ["w"]
        assert list_own(own) == names_of("alert")
        for store in (ingest, deliver, own):
            store.dispose()


def test_a_move_that_was_cut_off_after_its_commit_is_ended_and_copies_nothing_twice(
    shared_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cut:
        cut.setattr("pactwire.edges.store.owned._drop_tables", stop)
        with pytest.raises(KeyboardInterrupt):
            prepare_store(shared_url, "deliver")
    store = prepare_store(shared_url, "deliver")
    with read_transaction(store) as tx:
        assert len(tx.execute(select(endpoint_secrets)).all()) == 1
    store.dispose()
    shared = open_store(shared_url)
    assert not list_own(shared) & names_of("deliver")
    shared.dispose()


def stop(*_: object) -> None:
    raise KeyboardInterrupt


def test_a_move_that_was_cut_off_before_its_commit_begins_anew(
    shared_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as cut:
        cut.setattr("pactwire.edges.store.owned._copy_rows", stop)
        with pytest.raises(KeyboardInterrupt):
            prepare_store(shared_url, "deliver")
    store = prepare_store(shared_url, "deliver")
    with read_transaction(store) as tx:
        assert get_endpoint(tx, "desk").url == "https://example.org/"
    store.dispose()


def test_services_that_start_at_once_move_their_tables_once(shared_url: str) -> None:
    failed: list[BaseException] = []

    def prepare(owner: Owner) -> None:
        try:
            prepare_store(shared_url, owner).dispose()
        except BaseException as error:  # noqa: BLE001  asserted on below
            failed.append(error)

    threads = [threading.Thread(target=prepare, args=(owner,)) for owner in (*OWNERS, *OWNERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    store = prepare_store(shared_url, "deliver")
    with read_transaction(store) as tx:
        assert len(tx.execute(select(deliveries)).all()) == 1
    store.dispose()


def test_a_writer_of_one_service_waits_for_no_other(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/store.db"
    stores = [prepare_store(url, owner) for owner in OWNERS]
    with (
        write_transaction(stores[0]) as one,
        write_transaction(stores[1]) as two,
        write_transaction(stores[2]) as three,
    ):
        for tx in (one, two, three):
            tx.execute(text("INSERT INTO probes (probe_id, body) VALUES ('x', 'y')"))
    for store in stores:
        store.dispose()


def test_each_service_is_found_beside_the_store_of_the_settings() -> None:
    assert locate_store("sqlite:///x/pactwire.db", "alert") == "sqlite:///x/pactwire.db"
    assert locate_store("sqlite:///x/pactwire.db", "ingest") == "sqlite:///x/pactwire-ingest.db"
    server = "postgresql+psycopg://me:secret@db/news"
    assert locate_store(server, "alert") == server
    assert locate_store(server, "deliver") == f"{server}?options=-csearch_path%3Dpactwire_deliver"
    given = locate_store(f"{server}?options=-cstatement_timeout%3D9", "ingest")
    assert given.endswith("statement_timeout%3D9+-csearch_path%3Dpactwire_ingest")
