"""Nothing that a record holds stops a stage: the place is passed, the record done or set aside."""

import asyncio
import hashlib
import json
from collections.abc import Callable
from functools import partial
from itertools import chain
from typing import Any

import pytest
from confluent_kafka import Producer, TopicPartition
from confluent_kafka.admin import AdminClient, OffsetSpec

from hostile_records import HUGE, HostileRecord, hostile_records, write_hostile
from kafka_python_client import STAGES, Tail
from pactwire.alert.app import AlertDependencies, build_stages
from pactwire.alert.watch_cache import WatchCache
from pactwire.deliver.enqueue import EnqueueStage
from pactwire.domain.extraction.enrich import enrich
from pactwire.edges import clock
from pactwire.edges.health_checks import Health
from pactwire.edges.kafka.group_offsets import fetch_committed, open_group
from pactwire.edges.kafka.producer import EventProducer, librdkafka_config
from pactwire.edges.kafka.stage import Stage
from pactwire.edges.kafka.worker import StageDependencies, run_stages
from pactwire.edges.reference import load_reference
from pactwire.edges.store import Store, stored_watches, write_transaction
from pactwire.enrich.app import build_handler
from pactwire.metrics import Metrics
from pactwire.settings import BrokerSettings
from pactwire_schemas import (
    ALERTS,
    ARTICLES,
    CLAIMS,
    DEVELOPMENTS,
    ENRICHED,
    MATCHES,
    Topic,
    Watch,
)
from sample_events import START

pytestmark = pytest.mark.usefixtures("broker")

READ: tuple[Topic[Any], ...] = (ARTICLES, ENRICHED, CLAIMS, DEVELOPMENTS, MATCHES, ALERTS)
READ_BY: tuple[Topic[Any], ...] = (ARTICLES, CLAIMS, ENRICHED, DEVELOPMENTS, MATCHES, ALERTS)
"""The topic of each of `STAGES`."""
SEED = 20261129


@pytest.fixture
def kafka(broker: Any) -> None:
    if not broker.is_kafka:
        pytest.skip("the embedded broker takes neither these sizes nor these compressions")


def all_stages(store: Store, producer: EventProducer, metrics: Metrics) -> list[Stage[Any]]:
    """Every stage of every service, as the services put them together."""
    everything = Watch.model_validate({"id": "all", "name": "All", "when": {"changed": {}}})
    with write_transaction(store) as tx:
        stored_watches.save_watch(tx, everything, "command", START)
    watches = WatchCache(store, lambda _: None, metrics)
    watches.refresh()
    reference = load_reference()
    deps = AlertDependencies(
        store, producer, metrics, clock.now, lambda _: None, frozenset(reference.membership_periods)
    )
    enqueue = EnqueueStage(store, clock.now, lambda: None)
    reader = build_handler(
        partial(enrich, reference=reference, installed=None), Metrics("enrich", "test")
    )
    return [
        Stage("enrich", ARTICLES, reader),
        *build_stages(deps, watches),
        Stage("deliver", ALERTS, enqueue.handle, batch=100, blocking=True),
    ]


def lag(broker: BrokerSettings) -> dict[str, int]:
    """Records before each group."""
    client = AdminClient(librdkafka_config(broker, "tests"))
    parts = [TopicPartition(topic.name, number) for topic in READ for number in range(4)]
    asked = client.list_offsets({part: OffsetSpec.latest() for part in parts})
    ends = {(part.topic, part.partition): asked[part].result().offset for part in parts}
    behind = {}
    for stage, topic in zip(STAGES, READ_BY, strict=True):
        read = [part for part in parts if part.topic == topic.name]
        with open_group(broker, f"{broker.client_prefix}.{stage}") as member:
            done = fetch_committed(member, read)
        behind[stage] = sum(ends[part] - offset for part, offset in done.items())
    return behind


async def pass_everything(
    broker: BrokerSettings, store: Store, write: Callable[[], Any], within: float = 240
) -> Any:
    """Run all stages until none has anything before it; gives what `write` gave."""
    metrics = Metrics("alert", "test")
    producer = EventProducer(broker, "tests", metrics)
    stop = asyncio.Event()
    stages = await asyncio.to_thread(all_stages, store, producer, metrics)
    deps = StageDependencies("tests", broker, producer, metrics, Health())
    running = asyncio.create_task(run_stages(stages, deps, stop))
    try:
        written = await asyncio.to_thread(write)
        deadline = clock.monotonic() + within
        while any(behind := (await asyncio.to_thread(lag, broker)).values()):
            if running.done():
                running.result()
            assert clock.monotonic() < deadline, behind
            await asyncio.sleep(0.5)
    finally:
        stop.set()
        await asyncio.wait([running], timeout=20)
        producer.close()
    return written


@pytest.mark.usefixtures("kafka")
@pytest.mark.parametrize("mutations", [12, pytest.param(120, marks=pytest.mark.long)])
@pytest.mark.fault("letters")
async def test_no_record_stops_a_stage_and_none_is_lost(
    fresh: BrokerSettings, tail: Callable[..., Tail], store: Store, mutations: int
) -> None:
    letters = tail(*(topic.dead for topic in READ))
    made = [list(hostile_records(topic, SEED, mutations)) for topic in READ]
    write = partial(write_hostile, fresh, list(chain(*made)))
    written: list[HostileRecord] = await pass_everything(fresh, store, write)

    assert len(written) > len(READ) * mutations
    found = letters.silence(2)
    origins = {
        (headers["dlq.original.topic"], headers["dlq.original.partition"],
         headers["dlq.original.offset"])
        for headers in (dict(letter.headers) for letter in found)
    }  # fmt: skip
    assert len(origins) == len(found), "each once"
    shapes = [one for one in written if not one.what[0].isdigit() or one.what.endswith("digits")]
    assert len(found) >= len(shapes)


@pytest.mark.usefixtures("kafka")
@pytest.mark.parametrize("codec", ["gzip", "snappy", "lz4", "zstd"])
@pytest.mark.fault("letters")
async def test_a_dead_letter_that_does_not_fit_is_kept_as_its_head(
    fresh: BrokerSettings, tail: Callable[..., Tail], store: Store, codec: str
) -> None:
    letters = tail(ENRICHED.dead)
    value = json.dumps({"article": "x" * HUGE}).encode()
    large = HostileRecord("6 MB", ENRICHED.name, value, b"k", (("own", b"1"),), codec)
    behind = HostileRecord("behind it", ENRICHED.name, b"{}", b"k")
    written = await pass_everything(fresh, store, partial(write_hostile, fresh, [large, behind]))
    assert written == [large, behind], "it fits its topic"

    head, neighbour = letters.take(2)
    headers = {name: (content or b"").decode() for name, content in head.headers}
    assert head.key == b"k"
    assert value.startswith(head.value)
    assert len(head.value) >= 1024
    assert headers["own"] == "1"
    assert headers["dlq.original.topic"] == ENRICHED.name
    assert headers["dlq.original.length"] == str(len(value))
    assert headers["dlq.original.sha256"] == hashlib.sha256(value).hexdigest()
    assert int(headers["dlq.original.offset"]) >= 0
    assert neighbour.value == b"{}"


@pytest.mark.usefixtures("kafka")
async def test_the_end_of_a_transaction_is_no_lag(
    fresh: BrokerSettings, tail: Callable[..., Tail], store: Store
) -> None:
    letters = tail(ARTICLES.dead)
    metrics = Metrics("alert", "test")
    producer = EventProducer(fresh, "tests", metrics)
    stop, health = asyncio.Event(), Health()
    stage = Stage("enrich", ARTICLES, build_handler(no_reading, Metrics("enrich", "test")))
    deps = StageDependencies("tests", fresh, producer, metrics, health)
    running = asyncio.create_task(run_stages([stage], deps, stop))
    try:
        await asyncio.to_thread(write_in_transactions, fresh)
        letter, *_ = await asyncio.to_thread(letters.take, 2)
        assert letter.value == b"no article"
        for _ in range(100):
            lag = metrics.registry.get_sample_value(
                "pactwire_consumer_lag_records", {"stage": "enrich"}
            )
            if lag == 0 and health.ready()[0]:
                break
            await asyncio.sleep(0.2)
        assert lag == 0
    finally:
        stop.set()
        await asyncio.wait([running], timeout=20)
        producer.close()


def no_reading(article: Any) -> Any:
    raise AssertionError(f"{article} is an article")


def write_in_transactions(broker: BrokerSettings) -> None:
    """One record in a transaction that is committed, one in one that is aborted."""
    writer = Producer(
        {**librdkafka_config(broker, "tests"), "transactional.id": broker.client_prefix}
    )
    writer.init_transactions(30)
    for end in (writer.commit_transaction, writer.abort_transaction):
        writer.begin_transaction()
        writer.produce(ARTICLES.name, b"no article", b"k")
        writer.flush(30)
        end(30)
