"""The ingest service alone: requests and feeds in, records on a real broker, answers to trust."""

import asyncio
import io
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from kafka_python_client import Tail
from pactwire.edges.health_checks import Health
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.store import migrate, open_store
from pactwire.ingest import accept
from pactwire.ingest.app import IngestDependencies, serve
from pactwire.metrics import Metrics
from pactwire.settings import BrokerSettings, IngestSettings
from pactwire_schemas import ARTICLES, Article

NDJSON = {"Content-Type": "application/x-ndjson"}
JSON = {"Content-Type": "application/json"}


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
async def running(broker: BrokerSettings, folder: Path, **given: Any) -> AsyncIterator[Service]:
    port = find_free_port()
    settings = IngestSettings(port=port, allow_private_feeds=True, **given)
    store = open_store(f"sqlite:///{folder}/store.db")
    migrate(store)
    metrics = Metrics("ingest", "test")
    producer = EventProducer(broker, "ingest", metrics)
    stop = asyncio.Event()
    deps = IngestDependencies(store, producer, metrics, Health("broker", "store"))
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


async def articles(tail: Tail, count: int) -> list[Article]:
    records = await asyncio.to_thread(tail.take, count)
    return [ARTICLES.decode(record.value, record.headers) for record in records]


async def test_an_article_is_on_the_topic_when_202_is_answered(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path
) -> None:
    reader = tail(ARTICLES.name)
    async with running(fresh, tmp_path) as service:
        status, receipt = await service.post(
            json={
                "url": "https://paper.example/1?utm_source=x",
                "headline": "Norway joins a pact",
                "source": {"name": "Paper", "tier": 2},
            }
        )
        assert status == 202
        (article,) = await articles(reader, 1)
    assert (article.article_id, article.version) == (receipt["article_id"], 1)
    assert article.canonical_url == "https://paper.example/1"
    assert article.source.domain == "paper.example"


async def test_the_same_article_twice_is_one_and_a_changed_body_is_a_version(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path
) -> None:
    reader = tail(ARTICLES.name)
    first = {"url": "https://paper.example/2", "headline": "a", "body": "one"}
    async with running(fresh, tmp_path) as service:
        outcomes = [(await service.post(json=first))[1]["outcome"] for _ in range(2)]
        changed = await service.post(json=first | {"body": "two"})
        gone = await service.post(json={"url": first["url"], "pub_status": "canceled"})
        versions = [article.version for article in await articles(reader, 3)]
    assert outcomes == ["accepted", "duplicate"]
    assert changed[1]["version"] == 2
    assert gone[1]["version"] == 3
    assert versions == [1, 2, 3]


async def test_ndjson_is_taken_whole_or_not_at_all(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path
) -> None:
    reader = tail(ARTICLES.name)
    good = b"\n".join(b'{"headline": "row %d", "guid": "g%d"}' % (n, n) for n in range(100))
    async with running(fresh, tmp_path) as service:
        bad = await service.post(data=good[:60] + b'\n{"headline": 4}\n', headers=NDJSON)
        whole = await service.post(data=good, headers=NDJSON)
        many = await service.post(data=good + b'\n{"headline": "x"}', headers=NDJSON)
        assert bad[0] == 400
        assert bad[1]["line"] > 1
        assert whole[0] == 202
        assert len(whole[1]["articles"]) == 100
        assert many[0] == 413
        assert len(await articles(reader, 100)) == 100
    assert reader.silence(0.5) == []


@pytest.mark.parametrize(
    ("options", "status", "told"),
    [
        ({"data": b"{", "headers": JSON}, 400, "not JSON"),
        ({"json": {"headline": 5}}, 400, "headline"),
        ({"json": {"heading": "x"}}, 400, "heading"),
        ({"json": [1]}, 400, "JSON object"),
        ({"data": b"", "headers": NDJSON}, 400, "no article"),
        ({"data": b"x", "headers": {"Content-Type": "image/png"}}, 415, "application/json"),
        ({"json": {"body": "x" * 200_001}}, 413, "200,000 characters"),
        ({"data": io.BytesIO(b" " * (1024 * 1024 + 1)), "headers": JSON}, 413, "1,048,576 bytes"),
    ],
)
async def test_a_mistake_is_answered_with_its_field_and_reason(
    fresh: BrokerSettings, tmp_path: Path, options: dict[str, Any], status: int, told: str
) -> None:
    async with running(fresh, tmp_path) as service:
        answer = await service.post(**options)
    assert answer[0] == status
    assert told in answer[1]["detail"]


async def test_the_field_at_fault_is_named_apart(fresh: BrokerSettings, tmp_path: Path) -> None:
    async with running(fresh, tmp_path) as service:
        _, answer = await service.post(json={"headline": "a", "published_at": "soon"})
    assert answer["field"] == "published_at"


async def test_without_a_broker_it_says_503_and_lives_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(accept, "PUBLISH_TIMEOUT", 1.0)
    nowhere = BrokerSettings(bootstrap=f"127.0.0.1:{find_free_port()}")
    async with running(nowhere, tmp_path) as service:
        status, answer = await service.post(json={"headline": "a"})
        assert status == 503
        assert answer["retry_after"] == "5"
        assert (await service.get("/live"))[0] == 200
        ready, checks = await service.get("/ready")
        assert ready == 503
        assert "broker" in checks
        again, _ = await service.post(json={"headline": 1})
        assert again == 400


async def test_what_was_refused_for_want_of_a_broker_is_published_when_sent_again(
    fresh: BrokerSettings,
    tail: Callable[..., Tail],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(accept, "PUBLISH_TIMEOUT", 1.0)
    reader = tail(ARTICLES.name)
    story = {"url": "https://paper.example/3", "headline": "a"}
    async with running(
        BrokerSettings(bootstrap=f"127.0.0.1:{find_free_port()}"), tmp_path
    ) as service:
        assert (await service.post(json=story))[0] == 503
    async with running(fresh, tmp_path) as service:
        status, receipt = await service.post(json=story)
        assert (status, receipt["outcome"], receipt["version"]) == (202, "accepted", 1)
        assert len(await articles(reader, 1)) == 1


async def test_the_metrics_count_what_came_in(fresh: BrokerSettings, tmp_path: Path) -> None:
    async with running(fresh, tmp_path) as service:
        await service.post(json={"headline": "a", "guid": "1"})
        await service.post(json={"headline": "a", "guid": "1"})
        await service.post(json={"headline": 1})
        _, text = await service.get("/metrics")
    for outcome in ("accepted", "duplicate", "invalid"):
        sample = f'pactwire_ingest_articles_total{{intake="api",outcome="{outcome}"}} 1.0'
        assert sample in text
    assert "pactwire_ingest_request_seconds_count 3.0" in text


ENTRY = (
    "<item><title>{0}</title><link>https://paper.example/{0}</link>"
    "<guid>{0}</guid><description>Words of {0}.</description></item>"
)


def rss(*names: str) -> bytes:
    items = "".join(ENTRY.format(name) for name in names)
    return f'<rss version="2.0"><channel><title>Feed</title>{items}</channel></rss>'.encode()


class Paper:
    """A small newspaper: a good feed, a broken one, a huge one and one that never answers."""

    def __init__(self) -> None:
        self.names = ["one", "two"]
        self.asked: list[str | None] = []
        self.hanging = asyncio.Event()

    async def good(self, request: web.Request) -> web.Response:
        tag = f'"{"-".join(self.names)}"'
        self.asked.append(request.headers.get("If-None-Match"))
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304)
        return web.Response(body=rss(*self.names), headers={"ETag": tag})

    async def broken(self, request: web.Request) -> web.Response:
        del request
        return web.Response(text="<html>sorry</html>")

    async def huge(self, request: web.Request) -> web.Response:
        del request
        return web.Response(body=rss(*(f"n{n}" for n in range(2000))))

    async def silent(self, request: web.Request) -> web.Response:
        del request
        await self.hanging.wait()
        return web.Response()


@pytest.fixture
async def paper() -> AsyncIterator[tuple[Paper, str]]:
    made = Paper()
    app = web.Application()
    for path in ("good", "broken", "huge", "silent"):
        app.router.add_get(f"/{path}", getattr(made, path))
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield made, f"http://127.0.0.1:{runner.addresses[0][1]}"
    made.hanging.set()
    await runner.cleanup()


async def test_feeds_are_read_once_each_and_one_that_fails_delays_no_other(
    fresh: BrokerSettings,
    tail: Callable[..., Tail],
    tmp_path: Path,
    paper: tuple[Paper, str],
) -> None:
    made, base = paper
    reader = tail(ARTICLES.name)
    feeds = [
        {"url": f"{base}/{path}", "interval": 0.2} for path in ("silent", "broken", "huge", "good")
    ]
    feeds[3] |= {"name": "The Paper", "tier": 2, "language": "en"}
    async with running(
        fresh, tmp_path, feeds=tuple(feeds), feed_max_bytes=50_000, feed_timeout=1
    ) as service:
        found = await articles(reader, 2)
        made.names.append("three")
        found += await articles(reader, 1)

        async def polled_thrice() -> bool:
            return len(made.asked) > 3

        await until(polled_thrice)
        _, text = await service.get("/metrics")
    assert {article.headline for article in found} == {"one", "two", "three"}
    assert all(article.source.tier == 2 for article in found)
    assert found[0].source.name == "The Paper"
    assert found[0].language == "en"
    assert made.asked[0] is None
    assert '"one-two"' in made.asked
    assert 'pactwire_ingest_feed_polls_total{result="failed"}' in text
    assert reader.silence(0.5) == []


async def test_a_feed_on_a_private_address_is_not_asked(
    fresh: BrokerSettings, tmp_path: Path, paper: tuple[Paper, str]
) -> None:
    made, base = paper
    store = open_store(f"sqlite:///{tmp_path}/store.db")
    migrate(store)
    settings = IngestSettings(
        port=find_free_port(),
        feeds=({"url": f"{base}/good", "interval": 0.1},),  # type: ignore[arg-type]
    )
    metrics = Metrics("ingest", "test")
    producer = EventProducer(fresh, "ingest", metrics)
    stop = asyncio.Event()
    deps = IngestDependencies(store, producer, metrics, Health())
    service = asyncio.create_task(serve(settings, deps, stop))

    async def failed() -> bool:
        return b'feed_polls_total{result="failed"} 0.0' not in metrics.render()

    await until(failed)
    stop.set()
    await service
    producer.close()
    store.dispose()
    assert made.asked == []
