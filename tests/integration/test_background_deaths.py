"""No background task dies unseen, and /ready says no when what the service needs is gone."""

import asyncio
import gc
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from pactwire.alert.app import AlertDependencies, serve
from pactwire.edges import clock
from pactwire.edges.health_checks import Health
from pactwire.edges.http import health_client
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.kafka.worker import Stage, StageDependencies, run_stages
from pactwire.edges.store import migrate, open_store, stored_watches, write_transaction
from pactwire.errors import PactwireError
from pactwire.metrics import Metrics
from pactwire.settings import AlertSettings, BrokerSettings, ProbeSettings
from pactwire_schemas import ARTICLES, Watch
from sample_events import START, enriched
from service_process import ServiceProcess, service

pytestmark = pytest.mark.usefixtures("broker")


@pytest.fixture(autouse=True)
def nothing_is_left_open() -> Iterator[None]:
    """What a service leaves open when it dies shows as a warning of its collection, a failure."""
    yield
    gc.collect()
    engine = [one for one in threading.enumerate() if type(one).__module__.startswith("mode.")]
    assert engine == [], "the engine still runs"


def until(holds: Callable[[], bool], within: float = 40) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        if holds():
            return True
        time.sleep(0.1)
    return False


def is_ready(running: ServiceProcess) -> bool:
    return health_client.get_probe(f"{running.base}/ready").status == 200


@pytest.mark.fault("readiness")
async def test_the_death_of_what_follows_watches_ends_the_alert_service(
    fresh: BrokerSettings, tmp_path: Path
) -> None:
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    migrate(store)
    metrics = Metrics("alert", "test")
    producer = EventProducer(fresh, "alert", metrics)

    def fail(names: object) -> None:
        raise ValueError(f"a bug over {names}")

    deps = AlertDependencies(store, producer, metrics, clock.now, fail, frozenset())
    settings = AlertSettings(probes=ProbeSettings(port=0), reload_interval=0.1)
    running = asyncio.create_task(serve(settings, fresh, deps, asyncio.Event()))
    await asyncio.sleep(0.5)
    assert not running.done()
    watch = Watch.model_validate(
        {"id": "w", "name": "W", "when": {"changed": {}}, "deliver": [{"topic": "alerts.w"}]}
    )
    with write_transaction(store) as tx:
        stored_watches.save_watch(tx, watch, "command", START)
    with pytest.raises(PactwireError, match="the background task watches ended: ValueError"):
        await asyncio.wait_for(running, 30)
    producer.close()
    store.dispose()


def start_stage(
    broker: BrokerSettings, producer_type: type[EventProducer], stop: asyncio.Event
) -> tuple[EventProducer, asyncio.Task[None]]:
    """A stage that runs and makes nothing of what comes."""
    metrics = Metrics("enrich", "test")
    producer = producer_type(broker, "enrich", metrics)
    deps = StageDependencies("enrich", broker, producer, metrics, Health())
    stage = Stage("enrich", ARTICLES, lambda events: [[] for _ in events])
    return producer, asyncio.create_task(run_stages([stage], deps, stop))


class Breaking(EventProducer):
    """A producer whose thread meets a bug in what it calls back."""

    def _on_delivery(self, *_: Any) -> None:
        raise RuntimeError("a bug in the thread")


@pytest.mark.fault("readiness")
async def test_the_death_of_the_publishers_thread_ends_the_service(
    fresh: BrokerSettings,
) -> None:
    producer, running = start_stage(fresh, Breaking, asyncio.Event())
    producer.publish(ARTICLES, enriched().article)
    with pytest.raises(PactwireError, match=r"the publisher.s thread has died: .*a bug in the"):
        await asyncio.wait_for(running, 60)
    assert "has died" in (producer.find_broker_error() or "")
    with pytest.raises(PactwireError, match="has died"):
        producer.publish(ARTICLES, enriched().article).result(1)
    assert all(thread.name != "producer" or thread.is_alive() for thread in threading.enumerate())


async def test_a_stage_that_is_stopped_while_it_starts_leaves_nothing_open(
    fresh: BrokerSettings,
) -> None:
    stop = asyncio.Event()
    producer, running = start_stage(fresh, EventProducer, stop)
    await asyncio.sleep(0.1)
    stop.set()
    await asyncio.wait_for(running, 30)
    producer.close()


@pytest.mark.fault("readiness")
def test_a_service_whose_store_was_deleted_is_not_ready(
    fresh: BrokerSettings, tmp_path: Path
) -> None:
    file = tmp_path / "store.db"
    url = {"PACTWIRE_STORE__URL": f"sqlite:///{file}"}
    with service("alert", fresh, tmp_path, **url) as running:
        kept = file.rename(tmp_path / "kept.db")
        assert until(lambda: not is_ready(running))
        assert "is gone" in health_client.get_probe(f"{running.base}/ready").body
        kept.rename(file)
        assert until(lambda: is_ready(running))
