"""The loop of a stage between broker and producer: decode, handle, publish, acknowledge in order.

Knows the three fates of an error and nothing of the engine that brings the records.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import partial
from typing import Generic

from pactwire import logs
from pactwire.edges import clock
from pactwire.edges.kafka.dlq_headers import ProcessingFailure, dead_letter_headers
from pactwire.edges.kafka.in_flight import InFlight, InFlightWindow
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.kafka.stage import ConsumedRecord, E, Output, Stage
from pactwire.errors import InvalidEvent, Misconfigured, PactwireError, Retryable
from pactwire.metrics import Metrics, topic_label
from pactwire_schemas import NotOfThisTopic

log = logs.get(__name__)

IN_FLIGHT = 256
"""Events taken and not yet acknowledged, at most."""
HANDLE_PAUSES = (0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8)
"""Seconds before each further try of an event that met something `Retryable`."""
PUBLISH_TRIES = 20
"""Times a record is handed to the producer, each up to its delivery timeout, before we stop."""
PUBLISH_PAUSE = 1.0

Place = InFlight[ConsumedRecord]


@dataclass(eq=False)
class Work(Generic[E]):
    """An event with its place in the window and what came of it."""

    place: Place
    event: E
    outputs: Sequence[Output] = ()


@dataclass(eq=False)
class Sending:
    """One record on its way out."""

    place: Place
    send: Callable[[], "Future[None]"]
    work: Work[E] | None  # type: ignore[valid-type]
    """None for a dead letter."""
    tries: int = field(default=1)


class Processor(Generic[E]):
    """Carries one stage's events through the window; lives in one event loop."""

    def __init__(
        self, stage: Stage[E], group: str, producer: EventProducer, metrics: Metrics
    ) -> None:
        """Call inside the running loop that will run `work`."""
        self.window: InFlightWindow[ConsumedRecord] = InFlightWindow(IN_FLIGHT)
        self.acknowledged = 0
        self._stage = stage
        self._group = group
        self._publisher = producer
        self._loop = asyncio.get_running_loop()
        self.failed: asyncio.Future[None] = self._loop.create_future()
        """Fails with what makes it impossible to go on."""
        self._inbox: asyncio.Queue[Place] = asyncio.Queue()
        self._changed = asyncio.Event()
        self.closed = False
        self._reports: deque[tuple[Sending, BaseException | None]] = deque()
        self._woken = False
        self._consumed = metrics.consumed.labels(topic_label(stage.topic.name))
        self._fates = metrics.processed
        self._seconds = metrics.processing
        self._inflight = metrics.inflight.labels(stage.name)
        self._progress = metrics.progress.labels(stage.name)

    async def wait_for_capacity(self) -> None:
        """Wait until one more event may be taken; for ever once closed."""
        while self.window.full or self.closed:
            self._changed.clear()
            await self._changed.wait()

    def take(self, consumed: ConsumedRecord) -> None:
        """Put a record into the window, behind the others of its partition."""
        place = self.window.take((consumed.topic, consumed.partition), consumed.offset, consumed)
        self._consumed.inc()
        self._inbox.put_nowait(place)

    def close(self) -> None:
        """Take nothing more."""
        self.closed = True

    def forget(self) -> None:
        """Drop what is in flight: the partitions are being shared anew."""
        self.window.forget()
        self._told()

    def fail(self, error: BaseException) -> None:
        """Make `failed` fail, once."""
        if not self.failed.done():
            self.failed.set_exception(error)

    async def settled(self, patience: float) -> bool:
        """Wait until nothing is in flight; False when it took longer than `patience` seconds."""
        deadline = self._loop.time() + patience
        while self.window.inflight:
            self._changed.clear()
            try:
                await asyncio.wait_for(self._changed.wait(), deadline - self._loop.time())
            except TimeoutError:
                return False
        return True

    async def work(self) -> None:
        """Handle what arrives, for ever, in batches of whatever is there already."""
        while True:
            batch = [await self._inbox.get()]
            while len(batch) < self._stage.batch and not self._inbox.empty():
                batch.append(self._inbox.get_nowait())
            places = [place for place in batch if self.window.holds(place)]
            works = [work for place in places if (work := self._decoded(place))]
            if works:
                await self._handle(works, HANDLE_PAUSES)
            if not self._inbox.empty():  # an empty one makes way by itself
                await asyncio.sleep(0)

    def _decoded(self, place: Place) -> Work[E] | None:
        topic, consumed = self._stage.topic, place.record
        try:
            event = topic.decode(consumed.value, consumed.headers)
            if consumed.key != topic.key(event).encode():
                raise NotOfThisTopic(f"the key is not the {topic.key_is}")
        except Exception as error:  # noqa: BLE001  whatever it is, the record is set aside
            self._bury(place, error, 1)
            return None
        return Work(place, event)

    async def _handle(self, works: list[Work[E]], pauses: Sequence[float]) -> None:
        """Handle and publish; what stays away ends the stage.

        Nothing is at fault then, so nothing is set aside: the next process gets the same events.
        """
        for attempt, pause in enumerate((*pauses, None), 1):
            try:
                results = await self._called([work.event for work in works])
            except Misconfigured:
                raise
            except Exception as error:
                if isinstance(error, Retryable):
                    if pause is None:
                        raise
                    self._fates.labels("retried").inc(len(works))
                    log.warning("stage.retry", stage=self._stage.name, attempt=attempt,
                                error=str(error))  # fmt: skip
                    await asyncio.sleep(pause)
                    continue
                await self._set_aside(works, error, attempt)
                return
            for work, outputs in zip(works, results, strict=True):
                self._publish(work, outputs)
            return

    async def _called(self, events: list[E]) -> Sequence[Sequence[Output]]:
        started = clock.monotonic()
        if self._stage.blocking:
            results = await asyncio.to_thread(self._stage.handle, events)
        else:
            results = self._stage.handle(events)
        if len(results) != len(events):
            raise RuntimeError(f"{self._stage.name} gave {len(results)} for {len(events)} events")
        each = (clock.monotonic() - started) / len(events)
        for _ in events:
            self._seconds.observe(each)
        return results

    async def _set_aside(self, works: list[Work[E]], error: Exception, attempt: int) -> None:
        if len(works) == 1:
            self._bury(works[0].place, error, attempt)
            return
        for work in works:
            await self._handle([work], HANDLE_PAUSES)

    def _publish(self, work: Work[E], outputs: Sequence[Output]) -> None:
        work.outputs = outputs
        trace = traceparent(work.place.record)
        self._released(self.window.handled(work.place, len(outputs)))
        self._fates.labels("done").inc()
        for output in outputs:
            send = partial(self._publisher.publish, output.topic, output.event, trace)
            self._send(Sending(work.place, send, work))
        if not outputs:
            self._confirmed(work)

    def _bury(self, place: Place, error: Exception, attempts: int) -> None:
        fate = "invalid" if isinstance(error, PactwireError | NotOfThisTopic) else "bug"
        self._fates.labels(fate).inc()
        consumed = place.record
        log.warning(
            "event.dead", stage=self._stage.name, topic=consumed.topic, fate=fate,
            partition=consumed.partition, offset=consumed.offset, error=type(error).__name__,
            exc_info=error if fate == "bug" else None,
        )  # fmt: skip
        failure = ProcessingFailure(self._stage.name, self._group, error, attempts, clock.now())
        headers = dead_letter_headers(consumed, failure)
        self._released(self.window.handled(place, 1))
        send = partial(
            self._publisher.publish_raw,
            f"{consumed.topic}.dead",
            consumed.key,
            consumed.value,
            headers,
        )
        self._send(Sending(place, send, None))

    def _send(self, sending: Sending) -> None:
        try:
            future = sending.send()
        except Exception as error:  # noqa: BLE001  an event that can't be encoded is set aside too
            self._report(sending, error)
            return
        future.add_done_callback(lambda done: self._report(sending, done.exception()))

    def _report(self, sending: Sending, error: BaseException | None) -> None:
        """Note the broker's word, from any thread; one wake-up serves many."""
        self._reports.append((sending, error))
        if not self._woken:
            self._woken = True
            self._loop.call_soon_threadsafe(self._collect)

    def _collect(self) -> None:
        self._woken = False
        while self._reports:
            sending, error = self._reports.popleft()
            if error is None:
                self._arrived(sending)
            elif isinstance(error, Retryable) and sending.tries < PUBLISH_TRIES:
                sending.tries += 1
                self._loop.call_later(PUBLISH_PAUSE, self._send, sending)
            else:
                self._undeliverable(sending, error)

    def _arrived(self, sending: Sending) -> None:
        self._released(self.window.confirmed(sending.place))
        if sending.work and sending.place.done:
            self._confirmed(sending.work)

    def _undeliverable(self, sending: Sending, error: BaseException) -> None:
        bad = isinstance(error, InvalidEvent) or not isinstance(error, PactwireError)
        if sending.work and bad and isinstance(error, Exception):
            self._bury(sending.place, error, sending.tries)
            self._released(self.window.confirmed(sending.place))
            return
        self.fail(error)

    def _confirmed(self, work: Work[E]) -> None:
        if self._stage.confirmed is None:
            return
        try:
            self._stage.confirmed(work.event, work.outputs)
        except Exception:
            log.exception("stage.confirmed", stage=self._stage.name)

    def _released(self, places: list[Place]) -> None:
        for place in places:
            place.record.acknowledge()
        if places:
            self.acknowledged += len(places)
            self._progress.set_to_current_time()
            self._told()

    def _told(self) -> None:
        self._inflight.set(self.window.inflight)
        self._changed.set()


def traceparent(consumed: ConsumedRecord) -> str | None:
    """The W3C trace context of a record, when it has one that is text."""
    for name, value in consumed.headers:
        if name == "traceparent" and value:
            return value.decode("ascii", "ignore") or None
    return None
