"""The stages on Faust, used in one way only; the one door to the engine.

Records come as bytes, one at a time and unacknowledged; `processing` decides about them; what may
be committed is told by our window alone, never by the engine's own count.
"""

import asyncio
import logging
import ssl
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import faust
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread, Consumer, Transport
from yarl import URL

from pactwire import logs
from pactwire.edges.health_checks import Health
from pactwire.edges.kafka import faust_settings
from pactwire.edges.kafka.in_flight import Partition
from pactwire.edges.kafka.lag_monitor import LagMonitor, cut_off
from pactwire.edges.kafka.offsets import Offsets
from pactwire.edges.kafka.processor import Processor
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.kafka.stage import ConsumedRecord, Handler, Output, Stage
from pactwire.errors import PactwireError, Retryable
from pactwire.metrics import Metrics
from pactwire.settings import BrokerSettings

__all__ = ["Handler", "Output", "Stage", "run_stages"]

log = logs.get(__name__)
ENGINE_LOG = logging.getLogger("faust.engine")


class _Thread(AIOKafkaConsumerThread):
    """The engine's consumer thread, with our fetch wait: its own is fixed at 1.5 s."""

    logger = ENGINE_LOG

    def _create_worker_consumer(self, transport: Any) -> Any:
        consumer = super()._create_worker_consumer(transport)
        app: Any = self.app
        consumer._fetch_max_wait_ms = int(app.fetch_wait * 1000)
        return consumer


class _Consumer(Consumer):
    """The engine's consumer, committing what our window has let go and nothing else.

    The engine's own count passes over events that it skips while partitions are being shared out.
    """

    app: "_App"
    logger = ENGINE_LOG

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.committed: dict[Partition, int] = {}

    def _new_consumer_thread(self) -> _Thread:
        return _Thread(self, loop=self.loop, beacon=self.beacon)

    def ack(self, message: Any) -> bool:
        """Only note that the event is out of the engine's hands."""
        message.acked = True
        self._unacked_messages.discard(message)
        return True

    async def _add_gap(self, tp: Any, offset_from: int, offset_to: int) -> None:
        """Gaps need no count: what is let go in order may be committed."""

    def _filter_committable_offsets(self, tps: Iterable[Any]) -> dict[Any, int]:
        del tps
        positions = self.app.processor.window.positions
        return {
            faust.types.TP(*partition): offset
            for partition, offset in positions.items()
            if offset > self.committed.get(partition, -1)
        }

    async def _commit(self, offsets: Mapping[Any, int]) -> bool:
        done = await super()._commit(offsets)
        if done:
            self.committed.update({(tp.topic, tp.partition): at for tp, at in offsets.items()})
        return done

    async def seek_to_committed(self) -> Mapping[Any, int]:
        """Also keep where the group had come to."""
        offsets = await super().seek_to_committed()
        self.committed = {
            (tp.topic, tp.partition): at for tp, at in offsets.items() if at is not None and at >= 0
        }
        return offsets

    def _to_message(self, tp: Any, record: Any) -> Any:
        before = self._read_offset[tp]
        if before is not None and record.offset < before:  # the engine would drop it silently
            self.app.processor.fail(cut_off((record.topic, record.partition), before))
        return super()._to_message(tp, record)

    async def wait_empty(self) -> None:
        """Give what is in flight a few seconds, then commit what was confirmed."""
        patience = 0 if self.app.processor.closed else faust_settings.SETTLING
        if not await self.app.processor.settled(patience):
            log.warning("stage.unsettled", inflight=self.app.processor.window.inflight)
        await self.commit_and_end_transactions()

    async def on_partitions_revoked(self, revoked: Any) -> None:
        """Forget the window once the engine has waited for it."""
        await super().on_partitions_revoked(revoked)
        self.app.processor.forget()

    async def on_partitions_assigned(self, assigned: Any, generation_id: int = 0) -> None:
        """Start a new window; nothing is in hand yet."""
        self.app.processor.forget()
        self.app.shared = True
        await super().on_partitions_assigned(assigned, generation_id)

    def fetched_to(self) -> dict[Partition, int]:
        """Ends as fetches told them: right where the embedded broker's answer is too low."""
        ends: dict[Partition, int] = {}
        for tp in self.assignment():
            with suppress(AssertionError):  # shared out anew between two lines
                if end := self.highwater(tp):
                    ends[tp.topic, tp.partition] = end
        return ends

    def verify_event_path(self, now: float, tp: Any) -> None:
        """Our watchdog does this; the engine's complains of quiet topics."""


class _Transport(Transport):
    Consumer = _Consumer


class _App(faust.App):
    """An engine for one stage."""

    logger = ENGINE_LOG
    processor: Processor[Any]
    fetch_wait: float
    shared = False
    """True once the group has told us our partitions, be it none."""

    def _new_transport(self) -> Any:
        return _Transport(self.conf.broker_consumer, self)

    def _create_directories(self) -> None:
        """No tables, so no folders."""


@dataclass(frozen=True)
class Dependencies:
    """What all stages of a service share."""

    service: str
    producer: EventProducer
    metrics: Metrics
    health: Health
    offsets: Offsets


class _Worker:
    """One stage at work."""

    def __init__(
        self, stage: Stage[Any], broker: BrokerSettings, surroundings: Dependencies
    ) -> None:
        group = f"{broker.client_prefix}.{stage.name}"
        self.stage = stage
        self.processor = Processor(stage, group, surroundings.producer, surroundings.metrics)
        self._vigil = LagMonitor(
            stage.name, surroundings.offsets, surroundings.metrics, surroundings.health
        )
        self._app = _App(group, **_settings(broker, surroundings.service))
        self._app.processor = self.processor
        self._app.fetch_wait = broker.fetch_wait
        topic = self._app.topic(
            stage.topic.name, key_type=bytes, value_type=bytes,
            key_serializer="raw", value_serializer="raw",
        )  # fmt: skip
        self._app.agent(topic, name=group, concurrency=1)(self._take_all)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to stop.

        Raises:
            PactwireError: the stage can't go on; the process should end.
        """
        stopped = asyncio.create_task(stop.wait())
        work = asyncio.create_task(self.processor.work())
        tasks: list[asyncio.Future[Any]] = [stopped, work, self.processor.failed]
        try:
            tasks.append(starting := asyncio.create_task(self._start()))
            await _first(stopped, work, starting)
            tasks.append(watch := asyncio.create_task(self._watch()))
            await _first(stopped, work, watch, self.processor.failed)
        finally:
            await self._end(in_order=stop.is_set() and not work.done())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _start(self) -> None:
        try:
            await asyncio.wait_for(self._app.start(), faust_settings.STARTING)
        except Exception as error:
            raise Retryable(f"{self.stage.name} cannot reach its broker: {error!r}") from error

    async def _end(self, in_order: bool) -> None:
        self.processor.close()
        await self.processor.settled(faust_settings.SETTLING if in_order else 0)
        ending = asyncio.create_task(self._app.stop())
        _, pending = await asyncio.wait([ending], timeout=faust_settings.ENDING)
        if pending:  # it swallows cancellation; the process' guard ends it
            log.warning("stage.left_hanging", stage=self.stage.name)

    async def _take_all(self, stream: Any) -> None:
        try:
            async for event in stream.noack().events():
                await self.processor.wait_for_capacity()
                if event.message.generation_id == self._app.consumer_generation_id:
                    self.processor.take(_arrival(event))
        except Exception as error:  # noqa: BLE001  the engine would go on past the event
            self.processor.fail(error)

    async def _watch(self) -> None:
        while True:
            if self._app.crashed:
                raise PactwireError(f"the engine crashed: {self._app.crash_reason!r}")
            consumer: Any = self._app.consumer
            positions = consumer.committed | self.processor.window.positions
            assigned = [(tp.topic, tp.partition) for tp in consumer.assignment()]
            if self._app.shared:
                self._vigil.shared(len(assigned))
            await self._vigil.look(
                {partition: positions.get(partition) for partition in assigned},
                consumer.fetched_to(),
                self.processor.acknowledged,
            )
            await asyncio.sleep(faust_settings.WATCHING)


async def run_stages(  # noqa: PLR0913, PLR0917  what a service has at hand, once
    service: str,
    stages: Sequence[Stage[Any]],
    broker: BrokerSettings,
    producer: EventProducer,
    metrics: Metrics,
    health: Health,
    stop: asyncio.Event,
) -> None:
    """Run the stages of a service in this loop until `stop` is set or one of them can't go on.

    Raises:
        PactwireError: a stage can't go on (broker unreachable at the start, no progress, offsets
            that went back, a record no one will take); the process should exit.
    """
    surroundings = Dependencies(service, producer, metrics, health, Offsets(broker, service))
    workers = [_Worker(stage, broker, surroundings) for stage in stages]
    enough = asyncio.Event()
    ending = asyncio.create_task(_pass_on(stop, enough))
    results = await asyncio.gather(
        *(_whole(worker, enough) for worker in workers), return_exceptions=True
    )
    ending.cancel()
    for result in results:
        if isinstance(result, BaseException):
            raise result


async def _whole(worker: _Worker, enough: asyncio.Event) -> None:
    """One stage down is all down: the others stop in order too."""
    try:
        await worker.run(enough)
    finally:
        enough.set()


async def _pass_on(stop: asyncio.Event, enough: asyncio.Event) -> None:
    await stop.wait()
    enough.set()


async def _first(*awaited: asyncio.Future[Any]) -> None:
    """Wait for the first to end and raise what it raised."""
    done, _ = await asyncio.wait(awaited, return_when=asyncio.FIRST_COMPLETED)
    for future in done:
        future.result()


def _arrival(event: Any) -> ConsumedRecord:
    message = event.message
    return ConsumedRecord(
        message.topic, message.partition, message.offset, int((message.timestamp or 0) * 1000),
        message.key, message.value, tuple(message.headers or ()), event.ack,
    )  # fmt: skip


def _settings(broker: BrokerSettings, service: str) -> dict[str, Any]:
    return faust_settings.SETTINGS | {
        "broker": [URL(f"kafka://{server.strip()}") for server in broker.bootstrap.split(",")],
        "broker_client_id": f"{broker.client_prefix}.{service}",
        "broker_credentials": _credentials(broker),
        "broker_session_timeout": broker.session_timeout,
        "broker_heartbeat_interval": faust_settings.heartbeat(broker.session_timeout),
    }


def _credentials(broker: BrokerSettings) -> Any:
    """Name and password apart from the URL, which the engine prints."""
    if broker.security == "PLAINTEXT":
        return None
    tls = None
    if broker.security.endswith("SSL"):
        tls = ssl.create_default_context(cafile=broker.ca_file)
    if broker.security == "SSL":
        return faust.SSLCredentials(tls)
    return faust.SASLCredentials(
        username=broker.username,
        password=broker.password.get_secret_value() if broker.password else None,
        mechanism=broker.sasl_mechanism,
        ssl_context=tls,
    )
