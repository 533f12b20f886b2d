"""The deliver service: alerts on a real broker, signed requests at a receiver, nothing twice."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from standardwebhooks import Webhook

import pactwire.deliver.record as record_module
from kafka_python_client import Tail
from loopback_app import serve_app
from pactwire.deliver.app import DeliverDependencies, serve
from pactwire.deliver.enqueue import EnqueueStage
from pactwire.domain.delivery.signature import encode_secret
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.store import Store, read_transaction, write_transaction
from pactwire.edges.store.deliveries import count_by_state, measure_backlog
from pactwire.edges.store.endpoints import add_endpoint, get_endpoint, remove_endpoint
from pactwire.errors import PactwireError
from pactwire.metrics import Metrics
from pactwire.settings import BrokerSettings, DeliverSettings, ProbeSettings
from pactwire_schemas import ALERTS, DELIVERIES, Alert

EXAMPLE = Path(__file__).parents[2] / "schemas" / "examples" / "news.alerts.v1.json"
SECRET = encode_secret(bytes(range(32)))


def alert(number: int, *endpoints: str, **given: Any) -> Alert:
    example = ALERTS.decode(EXAMPLE.read_bytes())
    assert example.development
    development = example.development.model_copy(update={"development_id": f"d{number}"})
    fields = {"alert_id": f"a{number}", "endpoints": endpoints, "development": development}
    return example.model_copy(update={**fields, "alerted_at": datetime.now(UTC), **given})


class Receiver:
    """A receiver that verifies every request, and answers as it is told."""

    def __init__(self) -> None:
        self.got: list[dict[str, Any]] = []
        self.ids: list[str] = []
        self.answers: list[int] = []
        self.hang = asyncio.Event()
        self.url = ""

    async def good(self, request: web.Request) -> web.Response:
        body = await request.read()
        self.ids.append(request.headers["webhook-id"])
        self.got.append(Webhook(SECRET).verify(body, dict(request.headers)))
        return web.Response(status=self.answers.pop(0) if self.answers else 204)

    async def slow(self, request: web.Request) -> web.Response:
        del request
        await self.hang.wait()
        return web.Response()

    async def away(self, request: web.Request) -> web.Response:
        del request
        raise web.HTTPFound(f"{self.url}/good")

    async def arrived(self, count: int, within: float = 20) -> None:
        async with asyncio.timeout(within):
            while len(self.got) < count:  # noqa: ASYNC110  requests come from another task
                await asyncio.sleep(0.02)


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    made = Receiver()
    app = web.Application()
    for path in ("good", "slow", "away"):
        app.router.add_post(f"/{path}", getattr(made, path))
    async with serve_app(app) as port:
        made.url = f"http://127.0.0.1:{port}"
        yield made
        made.hang.set()


@pytest.fixture
def store(sqlite_store: Store) -> Store:
    return sqlite_store


def endpoint(store: Store, name: str, url: str) -> None:
    with write_transaction(store) as tx:
        add_endpoint(tx, name, url, SECRET, datetime.now(UTC))


def states(store: Store, name: str) -> dict[str, int]:
    with read_transaction(store) as tx:
        return count_by_state(tx, name)


async def until(held: Callable[[], bool], within: float = 20) -> None:
    async with asyncio.timeout(within):
        while not held():  # noqa: ASYNC110  the store is watched
            await asyncio.sleep(0.02)


@asynccontextmanager
async def service(
    broker: BrokerSettings, store: Store, **given: Any
) -> AsyncIterator[Callable[..., Awaitable[None]]]:
    settings = DeliverSettings(
        probes=ProbeSettings(port=0),
        **{"allow_private_targets": True, "poll_interval": 0.05, "total_timeout": 2, **given},
    )
    metrics = Metrics("deliver", "test")
    producer = EventProducer(broker, "deliver", metrics)
    stop = asyncio.Event()
    deps = DeliverDependencies(store, producer, metrics)
    running = asyncio.create_task(serve(settings, broker, deps, stop))

    async def publish(*alerts: Alert) -> None:
        for one in alerts:
            await asyncio.wrap_future(producer.publish(ALERTS, one))

    try:
        yield publish
    finally:
        stop.set()
        await asyncio.wait_for(running, 15)
        producer.close()


async def test_an_alert_becomes_a_verified_webhook_and_a_record_of_the_attempt(
    fresh: BrokerSettings, store: Store, receiver: Receiver, tail: Callable[..., Tail]
) -> None:
    reader = tail(DELIVERIES.name)
    endpoint(store, "desk", f"{receiver.url}/good")
    async with service(fresh, store) as publish:
        await publish(alert(1, "desk"), alert(2), alert(1, "desk"))
        await receiver.arrived(1)
        (record,) = await asyncio.to_thread(reader.take, 1)
    assert len(receiver.got) == 1
    assert receiver.got[0]["data"]["alert_id"] == "a1"
    attempt = DELIVERIES.decode(record.value, record.headers)
    assert (attempt.outcome, attempt.status_code, attempt.attempt) == ("delivered", 204, 1)
    assert attempt.delivery_id == receiver.ids[0]


async def test_a_failure_is_tried_again_with_the_same_id(
    fresh: BrokerSettings, store: Store, receiver: Receiver
) -> None:
    receiver.answers = [500, 429]
    endpoint(store, "desk", f"{receiver.url}/good")
    async with service(fresh, store, retry_schedule=(0.1, 0.1, 0.1)) as publish:
        await publish(alert(1, "desk"))
        await receiver.arrived(3)
        await until(lambda: states(store, "desk") == {"delivered": 1})
    assert len(set(receiver.ids)) == 1


async def test_one_endpoint_that_hangs_and_one_that_redirects_hold_up_no_other(
    fresh: BrokerSettings, store: Store, receiver: Receiver
) -> None:
    for name in ("slow", "away", "good"):
        endpoint(store, name, f"{receiver.url}/{name}")
    async with service(fresh, store) as publish:
        await publish(*(alert(n, "slow", "away", "good") for n in range(30)))
        await receiver.arrived(30)
        assert states(store, "slow") == {"pending": 30}
        await until(lambda: states(store, "good") == {"delivered": 30})
    assert states(store, "away") == {"pending": 30}
    assert len(receiver.got) == 30


async def test_a_mistake_in_the_dispatcher_ends_the_service(
    fresh: BrokerSettings, store: Store, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*given: object) -> None:
        raise AssertionError("a mistake of ours")

    monkeypatch.setattr(record_module, "next_step", broken)
    endpoint(store, "desk", f"{receiver.url}/good")
    mistake = "the background task dispatcher ended: .*a mistake of ours"
    with pytest.raises(PactwireError, match=mistake):  # noqa: PT012  it ends while it is used
        async with service(fresh, store) as publish:
            await publish(alert(1, "desk"))
            await receiver.arrived(1)


async def test_410_disables_the_endpoint(
    fresh: BrokerSettings, store: Store, receiver: Receiver
) -> None:
    receiver.answers = [410]
    endpoint(store, "desk", f"{receiver.url}/good")
    async with service(fresh, store) as publish:
        await publish(alert(1, "desk"))
        await until(lambda: states(store, "desk") == {"failed": 1})
    with read_transaction(store) as tx:
        found = get_endpoint(tx, "desk")
    assert not found.enabled
    assert found.disabled_because
    assert "410" in found.disabled_because


async def test_an_address_of_this_machine_is_blocked_unless_it_is_allowed(
    fresh: BrokerSettings, store: Store, receiver: Receiver
) -> None:
    endpoint(store, "desk", f"{receiver.url}/good")
    async with service(fresh, store, allow_private_targets=False) as publish:
        await publish(alert(1, "desk"))

        def tried() -> bool:
            with read_transaction(store) as tx:
                return get_endpoint(tx, "desk").failing_since is not None

        await until(tried)
    assert receiver.got == []
    assert states(store, "desk") == {"pending": 1}


async def test_what_was_queued_is_delivered_by_the_next_process(
    fresh: BrokerSettings, store: Store, receiver: Receiver
) -> None:
    endpoint(store, "desk", f"{receiver.url}/good")
    EnqueueStage(store, lambda: datetime.now(UTC), lambda: None).handle(
        [alert(n, "desk") for n in range(20)]
    )
    async with service(fresh, store):
        await receiver.arrived(20)
    assert len(set(receiver.ids)) == 20


async def test_an_alert_for_an_endpoint_that_comes_later_waits_for_it(
    fresh: BrokerSettings, store: Store, receiver: Receiver
) -> None:
    async with service(fresh, store) as publish:
        await publish(alert(1, "late"))
        await until(lambda: states(store, "late") == {"pending": 1})
        endpoint(store, "late", f"{receiver.url}/good")
        await receiver.arrived(1)
        await until(lambda: states(store, "late") == {"delivered": 1})
    assert len(receiver.ids) == 1


def test_a_development_that_fits_two_watches_of_an_endpoint_is_one_delivery_naming_both(
    store: Store,
) -> None:
    endpoint(store, "desk", "http://127.0.0.1:1/")
    first = alert(1, "desk")
    second = first.model_copy(
        update={
            "alert_id": "b1",
            "watch": first.watch.model_copy(update={"watch_id": "second-watch"}),
        }
    )
    queueing = EnqueueStage(store, lambda: datetime.now(UTC) - timedelta(seconds=1), lambda: None)
    queueing.handle([first, second, first, second])
    with read_transaction(store) as tx:
        assert measure_backlog(tx).pending == 1
        row = tx.exec_driver_sql("SELECT also FROM deliveries").one()
    assert json.loads(row.also) == ["second-watch"]


def test_a_replaced_secret_signs_for_one_more_day(store: Store) -> None:
    now, new = datetime.now(UTC), encode_secret(bytes(32))
    with write_transaction(store) as tx:
        assert add_endpoint(tx, "desk", "https://a.example/", SECRET, now)
        assert not add_endpoint(tx, "desk", "https://a.example/", new, now)
        found = get_endpoint(tx, "desk")
        assert found.secrets(now) == (new, SECRET)
        assert found.secrets(now + timedelta(hours=25)) == (new,)
        remove_endpoint(tx, "desk")
