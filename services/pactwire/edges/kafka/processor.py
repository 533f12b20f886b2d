"""The loop of a stage: decode, handle, publish, acknowledge in order.

Decides between retry, dead letter and stop; knows nothing of Faust, which delivers the records.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from typing import Generic

from pactwire import logs
from pactwire.edges import clock
from pactwire.edges.health_checks import Health
from pactwire.edges.kafka.dlq_headers import LetterContent, ProcessingFailure, list_letters
from pactwire.edges.kafka.handling_limit import (
    HandlingOverdue,
    HandlingStuck,
    WatchedCall,
    limit_computing,
)
from pactwire.edges.kafka.in_flight import InFlightWindow, WindowSlot
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.kafka.record_batches import UNREADABLE_HEADER
from pactwire.edges.kafka.stage import ConsumedRecord, E, Output, Stage
from pactwire.errors import InvalidEvent, Misconfigured, PactwireError, Retryable, WriteCollision
from pactwire.metrics import Metrics, topic_label
from pactwire_schemas import NotOfThisTopic

log = logs.get_logger(__name__)

MAX_IN_FLIGHT = 256
"""Events consumed and not yet acknowledged, at most."""
HANDLE_RETRY_DELAYS = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8)
"""Seconds before each further attempt at an event that failed with `Retryable`."""
MAX_COLLISIONS = 3
"""Times an event may collide with what is stored before it counts as the one at fault."""
MAX_PUBLISH_ATTEMPTS = 20
"""Times a record is handed to the producer, each up to its delivery timeout, before stopping."""
PUBLISH_RETRY_DELAY = 1.0

TURNS = 4
"""Of the loop, in which the next record arrives that was fetched with the last one."""

OUTAGES = (Retryable, OSError)
"""What is no event's fault: the machine's errors too, such as a full disk or no free descriptor."""

Slot = WindowSlot[ConsumedRecord]


@dataclass(eq=False)
class InFlightEvent(Generic[E]):
    """A decoded event with its slot in the window and its outputs."""

    slot: Slot
    event: E
    outputs: Sequence[Output] = ()


@dataclass(eq=False)
class PendingRecord:
    """A record handed to the producer and not yet confirmed."""

    slot: Slot
    send: Callable[[], "Future[None]"]
    in_flight: InFlightEvent[E] | None  # type: ignore[valid-type]
    """None for a dead letter."""
    attempts: int = field(default=1)
    smaller: Iterator[LetterContent] = field(default_factory=lambda: iter(()))
    """What to send instead of a dead letter that is not taken."""


class Processor(Generic[E]):
    """Runs one stage's events through the in-flight window; lives in one event loop."""

    def __init__(
        self,
        stage: Stage[E],
        group: str,
        producer: EventProducer,
        metrics: Metrics,
        health: Health | None = None,
    ) -> None:
        """Call inside the running loop that will call `run`; an outage shows in `health`."""
        self.window: InFlightWindow[ConsumedRecord] = InFlightWindow(MAX_IN_FLIGHT)
        self.acknowledged = 0
        self._stage = stage
        self._group = group
        self._producer = producer
        self._health = health or Health()
        self._outage: str | None = None
        self._loop = asyncio.get_running_loop()
        self.failed: asyncio.Future[None] = self._loop.create_future()
        """Fails with the error that the stage can't recover from."""
        self._inbox: asyncio.Queue[Slot] = asyncio.Queue()
        self._changed = asyncio.Event()
        self.closed = False
        self._outcomes: deque[tuple[PendingRecord, BaseException | None]] = deque()
        self._wake_scheduled = False
        self._consumed = metrics.consumed.labels(topic_label(stage.topic.name))
        self._fates, self._done = metrics.processed, metrics.processed.labels("done")
        self._seconds = metrics.processing
        self._inflight = metrics.inflight.labels(stage.name)
        self._progress = metrics.progress.labels(stage.name)

    async def wait_for_capacity(self) -> None:
        """Wait until one more event may be accepted; for ever once closed."""
        while self.window.is_full or self.closed:
            self._changed.clear()
            await self._changed.wait()

    def accept(self, consumed: ConsumedRecord) -> None:
        """Add a consumed record to the window, behind the others of its partition."""
        slot = self.window.add((consumed.topic, consumed.partition), consumed.offset, consumed)
        self._consumed.inc()
        self._inbox.put_nowait(slot)

    def close(self) -> None:
        """Accept no more records."""
        self.closed = True

    def reset_window(self) -> None:
        """Drop what is in flight, on a rebalance."""
        self.window.reset()
        self._signal_change()

    def fail(self, error: BaseException) -> None:
        """Make `failed` fail, once."""
        if not self.failed.done():
            self.failed.set_exception(error)

    async def wait_until_drained(self, seconds: float) -> bool:
        """Wait until nothing is in flight; False when it took longer than `seconds`."""
        deadline = self._loop.time() + seconds
        while self.window.in_flight_count and (left := deadline - self._loop.time()) > 0:
            self._changed.clear()
            await clock.wait_until_set(self._changed, left)
        return not self.window.in_flight_count

    async def run(self) -> None:
        """Handle accepted records, for ever, in batches of whatever has already arrived."""
        while True:
            batch = await self._take_batch()
            slots = [slot for slot in batch if self.window.is_current(slot)]
            events = [in_flight for slot in slots if (in_flight := self._decode(slot))]
            if events:
                await self._handle(events, HANDLE_RETRY_DELAYS)
            if not self._inbox.empty():  # an empty queue yields by itself
                await asyncio.sleep(0)

    async def _take_batch(self) -> list[Slot]:
        """What has already arrived, at most as many as the stage takes at once."""
        batch = [await self._inbox.get()]
        while len(batch) < self._stage.batch and await self._has_more():
            batch.append(self._inbox.get_nowait())
        return batch

    async def _has_more(self) -> bool:
        """Whether another record is there; those fetched together come one in a few turns."""
        for _ in range(TURNS):
            if not self._inbox.empty():
                return True
            await asyncio.sleep(0)
        return False

    def _decode(self, slot: Slot) -> InFlightEvent[E] | None:
        topic, consumed = self._stage.topic, slot.record
        try:
            if why := dict(consumed.headers).get(UNREADABLE_HEADER):
                raise NotOfThisTopic(f"the batch can't be read: {why.decode(errors='replace')}")
            event = topic.decode(consumed.value, consumed.headers)
            if consumed.key != topic.key(event).encode():
                raise NotOfThisTopic(f"the key is not the {topic.key_is}")
        except Exception as error:  # noqa: BLE001  whatever it is, the record is dead-lettered
            self._send_to_dlq(slot, error, 1)
            return None
        return InFlightEvent(slot, event)

    async def _handle(self, events: list[InFlightEvent[E]], delays: Sequence[float]) -> None:
        """Handle and publish; a dependency that stays unavailable ends the stage.

        No event is at fault then, so none is dead-lettered: the next process gets the same events.
        """
        for attempt, delay in enumerate((*delays, None), 1):
            try:
                results = await self._call_handler([in_flight.event for in_flight in events])
            except (Misconfigured, HandlingStuck):
                raise
            except OUTAGES as error:
                if isinstance(error, WriteCollision) and attempt > MAX_COLLISIONS:
                    await self._handle_failure(events, error, attempt)
                    return
                self._report_outage(str(error))
                if delay is None:
                    raise
                self._fates.labels("retried").inc(len(events))
                log.warning("stage.retry", stage=self._stage.name, attempt=attempt,
                            error=str(error))  # fmt: skip
                await asyncio.sleep(delay)
                continue
            except Exception as error:  # noqa: BLE001  the event at fault is dead-lettered
                await self._handle_failure(events, error, attempt)
                return
            self._report_outage(None)
            for in_flight, outputs in zip(events, results, strict=True):
                self._publish_outputs(in_flight, outputs)
            return

    def _report_outage(self, why: str | None) -> None:
        """The service is not ready from an event's first failed attempt to its success."""
        if why != self._outage:
            self._outage = why
            self._health.set(f"{self._stage.name} handling", ok=why is None, why=why or "goes on")

    async def _call_handler(self, events: list[E]) -> Sequence[Sequence[Output]]:
        started = clock.monotonic()
        handle, limit = partial(self._stage.handle, events), self._stage.handling_timeout
        results: Sequence[Sequence[Output]]
        if self._stage.blocking:
            results = await WatchedCall(handle, limit).run(self._report_outage)
        else:
            with limit_computing(limit):
                results = handle()
        if len(results) != len(events):
            raise RuntimeError(f"{self._stage.name} gave {len(results)} for {len(events)} events")
        mean = (clock.monotonic() - started) / len(events)
        for _ in events:
            self._seconds.observe(mean)
        return results

    async def _handle_failure(
        self, events: list[InFlightEvent[E]], error: Exception, attempt: int
    ) -> None:
        self._report_outage(None)
        if len(events) == 1:
            self._send_to_dlq(events[0].slot, error, attempt)
            return
        for in_flight in events:
            await self._handle([in_flight], HANDLE_RETRY_DELAYS)

    def _publish_outputs(self, in_flight: InFlightEvent[E], outputs: Sequence[Output]) -> None:
        in_flight.outputs = outputs
        trace = parse_traceparent(in_flight.slot.record)
        self._acknowledge(self.window.mark_handled(in_flight.slot, len(outputs)))
        self._done.inc()
        for output in outputs:
            send = partial(self._producer.publish, output.topic, output.event, trace)
            self._publish_record(PendingRecord(in_flight.slot, send, in_flight))
        if not outputs:
            self._notify_confirmed(in_flight)

    def _send_to_dlq(self, slot: Slot, error: Exception, attempts: int) -> None:
        is_known = isinstance(error, PactwireError | NotOfThisTopic)
        fate = "invalid" if is_known and not isinstance(error, HandlingOverdue) else "bug"
        self._fates.labels(fate).inc()
        consumed = slot.record
        log.warning(
            "event.dead_lettered", stage=self._stage.name, topic=consumed.topic, fate=fate,
            partition=consumed.partition, offset=consumed.offset, error=type(error).__name__,
            exc_info=error if fate == "bug" else None,
        )  # fmt: skip
        failure = ProcessingFailure(self._stage.name, self._group, error, attempts, clock.now())
        self._acknowledge(self.window.mark_handled(slot, 1))
        self._publish_letter(slot, list_letters(consumed, failure), error)

    def _publish_letter(
        self, slot: Slot, letters: Iterator[LetterContent], error: BaseException
    ) -> None:
        """Publish the next of the letters; where none is left, the stage can't go on."""
        letter = next(letters, None)
        if letter is None:
            self.fail(error)
            return
        topic = f"{slot.record.topic}.dead"
        send = partial(self._producer.publish_raw, topic, letter.key, letter.value, letter.headers)
        self._publish_record(PendingRecord(slot, send, None, smaller=letters))

    def _publish_record(self, pending: PendingRecord) -> None:
        try:
            future = pending.send()
        except Exception as error:  # noqa: BLE001  an event that can't be encoded is dead-lettered too
            self._queue_outcome(pending, error)
            return
        future.add_done_callback(lambda done: self._queue_outcome(pending, done.exception()))

    def _queue_outcome(self, pending: PendingRecord, error: BaseException | None) -> None:
        """Queue a publish outcome, from any thread; one wake-up of the loop serves many."""
        self._outcomes.append((pending, error))
        if not self._wake_scheduled:
            self._wake_scheduled = True
            self._loop.call_soon_threadsafe(self._process_outcomes)

    def _process_outcomes(self) -> None:
        self._wake_scheduled = False
        while self._outcomes:
            pending, error = self._outcomes.popleft()
            if error is None:
                self._on_confirmed(pending)
            elif isinstance(error, Retryable) and pending.attempts < MAX_PUBLISH_ATTEMPTS:
                pending.attempts += 1
                self._loop.call_later(PUBLISH_RETRY_DELAY, self._publish_record, pending)
            else:
                self._on_publish_failed(pending, error)

    def _on_confirmed(self, pending: PendingRecord) -> None:
        self._acknowledge(self.window.mark_confirmed(pending.slot))
        if pending.in_flight and pending.slot.is_done:
            self._notify_confirmed(pending.in_flight)

    def _on_publish_failed(self, pending: PendingRecord, error: BaseException) -> None:
        is_event_at_fault = isinstance(error, InvalidEvent) or not isinstance(error, PactwireError)
        if not is_event_at_fault or not isinstance(error, Exception):
            self.fail(error)
        elif pending.in_flight:
            self._send_to_dlq(pending.slot, error, pending.attempts)
            self._acknowledge(self.window.mark_confirmed(pending.slot))
        else:
            log.warning("dead_letter.refused", stage=self._stage.name, error=str(error))
            self._publish_letter(pending.slot, pending.smaller, error)

    def _notify_confirmed(self, in_flight: InFlightEvent[E]) -> None:
        if self._stage.on_confirmed is None:
            return
        try:
            self._stage.on_confirmed(in_flight.event, in_flight.outputs)
        except Exception:
            log.exception("stage.confirmed", stage=self._stage.name)

    def _acknowledge(self, slots: list[Slot]) -> None:
        for slot in slots:
            slot.record.acknowledge()
        if slots:
            self.acknowledged += len(slots)
            self._progress.set_to_current_time()
            self._signal_change()

    def _signal_change(self) -> None:
        self._inflight.set(self.window.in_flight_count)
        self._changed.set()


def parse_traceparent(consumed: ConsumedRecord) -> str | None:
    """The W3C trace context of a record, when it has one that is text."""
    for name, value in consumed.headers:
        if name == "traceparent" and value:
            return value.decode("ascii", "ignore") or None
    return None
