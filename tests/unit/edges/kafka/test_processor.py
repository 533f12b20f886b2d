"""The loop of a stage with the broker's word in the test's hands; the broker is the only fake."""

import asyncio
import signal
import threading
from collections.abc import AsyncIterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
import pytest_asyncio

from pactwire.edges.health_checks import Health
from pactwire.edges.kafka import processor
from pactwire.edges.kafka.processor import MAX_IN_FLIGHT, Processor
from pactwire.edges.kafka.stage import ConsumedRecord, Output, Stage
from pactwire.errors import InvalidEvent, Misconfigured, PactwireError, Retryable, WriteCollision
from pactwire.metrics import Metrics
from pactwire_schemas import ARTICLES, ENRICHED, Article, EnrichedArticle, Source

MOMENT = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass
class Sent:
    topic: str
    key: bytes | None
    value: bytes | None
    headers: dict[str, bytes | None]
    future: "Future[None]" = field(default_factory=Future)

    @property
    def error_message(self) -> str:
        return (self.headers["dlq.error.message"] or b"").decode()


class Broker:
    """Takes records and leaves the answer to the test, or confirms at once."""

    def __init__(self, *, confirms: bool = True) -> None:
        self.sent: list[Sent] = []
        self.confirms = confirms
        self.refusals: list[Exception] = []

    def publish(self, topic: Any, event: Any, traceparent: str | None = None) -> "Future[None]":
        record = topic.encode(event, traceparent)
        return self.publish_raw(topic.name, record.key, record.value, record.headers)

    def publish_raw(
        self, topic: str, key: bytes | None, value: bytes | None, headers: Sequence[Any]
    ) -> "Future[None]":
        sent = Sent(topic, key, value, dict(headers))
        self.sent.append(sent)
        if self.refusals:
            sent.future.set_exception(self.refusals.pop(0))
        elif self.confirms:
            sent.future.set_result(None)
        return sent.future

    def to(self, topic: str) -> list[Sent]:
        return [sent for sent in self.sent if sent.topic == topic]


class Bench:
    """A stage at work on articles numbered from 0."""

    def __init__(self, broker: Broker, handle: Any = None, **stage: Any) -> None:
        self.broker = broker
        self.metrics = Metrics("enrich", "test")
        whole = Stage("enrich", ARTICLES, handle or enriched, **stage)
        self.processor: Processor[Article] = Processor(
            whole,
            "pactwire.enrich",
            broker,
            self.metrics,  # type: ignore[arg-type]
            health := Health(),
        )
        self.health = health
        self.acknowledged: list[int] = []
        self.task = asyncio.create_task(self.processor.run())

    def give(self, *records: tuple[bytes | None, bytes | None]) -> None:
        for key, value in records:
            offset = getattr(self, "_next", 0)
            self._next = offset + 1
            self.processor.accept(
                ConsumedRecord(
                    ARTICLES.name,
                    0,
                    offset,
                    0,
                    key,
                    value,
                    (),
                    lambda offset=offset: self.acknowledged.append(offset),
                )
            )

    async def settle(self) -> None:
        for _ in range(200):
            await asyncio.sleep(0.001)

    def fate(self, name: str) -> float:
        value = self.metrics.registry.get_sample_value(
            "pactwire_events_processed_total", {"fate": name}
        )
        assert value is not None
        return value


def article(name: str = "a") -> tuple[bytes, bytes]:
    one = Article(
        article_id=name, source=Source(name="s"), headline="h", received_at=MOMENT, content_hash="c"
    )
    record = ARTICLES.encode(one)
    return record.key, record.value


def enriched(events: Sequence[Article]) -> list[list[Output]]:
    return [
        [
            Output(
                ENRICHED, EnrichedArticle(article=e, extractor_version="1", dictionary_version="1")
            )
        ]
        for e in events
    ]


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processor, "HANDLE_RETRY_DELAYS", (0.001, 0.001))
    monkeypatch.setattr(processor, "PUBLISH_RETRY_DELAY", 0.001)


@pytest_asyncio.fixture
async def benches() -> AsyncIterator[list[Bench]]:
    made: list[Bench] = []
    yield made
    for bench in made:
        bench.task.cancel()
        bench.processor.failed.cancel()
    await asyncio.gather(*(bench.task for bench in made), return_exceptions=True)


@pytest.mark.parametrize("outage", [Retryable("the store is away"), OSError(28, "No space left")])
async def test_an_outage_keeps_the_place_and_shows_until_it_is_over(
    benches: list[Bench], monkeypatch: pytest.MonkeyPatch, outage: Exception
) -> None:
    monkeypatch.setattr(processor, "HANDLE_RETRY_DELAYS", (0.1,) * 100)
    is_away = True

    def handle(events: Sequence[Article]) -> list[list[Output]]:
        if is_away:
            raise outage
        return enriched(events)

    benches.append(bench := Bench(broker := Broker(), handle))
    bench.health.set("broker", ok=True, why="answers")
    bench.give(article("a"), article("b"))
    await bench.settle()
    ready, checks = bench.health.ready()
    assert not ready
    assert str(outage) in [check.why for check in checks]
    assert broker.to(ARTICLES.dead) == []
    assert bench.acknowledged == []

    is_away = False
    await bench.settle()
    assert bench.acknowledged == [0, 1]
    assert bench.health.ready()[0]


REFUSAL = InvalidEvent("larger than the topic takes")


@pytest.mark.parametrize("refusals", [1, 2])
async def test_a_dead_letter_that_is_refused_is_sent_again_with_less(
    benches: list[Bench], refusals: int
) -> None:
    benches.append(bench := Bench(broker := Broker()))
    broker.refusals = [REFUSAL] * refusals
    bench.give((b"k", b"no article" * 10_000), article("b"))
    await bench.settle()

    letters = broker.to(ARTICLES.dead)
    assert len(letters) == 1 + refusals
    assert len(letters[-1].value or b"") < len(letters[0].value or b"")
    assert letters[-1].headers["dlq.original.length"] == b"100000"
    assert bench.acknowledged == [0, 1]


async def test_a_dead_letter_topic_that_takes_nothing_ends_the_stage(benches: list[Bench]) -> None:
    benches.append(bench := Bench(broker := Broker()))
    broker.refusals = [REFUSAL] * 3
    bench.give((b"k", b"no article" * 10_000))
    await bench.settle()
    assert bench.processor.failed.exception() is REFUSAL
    assert bench.acknowledged == []


async def test_an_event_that_collides_each_time_is_set_aside_and_its_neighbours_pass(
    benches: list[Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processor, "HANDLE_RETRY_DELAYS", (0.001,) * 8)

    def handle(events: Sequence[Article]) -> list[list[Output]]:
        if any(event.article_id == "b" for event in events):
            raise WriteCollision("another writer was first")
        return enriched(events)

    benches.append(bench := Bench(broker := Broker(), handle, batch=10))
    bench.give(article("a"), article("b"), article("c"))
    await bench.settle()
    assert [sent.key for sent in broker.to(ARTICLES.dead)] == [b"b"]
    assert bench.acknowledged == [0, 1, 2]
    assert bench.health.ready()[0]


async def test_nothing_is_acknowledged_before_the_broker_confirmed_it(benches: list[Bench]) -> None:
    broker = Broker(confirms=False)
    benches.append(bench := Bench(broker))
    bench.give(article("a"), article("b"), article("c"))
    await bench.settle()

    assert len(broker.sent) == 3
    assert bench.acknowledged == []
    for number, offsets in ((2, []), (1, []), (0, [0, 1, 2])):
        broker.sent[number].future.set_result(None)
        await bench.settle()
        assert bench.acknowledged == offsets


async def test_a_failed_confirmation_stops_acknowledgement_until_the_repeat_is_confirmed(
    benches: list[Bench],
) -> None:
    broker = Broker(confirms=False)
    benches.append(bench := Bench(broker))
    bench.give(article("a"), article("b"))
    await bench.settle()
    first, second = broker.sent
    first.future.set_exception(Retryable("no word"))
    second.future.set_result(None)
    await bench.settle()

    assert bench.acknowledged == []
    repeat = broker.sent[2]
    assert repeat.value == first.value
    repeat.future.set_result(None)
    await bench.settle()
    assert bench.acknowledged == [0, 1]


async def test_a_broker_that_never_takes_it_ends_the_stage_unacknowledged(
    benches: list[Bench],
) -> None:
    broker = Broker()
    broker.refusals = [Retryable("no word")] * processor.MAX_PUBLISH_ATTEMPTS
    benches.append(bench := Bench(broker))
    bench.give(article())

    with pytest.raises(Retryable):
        await asyncio.wait_for(asyncio.shield(bench.processor.failed), 5)
    assert bench.acknowledged == []


async def test_a_broker_that_refuses_us_ends_the_stage(benches: list[Bench]) -> None:
    broker = Broker()
    broker.refusals = [Misconfigured("no rights")]
    benches.append(bench := Bench(broker))
    bench.give(article())

    with pytest.raises(Misconfigured):
        await asyncio.wait_for(asyncio.shield(bench.processor.failed), 5)
    assert bench.acknowledged == []


async def test_an_output_too_large_for_its_topic_sets_its_event_aside(benches: list[Bench]) -> None:
    broker = Broker()
    broker.refusals = [InvalidEvent("larger than the topic takes")]
    benches.append(bench := Bench(broker))
    bench.give(article("a"), article("b"))
    await bench.settle()

    assert [dead_letter.key for dead_letter in broker.to(ARTICLES.dead)] == [b"a"]
    assert bench.acknowledged == [0, 1]


async def test_a_dead_letter_that_no_one_takes_ends_the_stage(benches: list[Bench]) -> None:
    broker = Broker()
    broker.refusals = [InvalidEvent("larger than the topic takes")]
    benches.append(bench := Bench(broker))
    bench.give((b"k", b"not json"))

    with pytest.raises(PactwireError):
        await asyncio.wait_for(asyncio.shield(bench.processor.failed), 5)
    assert bench.acknowledged == []


async def test_a_broken_record_is_set_aside_as_it_was_and_its_neighbours_pass(
    benches: list[Bench],
) -> None:
    broker = Broker()
    benches.append(bench := Bench(broker))
    bench.give(article("a"), (b"k", b"\xff{not json"), article("b"))
    await bench.settle()

    (dead_letter,) = broker.to(ARTICLES.dead)
    assert (dead_letter.key, dead_letter.value) == (b"k", b"\xff{not json")
    assert dead_letter.headers["dlq.original.offset"] == b"1"
    assert len(broker.to(ENRICHED.name)) == 2
    assert bench.acknowledged == [0, 1, 2]
    assert bench.fate("invalid") == 1


async def test_a_record_under_a_foreign_key_is_set_aside(benches: list[Bench]) -> None:
    broker = Broker()
    benches.append(bench := Bench(broker))
    bench.give((b"another", article("a")[1]), (None, article("a")[1]))
    await bench.settle()

    assert [dead_letter.error_message for dead_letter in broker.to(ARTICLES.dead)] == [
        "the key is not the article id"
    ] * 2


async def test_only_the_event_at_fault_in_a_batch_is_set_aside(benches: list[Bench]) -> None:
    def handle(events: Sequence[Article]) -> list[list[Output]]:
        if any(event.article_id == "bad" for event in events):
            raise InvalidEvent("no good")
        return enriched(events)

    broker = Broker()
    benches.append(bench := Bench(broker, handle, batch=10))
    bench.give(article("a"), article("bad"), article("b"))
    await bench.settle()

    assert [sent.key for sent in broker.to(ENRICHED.name)] == [b"a", b"b"]
    assert [dead_letter.key for dead_letter in broker.to(ARTICLES.dead)] == [b"bad"]
    assert bench.acknowledged == [0, 1, 2]


async def test_a_stage_gets_a_batch_of_what_has_already_arrived(benches: list[Bench]) -> None:
    sizes: list[int] = []

    def handle(events: Sequence[Article]) -> list[list[Output]]:
        sizes.append(len(events))
        return enriched(events)

    benches.append(bench := Bench(Broker(), handle, batch=4, blocking=True))
    bench.give(*(article(f"a{number}") for number in range(10)))
    await bench.settle()

    assert sizes == [4, 4, 2]
    assert bench.acknowledged == list(range(10))


async def test_a_retryable_failure_is_tried_again(benches: list[Bench]) -> None:
    tries: list[int] = []

    def handle(events: Sequence[Article]) -> list[list[Output]]:
        tries.append(len(events))
        if len(tries) < 3:
            raise Retryable("the store is away")
        return enriched(events)

    broker = Broker()
    benches.append(bench := Bench(broker, handle))
    bench.give(article())
    await bench.settle()

    assert len(tries) == 3
    assert bench.acknowledged == [0]
    assert bench.fate("retried") == 2
    assert not broker.to(ARTICLES.dead)


async def test_a_failure_that_stays_retryable_ends_the_stage_and_nothing_is_set_aside(
    benches: list[Bench],
) -> None:
    def handle(events: Sequence[Article]) -> list[list[Output]]:
        raise Retryable("the store is away")

    broker = Broker()
    benches.append(bench := Bench(broker, handle))
    bench.give(article())
    with pytest.raises(Retryable, match="the store is away"):
        await asyncio.wait_for(asyncio.shield(bench.task), 5)

    assert bench.acknowledged == []
    assert broker.to(ARTICLES.dead) == []


async def test_a_bug_is_set_aside_and_counted_and_the_stage_goes_on(benches: list[Bench]) -> None:
    def handle(events: Sequence[Article]) -> list[list[Output]]:
        if events[0].article_id == "odd":
            raise ZeroDivisionError
        return enriched(events)

    broker = Broker()
    benches.append(bench := Bench(broker, handle))
    bench.give(article("odd"), article("b"))
    await bench.settle()

    assert [dead_letter.key for dead_letter in broker.to(ARTICLES.dead)] == [b"odd"]
    assert bench.fate("bug") == 1
    assert bench.acknowledged == [0, 1]


async def test_a_handler_that_forgets_an_event_is_a_bug_not_a_loss(benches: list[Bench]) -> None:
    broker = Broker()
    benches.append(bench := Bench(broker, lambda events: [], batch=5))
    bench.give(article("a"), article("b"))
    await bench.settle()

    assert [dead_letter.key for dead_letter in broker.to(ARTICLES.dead)] == [b"a", b"b"]


async def test_an_operators_mistake_ends_the_stage(benches: list[Bench]) -> None:
    def handle(events: Sequence[Article]) -> list[list[Output]]:
        raise Misconfigured("set the store's URL")

    benches.append(bench := Bench(Broker(), handle))
    bench.give(article())

    with pytest.raises(Misconfigured):
        await asyncio.wait_for(asyncio.shield(bench.task), 5)
    assert bench.acknowledged == []


async def test_the_window_holds_the_reader_back(benches: list[Bench]) -> None:
    broker = Broker(confirms=False)
    benches.append(bench := Bench(broker))
    bench.give(*(article(f"a{number}") for number in range(MAX_IN_FLIGHT)))
    waiting = asyncio.create_task(bench.processor.wait_for_capacity())
    await bench.settle()

    assert not waiting.done()
    broker.sent[0].future.set_result(None)
    await asyncio.wait_for(waiting, 5)


async def test_after_a_rebalance_old_confirmations_acknowledge_nothing(
    benches: list[Bench],
) -> None:
    broker = Broker(confirms=False)
    benches.append(bench := Bench(broker))
    bench.give(article("a"), article("b"))
    await bench.settle()
    bench.processor.reset_window()
    for sent in broker.sent:
        sent.future.set_result(None)
    await bench.settle()

    assert bench.acknowledged == []
    assert bench.processor.window.committable_offsets == {}
    assert await bench.processor.wait_until_drained(0)


async def test_the_trace_goes_on_with_the_outputs(benches: list[Bench]) -> None:
    broker = Broker()
    benches.append(bench := Bench(broker))
    key, value = article()
    trace = b"00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
    bench.processor.accept(
        ConsumedRecord(ARTICLES.name, 0, 0, 0, key, value, (("traceparent", trace),), lambda: None)
    )
    await bench.settle()

    assert broker.sent[0].headers["traceparent"] == trace


async def test_the_stage_learns_what_was_confirmed(benches: list[Bench]) -> None:
    noted: list[tuple[str, int]] = []
    broker = Broker(confirms=False)
    benches.append(
        bench := Bench(
            broker,
            on_confirmed=lambda event, out: noted.append((event.article_id, len(out))),
        )
    )
    bench.give(article("a"))
    await bench.settle()
    assert noted == []

    broker.sent[0].future.set_result(None)
    await bench.settle()
    assert noted == [("a", 1)]


def handler_that(does: Any) -> Any:
    """Does that over the article b, and handles every other."""

    def handle(events: Sequence[Article]) -> list[list[Output]]:
        if any(event.article_id == "b" for event in events):
            does()
        return enriched(events)

    return handle


def compute_without_end() -> None:
    while True:
        pass


@pytest.mark.parametrize("shape", [{}, {"batch": 10, "blocking": True}], ids=["inline", "thread"])
async def test_an_event_whose_handling_computes_without_end_is_set_aside_and_its_neighbours_pass(
    benches: list[Bench], shape: dict[str, Any]
) -> None:
    broker = Broker()
    bench = Bench(broker, handler_that(compute_without_end), handling_timeout=1, **shape)
    benches.append(bench)
    bench.give(article("a"), article("b"), article("c"))
    await eventually(lambda: bench.acknowledged == [0, 1, 2])
    (letter,) = broker.to(ARTICLES.dead)
    assert letter.key == b"b"
    assert letter.error_message == "its handling computes without end"
    assert len(broker.to(ENRICHED.name)) == 2
    assert all(check.ok for check in bench.health.ready()[1])


async def test_a_handler_that_waits_without_end_is_told_and_ends_the_stage_with_its_event_kept(
    benches: list[Bench],
) -> None:
    broker, release = Broker(), threading.Event()
    bench = Bench(broker, handler_that(release.wait), handling_timeout=2, blocking=True)
    benches.append(bench)
    bench.give(article("a"), article("b"))
    try:
        await eventually(lambda: any("so far" in check.why for check in bench.health.ready()[1]))
        assert not bench.health.ready()[0]
        with pytest.raises(Retryable, match="handling has waited for"):
            await asyncio.wait_for(asyncio.shield(bench.task), 60)
    finally:
        release.set()
    assert bench.acknowledged == [0]
    assert broker.to(ARTICLES.dead) == []


async def test_what_is_broken_off_gives_back_the_timer_and_the_next_event_has_its_own(
    benches: list[Bench],
) -> None:
    broker = Broker()
    bench = Bench(broker, handler_that(compute_without_end), handling_timeout=1)
    benches.append(bench)
    bench.give(article("b"), article("b"), article("a"))
    await eventually(lambda: bench.acknowledged == [0, 1, 2])
    assert len(broker.to(ARTICLES.dead)) == 2
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


async def eventually(holds: Any, within: float = 60) -> None:
    async with asyncio.timeout(within):
        while not holds():  # noqa: ASYNC110  another task is watched
            await asyncio.sleep(0.02)


async def test_an_outage_that_ends_in_a_dead_letter_is_over(benches: list[Bench]) -> None:
    failures = [Retryable("the store is away"), ValueError("a bug")]

    def handle(events: Sequence[Article]) -> list[list[Output]]:
        raise failures.pop(0)

    bench = Bench(Broker(), handle)
    benches.append(bench)
    bench.give(article("a"))
    await eventually(lambda: bench.acknowledged == [0])
    assert bench.health.ready()[0]
