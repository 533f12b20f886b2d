"""A delivery is held by one process until that ends; no clock that can be set takes part."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import event, insert, text, update

import pactwire.deliver.dispatch as dispatch_module
from delivering import add, alert, attempts_made, dispatching, enqueue, states, until
from loopback_app import serve_app
from pactwire.deliver.lease_keeper import LeaseKeeper
from pactwire.domain.delivery.retry import NextStep
from pactwire.edges import clock
from pactwire.edges.store import Store, read_transaction, write_transaction
from pactwire.edges.store.deliveries import record_attempts
from pactwire.edges.store.delivery_tables import deliveries
from pactwire.edges.store.endpoints import set_enabled
from pactwire.edges.store.leases import lease_deliveries, list_due_endpoints
from pactwire_schemas import DeliveryAttempt

LEASE = 0.4
"""Seconds; a lease of a dead process ends after so long."""
HOUR = timedelta(hours=1)


class Desk:
    """A receiver whose answers are given one by one; without one left it is 200."""

    def __init__(self) -> None:
        self.answers: list[int] = []
        self.ids: list[str] = []
        self.hold = asyncio.Event()
        self.hold.set()
        self.url = ""

    async def handle(self, request: web.Request) -> web.Response:
        await request.read()
        self.ids.append(request.headers["webhook-id"])
        await self.hold.wait()
        return web.Response(status=self.answers.pop(0) if self.answers else 200)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    made = Desk()
    app = web.Application()
    app.router.add_post("/desk", made.handle)
    async with serve_app(app) as port:
        made.url = f"http://127.0.0.1:{port}/desk"
        yield made
        made.hold.set()


@pytest.fixture
def short_leases(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dispatch_module, "LEASE_MARGIN", LEASE - 60)


class WallClock:
    """Sets the wall clock of this process."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch

    def move(self, by: timedelta) -> None:
        class Moved(datetime):
            @classmethod
            def now(cls, tz: Any = None) -> datetime:
                return datetime.now(tz) + by

        self.monkeypatch.setattr(clock, "datetime", Moved)


@pytest.fixture
def wall_clock(monkeypatch: pytest.MonkeyPatch) -> WallClock:
    return WallClock(monkeypatch)


@pytest.mark.usefixtures("short_leases")
async def test_a_running_delivery_is_leased_by_nobody_else_however_long_it_takes(
    store: Store, desk: Desk
) -> None:
    add(store, desk.url)
    enqueue(store, alert(1, "desk"))
    desk.hold.clear()
    async with dispatching(store, total_timeout=60), dispatching(store, total_timeout=60):
        await until(lambda: desk.ids != [])
        await asyncio.sleep(5 * LEASE)
        assert len(desk.ids) == 1
        desk.hold.set()
        await until(lambda: states(store, "desk") == {"delivered": 1})
    assert len(desk.ids) == 1


@pytest.mark.usefixtures("short_leases")
async def test_what_a_dead_process_held_is_sent_by_another_with_the_same_id(
    store: Store, desk: Desk
) -> None:
    add(store, desk.url)
    enqueue(store, alert(1, "desk"))
    with write_transaction(store) as tx:
        held = lease_deliveries(tx, "dead-worker", {"desk": 5}, datetime.now(UTC) + HOUR)
    assert len(held) == 1
    async with dispatching(store, total_timeout=60):
        await until(lambda: states(store, "desk") == {"delivered": 1})
    assert desk.ids == [held[0].delivery_id]


@pytest.mark.parametrize("step", [-HOUR, HOUR])
@pytest.mark.usefixtures("short_leases")
@pytest.mark.fault("clock")
async def test_a_clock_that_is_set_changes_neither_leases_nor_back_off(
    store: Store, desk: Desk, wall_clock: WallClock, step: timedelta
) -> None:
    add(store, desk.url)
    desk.answers = [500]
    desk.hold.clear()
    schedule = (0.3, 3600.0)
    async with (
        dispatching(store, total_timeout=60, retry_schedule=schedule),
        dispatching(store, total_timeout=60, retry_schedule=schedule),
    ):
        enqueue(store, alert(1, "desk"))
        await until(lambda: desk.ids != [])
        wall_clock.move(step)
        await asyncio.sleep(3 * LEASE)
        assert len(desk.ids) == 1  # its lease holds
        desk.answers = [500, 500]
        desk.hold.set()
        await until(lambda: len(desk.ids) == 2)  # after 0.3 s by any clock, and not after an hour
        await until(lambda: len(attempts_made(store)) == 2)
        await asyncio.sleep(1)
        assert len(desk.ids) == 2  # the next is due in an hour, whatever the clock says


async def test_after_a_restart_with_a_clock_set_back_nothing_waits_longer_than_was_meant(
    store: Store, desk: Desk
) -> None:
    add(store, desk.url)
    enqueue(store, alert(1, "desk"), alert(2, "desk"))
    with write_transaction(store) as tx:
        tx.execute(update(deliveries).values(due_at=datetime.now(UTC) + HOUR))
        second = deliveries.c.alert_id == "a2"
        tx.execute(update(deliveries).where(second).values(attempts=1))
    async with dispatching(store, retry_schedule=(0.2,)):
        await until(lambda: states(store, "desk") == {"delivered": 2})


def test_what_was_delivered_counts_even_when_the_lease_was_lost_and_nothing_else_does(
    store: Store,
) -> None:
    add(store, "http://127.0.0.1:1/desk")
    enqueue(store, alert(1, "desk"))
    now = datetime.now(UTC) + HOUR
    with write_transaction(store) as tx:
        (held,) = lease_deliveries(tx, "other", {"desk": 1}, now)
    failed = DeliveryAttempt(
        delivery_id=held.delivery_id, endpoint_id="desk", alert_id="a1", attempt=1,
        outcome="failed", duration_seconds=1, attempted_at=now,
    )  # fmt: skip
    delivered = failed.model_copy(update={"outcome": "delivered"})
    with write_transaction(store) as tx:
        late = failed, NextStep("pending", now, "failed")
        taken = delivered, NextStep("delivered", None, "taken")
        assert record_attempts(tx, [late], "mine") == [False]
        assert record_attempts(tx, [taken], "mine") == [True]
        assert record_attempts(tx, [late], "other") == [False]
    assert states(store, "desk") == {"delivered": 1}


def test_a_worker_is_dead_when_its_beats_stand_still_by_our_own_count() -> None:
    keeper = LeaseKeeper(None, timeout=20, worker_id="me")  # type: ignore[arg-type]
    for now in range(100, 121, 5):
        assert keeper.find_dead({"me": 1, "a": now, "b": 3}, now) == []
    assert keeper.find_dead({"me": 1, "a": 120, "b": 3}, 121) == ["b"]
    for now in range(125, 141, 5):
        assert keeper.find_dead({"me": 1, "a": 120}, now) == []
    assert keeper.find_dead({"me": 1, "a": 120}, 141) == ["a"]


def test_nobody_is_dead_for_what_passed_while_we_could_not_look() -> None:
    keeper = LeaseKeeper(None, timeout=20, worker_id="me")  # type: ignore[arg-type]
    assert keeper.find_dead({"a": 7}, 100) == []
    assert keeper.find_dead({"a": 7}, 1000) == []
    for now in range(1005, 1021, 5):
        assert keeper.find_dead({"a": 7}, now) == []
    assert keeper.find_dead({"a": 7}, 1021) == ["a"]


def steps_of_a_lease(store: Store) -> int:
    """Steps of SQLite's machine, or blocks that PostgreSQL reads, for one look and one lease."""
    counted = 0
    if store.dialect.name == "sqlite":

        def count() -> int:
            nonlocal counted
            counted += 1
            return 0

        def watch(connection: Any, *_: Any) -> None:
            raw: sqlite3.Connection = connection.connection.driver_connection
            raw.set_progress_handler(count, 1)

        event.listen(store, "begin", watch)
        lease_one(store)
        event.remove(store, "begin", watch)
        return counted
    with write_transaction(store) as tx:
        tx.execute(text("ANALYZE deliveries"))
    with read_transaction(store) as tx:
        before = blocks_read(tx)
        list_due_endpoints(tx, datetime.now(UTC))
        return blocks_read(tx) - before


def blocks_read(tx: Any) -> int:
    """Blocks of the table and its indexes that this transaction has read."""
    tables = text(
        "SELECT coalesce(sum(pg_stat_get_xact_blocks_fetched(oid)), 0) FROM pg_class"
        " WHERE oid = 'deliveries'::regclass"
        " OR oid IN (SELECT indexrelid FROM pg_index WHERE indrelid = 'deliveries'::regclass)"
    )
    return int(tx.execute(tables).scalar())


def lease_one(store: Store) -> None:
    now = datetime.now(UTC)
    with write_transaction(store) as tx:
        assert list_due_endpoints(tx, now) == ["desk"]
        lease_deliveries(tx, "me", {"desk": 1}, now)


def test_a_lease_costs_the_same_whatever_waits_elsewhere(store: Store) -> None:
    add(store, *(f"http://127.0.0.1:1/{name}" for name in ("desk", "off", "later")))
    with write_transaction(store) as tx:
        set_enabled(tx, "off", "for a test")
    enqueue(store, *(alert(number, "desk") for number in range(5)))
    with write_transaction(store) as tx:
        tx.execute(update(deliveries).values(due_at=datetime.now(UTC) - HOUR))
    few = steps_of_a_lease(store)
    with write_transaction(store) as tx:
        tx.execute(update(deliveries).values(leased_by=None))
    add_crowd(store, 30_000)
    many = steps_of_a_lease(store)
    assert many <= 2 * few + 50


def add_crowd(store: Store, count: int) -> None:
    """So many deliveries that wait: for an endpoint that is off, for none, and in back-off."""
    now = datetime.now(UTC)
    with write_transaction(store) as tx:
        template = tx.execute(deliveries.select().limit(1)).one()._asdict()
        rows = [
            {
                **template,
                "delivery_id": f"crowd-{number}",
                "development": f"c{number}",
                "endpoint_id": ("off", "gone", "later")[number % 3],
                "due_at": now + HOUR if number % 3 == 2 else now - HOUR,
            }
            for number in range(count)
        ]
        tx.execute(insert(deliveries), rows)
