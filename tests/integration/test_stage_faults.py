"""What the stages promise when things go wrong: nothing lost, nothing committed too early."""

import asyncio
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import Future
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaAdminClient

from kafka_python_client import Tail, put
from pactwire.edges.health_checks import Health
from pactwire.edges.kafka.admin import client_options
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.kafka.worker import Output, Stage, StageDependencies, run_stages
from pactwire.metrics import Metrics
from pactwire.settings import BrokerSettings
from pactwire_schemas import ARTICLES, ENRICHED, Article, EnrichedArticle, Source, Topic
from sample_events import START
from service_process import ServiceProcess, service

pytestmark = pytest.mark.usefixtures("broker")


def records(*names: str) -> list[tuple[bytes | None, bytes | None]]:
    made = []
    for name in names:
        one = Article(
            article_id=name, source=Source(name="s"), headline="Peru and Kenya sign an accord",
            body="Words about Peru. " * 40, received_at=START, content_hash="c",
        )  # fmt: skip
        record = ARTICLES.encode(one)
        made.append((record.key, record.value))
    return made


def copied(events: Sequence[Article]) -> list[list[Output]]:
    return [
        [
            Output(
                ENRICHED, EnrichedArticle(article=e, extractor_version="1", dictionary_version="1")
            )
        ]
        for e in events
    ]


class Withholding(EventProducer):
    """Publishes everything, and keeps the broker's word on one article to itself."""

    kept: str | None = None

    def publish(self, topic: Any, event: Any, traceparent: str | None = None) -> "Future[None]":
        future = super().publish(topic, event, traceparent)
        return Future() if event.subject == self.kept else future


@asynccontextmanager
async def working(
    broker: BrokerSettings, kept: str | None = None, **stage: Any
) -> AsyncIterator[asyncio.Task[None]]:
    """A stage in this process; stopped at the end."""
    metrics = Metrics("enrich", "test")
    producer = Withholding(broker, "enrich", metrics)
    producer.kept = kept
    stop = asyncio.Event()
    whole = Stage("enrich", stage.pop("topic", ARTICLES), stage.pop("handle", copied), **stage)
    deps = StageDependencies("enrich", broker, producer, metrics, Health())
    task = asyncio.create_task(run_stages([whole], deps, stop))
    try:
        yield task
    finally:
        stop.set()
        await asyncio.wait([task], timeout=10)
        producer.close()
    assert task.done()


def committed(broker: BrokerSettings) -> dict[int, int]:
    client = KafkaAdminClient(**client_options(broker, "tests"))
    try:
        group = f"{broker.client_prefix}.enrich"
        told = client.list_group_offsets(group)[group]
    finally:
        client.close()
    return {part.partition: at.offset for part, at in told.items() if part.topic == ARTICLES.name}


async def reached(broker: BrokerSettings, wanted: dict[int, int]) -> dict[int, int]:
    """The committed offsets, once they are as wanted or time is up."""
    for _ in range(100):
        if (now := await asyncio.to_thread(committed, broker)) == wanted:
            break
        await asyncio.sleep(0.1)
    return now


@pytest.fixture
def kafka(broker: Any) -> None:
    """The slow faults want a real Kafka; the embedded broker takes seconds to form each group."""
    if not broker.is_kafka:
        pytest.skip("needs a real Kafka")


@pytest.mark.parametrize("shape", [{}, {"batch": 50, "blocking": True}], ids=["inline", "batches"])
async def test_the_committed_offset_never_passes_an_event_the_broker_has_not_confirmed(
    broker: Any, fresh: BrokerSettings, tail: Callable[..., Tail], shape: dict[str, Any]
) -> None:
    if shape and not broker.is_kafka:
        pytest.skip("needs a real Kafka")
    articles, enriched = tail(ARTICLES.name), tail(ENRICHED.name)
    await asyncio.to_thread(put, fresh, ARTICLES.name, records(*(f"a{n}" for n in range(200))))
    came = await asyncio.to_thread(articles.take, 200)
    stuck = next(record for record in came if record.key == b"a100")
    ends = {p: max(r.offset for r in came if r.partition == p) + 1 for p in range(4)}
    allowed = ends | {stuck.partition: stuck.offset}

    async with working(fresh, kept="a100", **shape):
        await asyncio.to_thread(enriched.take, 200)
        while_running = await reached(fresh, allowed)
        await asyncio.sleep(1)
    after_stopping = await reached(fresh, allowed)
    async with working(fresh, **shape):
        again = await asyncio.to_thread(enriched.take, 1)
        in_the_end = await reached(fresh, ends)

    assert while_running == allowed
    assert after_stopping == allowed
    assert {record.key for record in again} >= {b"a100"}
    assert in_the_end == ends


@pytest.mark.fault("processes")
async def test_a_second_worker_joins_and_leaves_and_nothing_is_lost(
    fresh: BrokerSettings, tail: Callable[..., Tail]
) -> None:
    enriched = tail(ENRICHED.name)
    names = [f"r{number}" for number in range(1500)]

    def feed() -> None:
        for start in range(0, len(names), 50):
            put(fresh, ARTICLES.name, records(*names[start : start + 50]))

    async with working(fresh):
        feeding = asyncio.create_task(asyncio.to_thread(feed))
        got = await asyncio.to_thread(enriched.take, 100)
        async with working(fresh):
            got += await asyncio.to_thread(enriched.silence, 4)
        await feeding
        seen = {record.key for record in got}
        await asyncio.to_thread(
            enriched.until, lambda more: len(seen | {r.key for r in more}) == len(names), 60
        )

    ends = await asyncio.to_thread(committed, fresh)
    assert sum(ends.values()) >= len(names)


@pytest.mark.usefixtures("kafka")
async def test_a_topic_made_anew_under_a_worker_leaves_no_silent_gap(
    fresh: BrokerSettings, tail: Callable[..., Tail]
) -> None:
    topic = replace(ARTICLES, name=f"{fresh.client_prefix}.articles", partitions=1)
    enriched = tail(ENRICHED.name)
    await asyncio.to_thread(made_anew, fresh, topic)
    await asyncio.to_thread(put, fresh, topic.name, records(*(f"b{n}" for n in range(100))))
    async with working(fresh, topic=topic) as task:
        await asyncio.to_thread(enriched.take, 100)
        await asyncio.to_thread(made_anew, fresh, topic)
        await asyncio.to_thread(put, fresh, topic.name, records(*(f"c{n}" for n in range(20))))
        came: set[bytes] = set()
        deadline = time.monotonic() + 60
        while not task.done() and len(came) < 20:
            assert time.monotonic() < deadline, came
            polled = await asyncio.to_thread(enriched.poll)
            came |= {record.key for record in polled if record.key.startswith(b"c")}

    assert len(came) == 20 or "made anew" in str(task.exception())


def made_anew(broker: BrokerSettings, topic: Topic[Article]) -> None:
    client = KafkaAdminClient(**client_options(broker, "tests"))
    try:
        if topic.name in client.list_topics():
            client.delete_topics([topic.name])
            while topic.name in client.list_topics():
                time.sleep(0.1)
        client.create_topics({topic.name: {"num_partitions": 1, "replication_factor": 1}})
        client.wait_for_topics([topic.name])
    finally:
        client.close()


@pytest.mark.fault("processes")
def test_sigkill_while_two_thousand_articles_flow_loses_nothing(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path
) -> None:
    broker = fresh.model_copy(update={"session_timeout": 6.0})
    enriched = tail(ENRICHED.name)
    names = [f"k{number}" for number in range(2000)]

    def feed() -> None:
        for start in range(0, len(names), 100):
            put(broker, ARTICLES.name, records(*names[start : start + 100]))

    feeding = threading.Thread(target=feed)
    seen: Counter[bytes] = Counter()
    feeding.start()
    for share in (0.2, 0.5):
        with service("enrich", broker, tmp_path) as running:
            enough = int(len(names) * share)
            seen.update(
                r.key
                for r in enriched.until(
                    lambda got, enough=enough: len(seen.keys() | {r.key for r in got}) >= enough, 60
                )
            )
            running.kill()
    feeding.join()
    with service("enrich", broker, tmp_path):
        rest = enriched.until(lambda got: len(seen.keys() | {r.key for r in got}) >= 2000, 60)
        seen.update(record.key for record in rest)
        seen.update(record.key for record in enriched.silence(1))

    assert {key.decode() for key in seen} == set(names)
    assert seen.most_common(1)[0][1] <= 3


@pytest.mark.usefixtures("kafka")
def test_a_worker_that_is_stopped_in_full_flow_ends_in_order(
    fresh: BrokerSettings, tail: Callable[..., Tail], tmp_path: Path
) -> None:
    enriched = tail(ENRICHED.name)
    put(fresh, ARTICLES.name, records(*(f"s{number}" for number in range(1000))))
    seen: Counter[bytes] = Counter()
    for _ in range(2):
        running = ServiceProcess("enrich", fresh, tmp_path)
        running.until_ready()
        seen.update(record.key for record in enriched.take(1))
        assert running.child.stop(10) == 0, running.log()
    with service("enrich", fresh, tmp_path):
        rest = enriched.until(lambda got: len(seen.keys() | {r.key for r in got}) >= 1000, 60)
        seen.update(record.key for record in rest)

    assert len(seen) == 1000
    assert seen.most_common(1)[0][1] == 1
