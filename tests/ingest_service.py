"""A real ingest service in this process, and a client for it."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from pactwire.domain.access import ApiKey
from pactwire.edges.health_checks import Health
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.store import migrate, open_store
from pactwire.ingest.app import IngestDependencies, serve
from pactwire.metrics import Metrics
from pactwire.settings import BrokerSettings, IngestSettings, RetentionSettings


def find_free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Service:
    """A running ingest service and a client for it."""

    def __init__(self, port: int, session: aiohttp.ClientSession, metrics: Metrics) -> None:
        self.base = f"http://127.0.0.1:{port}"
        self.session = session
        self.metrics = metrics

    async def post(self, **options: Any) -> tuple[int, dict[str, Any]]:
        async with self.session.post(f"{self.base}/v1/articles", **options) as answer:
            body = await answer.json(content_type=None)
            return answer.status, body | {"retry_after": answer.headers.get("Retry-After")}

    async def get(self, path: str) -> tuple[int, str]:
        async with self.session.get(f"{self.base}{path}") as answer:
            return answer.status, await answer.text()


@asynccontextmanager
async def running(
    broker: BrokerSettings,
    folder: Path,
    retention: RetentionSettings | None = None,
    load_keys: Callable[[], Iterable[ApiKey]] = tuple,
    **given: Any,
) -> AsyncIterator[Service]:
    port = find_free_port()
    settings = IngestSettings(port=port, allow_private_feeds=True, **given)
    store = open_store(f"sqlite:///{folder}/store.db")
    migrate(store)
    metrics = Metrics("ingest", "test")
    producer = EventProducer(broker, "ingest", metrics)
    stop = asyncio.Event()
    deps = IngestDependencies(
        store, producer, metrics, Health("broker", "store"),
        retention=retention or RetentionSettings(), load_keys=load_keys,
    )  # fmt: skip
    service = asyncio.create_task(serve(settings, deps, stop))
    try:
        async with aiohttp.ClientSession() as session:
            await until(lambda: answers(session, port))
            yield Service(port, session, metrics)
    finally:
        stop.set()
        await asyncio.wait_for(service, 10)
        producer.close()
        store.dispose()


async def answers(session: aiohttp.ClientSession, port: int) -> bool:
    try:
        async with session.get(f"http://127.0.0.1:{port}/live") as answer:
            return answer.status == 200
    except aiohttp.ClientError:
        return False


async def until(told: Callable[[], Any], seconds: float = 15) -> None:
    async with asyncio.timeout(seconds):
        while not await told():  # noqa: ASYNC110  another process is watched
            await asyncio.sleep(0.05)
