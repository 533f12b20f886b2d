"""The store on SQLite and on PostgreSQL: migrations that may race, transactions, the opening."""

import importlib
import subprocess
import sys
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

import pactwire.edges.store as edges_store
from pactwire.alert.claim_batch import ClaimBatch
from pactwire.domain.ledger import (
    MemberCounts,
    apply_verdict,
    build_development,
    empty_row,
    judge_claim,
)
from pactwire.edges.store import (
    Store,
    check_writable,
    ledgers,
    migrate,
    open_store,
    read_transaction,
    stored_watches,
    write_transaction,
)
from pactwire.edges.store.columns import metadata
from pactwire.edges.store.ledgers import RecordedClaim
from pactwire.errors import Misconfigured, Retryable
from pactwire_schemas import Watch
from sample_events import COALITION, SYRIA, claim, later, reference

ALERT_TABLES = {
    "alerts", "claims", "counters", "decisions", "developments", "ledger", "readings", "stories",
    "watches",
}  # fmt: skip


def test_the_migrations_make_the_tables_as_declared(store: Store) -> None:
    for declared in Path(edges_store.__file__).parent.glob("*_tables.py"):
        importlib.import_module(f"pactwire.edges.store.{declared.stem}")
    with read_transaction(store) as tx:
        differences = compare_metadata(MigrationContext.configure(tx), metadata)
    assert differences == []
    assert metadata.tables.keys() >= ALERT_TABLES


def test_processes_that_start_at_once_migrate_once(store_url: str) -> None:
    program = (
        "import sys; from pactwire.edges.store import migrate, open_store\n"
        "migrate(open_store(sys.argv[1]))"
    )
    started = [
        subprocess.Popen([sys.executable, "-c", program, store_url], stderr=subprocess.PIPE)
        for _ in range(4)
    ]
    for process in started:
        _, said = process.communicate(timeout=60)
        assert process.returncode == 0, said.decode()
    store = open_store(store_url)
    assert check_writable(store) is None
    with read_transaction(store) as tx:
        assert tx.execute(text("SELECT count(*) FROM ledger")).scalar() == 0
    store.dispose()


def test_a_store_of_a_newer_release_is_refused_in_one_sentence(store: Store) -> None:
    with write_transaction(store) as tx:
        tx.execute(text("DELETE FROM alembic_version"))
        tx.execute(text("INSERT INTO alembic_version VALUES ('9999_future')"))
    with pytest.raises(Misconfigured, match="a newer release wrote this store"):
        migrate(store)


NO_STORES = ("sqlite://", "sqlite:///:memory:", "mysql+no://x", "mysql://host/x", "not a url")


@pytest.mark.parametrize("url", NO_STORES)
def test_a_url_that_will_not_do_is_refused(url: str) -> None:
    with pytest.raises(Misconfigured, match=r"store\.url"):
        open_store(url)


def test_a_failed_block_leaves_nothing_behind(store: Store) -> None:
    row = empty_row(COALITION, SYRIA, later())
    after = row.model_copy(update={"state": row.state.model_copy(update={"status": "member"})})
    with pytest.raises(ZeroDivisionError), write_transaction(store) as tx:  # noqa: PT012
        ledgers.save_rows(tx, [(row, after)])
        raise ZeroDivisionError
    with read_transaction(store) as tx:
        assert next(iter(ledgers.list_rows(tx, COALITION.entity_id, "SY")), None) is None


def test_writers_queue_up(store: Store) -> None:
    def add(number: int) -> None:
        watch = Watch.model_validate({"id": f"w-{number}", "name": "W", "when": {"changed": {}}})
        with write_transaction(store) as tx:
            stored_watches.save_watch(tx, watch, stored_watches.COMMAND_ORIGIN, later())

    threads = [threading.Thread(target=add, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with read_transaction(store) as tx:
        assert len(stored_watches.list_watches(tx)) == 8
        assert stored_watches.get_watches_version(tx) == 8


def test_the_second_of_two_that_write_the_same_may_try_again(store: Store) -> None:
    said = claim()
    verdict = judge_claim(empty_row(said.organisation, said.member, later()), said)
    with write_transaction(store) as tx:
        ledgers.record_claims(tx, [RecordedClaim(said, verdict, None, later())])
    with pytest.raises(Retryable, match="another writer"), write_transaction(store) as tx:
        ledgers.record_claims(tx, [RecordedClaim(said, verdict, None, later())])


def test_a_store_that_is_away_may_come_back(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'store.db'}")
    (tmp_path / "store.db").mkdir()
    assert "away" in (check_writable(store) or "")
    with pytest.raises(Retryable), read_transaction(store):
        pass
    (tmp_path / "store.db").rmdir()
    migrate(store)
    assert check_writable(store) is None
    store.dispose()


def test_claims_rows_and_developments_come_back_as_they_were(store: Store) -> None:
    said = claim(ordinal=90, article=reference(1, at=datetime(2025, 11, 10, tzinfo=UTC)))
    row = empty_row(said.organisation, said.member, later())
    verdict = judge_claim(row, said)
    after = apply_verdict(row, said, verdict, later())
    told = build_development(row, after, said, verdict, later())
    with write_transaction(store) as tx:
        ledgers.save_rows(tx, [(row, after)])
        ledgers.record_claims(tx, [RecordedClaim(said, verdict, told, later())])
    with read_transaction(store) as tx:
        assert ledgers.find_judged_claims(tx, [said.event_id])[said.event_id].development == told
        assert next(iter(ledgers.list_rows(tx, COALITION.entity_id, "SY")), None) == after
        assert ledgers.list_claims(tx, COALITION.entity_id, "SY") == [("first", said)]
        assert ledgers.list_developments(tx, COALITION.entity_id, "SY") == [told]
        assert list(ledgers.list_present_members(tx)) == [(COALITION.entity_id, "SY")]
        other = said.model_copy(update={"member": COALITION})
        known = ClaimBatch.load(tx, [other])
        assert known.count_others(other, complete=True) == MemberCounts(1, "Syria")


def test_the_opening_is_written_once_and_leaves_what_claims_have_touched(store: Store) -> None:
    def rows(*members: str) -> list:
        opened = [
            empty_row(COALITION, SYRIA.model_copy(update={"entity_id": member}), later())
            for member in members
        ]
        return [
            row.model_copy(update={"state": row.state.model_copy(update={"status": "member"})})
            for row in opened
        ]

    touched = rows("SY")[0]
    touched = touched.model_copy(update={"state": touched.state.model_copy(update={"revision": 3})})
    with write_transaction(store) as tx:
        assert ledgers.write_opening_balance(tx, lambda: rows("IQ", "US"), "data 1")
        assert not ledgers.write_opening_balance(tx, lambda: rows("FR"), "data 1")
        ledgers.save_rows(tx, [(empty_row(COALITION, SYRIA, later()), touched)])
        assert ledgers.write_opening_balance(tx, lambda: rows("IQ", "FR", "SY"), "data 2")
        assert sorted(member for _, member in ledgers.list_present_members(tx)) == [
            "FR",
            "IQ",
            "SY",
        ]
        kept = next(iter(ledgers.list_rows(tx, COALITION.entity_id, "SY")), None)
        assert kept == touched
