"""Runs stages as Faust workers; the only module that imports Faust.

Records come as bytes, one at a time and unacknowledged; `processor` handles them; what may be
committed is decided by our in-flight window alone, never by Faust's own count.
"""

import asyncio
import logging
import ssl
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any

import faust
from aiokafka.errors import KafkaError as AIOKafkaError
from faust.exceptions import ConsumerNotStarted
from faust.transport.drivers.aiokafka import AIOKafkaConsumerThread, Consumer, Transport
from yarl import URL

from pactwire import logs
from pactwire.edges.background import open_background
from pactwire.edges.health_checks import Health
from pactwire.edges.kafka import faust_settings
from pactwire.edges.kafka.in_flight import Partition
from pactwire.edges.kafka.lag_monitor import LagMonitor, truncation_error
from pactwire.edges.kafka.offsets import WatermarkClient
from pactwire.edges.kafka.permissions import PermissionChecker, list_needed
from pactwire.edges.kafka.processor import Processor
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.kafka.record_batches import install_reader
from pactwire.edges.kafka.stage import ConsumedRecord, Handler, Output, Stage
from pactwire.edges.readiness import keep_checked
from pactwire.errors import PactwireError, Retryable
from pactwire.metrics import Metrics
from pactwire.settings import BrokerSettings

__all__ = ["Handler", "Output", "Stage", "StageDependencies", "run_stages"]

log = logs.get_logger(__name__)
POSITION_TIMEOUT = 2.0
NO_POSITION = (AssertionError, AIOKafkaError, ConsumerNotStarted, TimeoutError)
ENGINE_LOG = logging.getLogger("faust.engine")


class _Thread(AIOKafkaConsumerThread):
    """Faust's consumer thread with our fetch wait: its own is fixed at 1.5 s."""

    logger = ENGINE_LOG

    def _create_worker_consumer(self, transport: Any) -> Any:
        consumer = super()._create_worker_consumer(transport)
        app: Any = self.app
        consumer._fetch_max_wait_ms = int(app.fetch_wait * 1000)
        return consumer


class _Consumer(Consumer):
    """Faust's consumer, committing what our window has released and nothing else.

    Faust's own count passes over events that it skips during a rebalance.
    """

    app: "_App"
    logger = ENGINE_LOG

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.committed: dict[Partition, int] = {}

    def _new_consumer_thread(self) -> _Thread:
        return _Thread(self, loop=self.loop, beacon=self.beacon)

    def ack(self, message: Any) -> bool:
        """Only note that Faust is done with the event."""
        message.acked = True
        self._unacked_messages.discard(message)
        return True

    async def _add_gap(self, tp: Any, offset_from: int, offset_to: int) -> None:
        """Gaps need no count: what is released in order may be committed."""

    def _filter_committable_offsets(self, tps: Iterable[Any]) -> dict[Any, int]:
        del tps
        positions = self.app.processor.window.committable_offsets
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
        """Also keep the committed offsets of the group."""
        offsets = await super().seek_to_committed()
        self.committed = {
            (tp.topic, tp.partition): at for tp, at in offsets.items() if at is not None and at >= 0
        }
        return offsets

    def _to_message(self, tp: Any, record: Any) -> Any:
        before = self._read_offset[tp]
        if before is not None and record.offset < before:  # Faust would drop it silently
            self.app.processor.fail(truncation_error((record.topic, record.partition), before))
        return super()._to_message(tp, record)

    async def wait_empty(self) -> None:
        """Wait some seconds for what is in flight, then commit what was confirmed."""
        timeout = 0 if self.app.processor.closed else faust_settings.DRAIN_TIMEOUT
        if not await self.app.processor.wait_until_drained(timeout):
            log.warning("stage.not_drained", inflight=self.app.processor.window.in_flight_count)
        await self.commit_and_end_transactions()

    async def on_partitions_revoked(self, revoked: Any) -> None:
        """Reset the window once Faust has waited for it."""
        await super().on_partitions_revoked(revoked)
        self.app.processor.reset_window()

    async def on_partitions_assigned(self, assigned: Any, generation_id: int = 0) -> None:
        """Reset the window: nothing of the new assignment is in flight yet."""
        self.app.processor.reset_window()
        self.app.is_assigned = True
        await super().on_partitions_assigned(assigned, generation_id)

    def fetched_end_offsets(self) -> dict[Partition, int]:
        """End offsets reported by fetches: right where the embedded broker's answer is too low."""
        ends: dict[Partition, int] = {}
        for tp in self.assignment():
            with suppress(*NO_POSITION):  # revoked between two lines
                if end := self.highwater(tp):
                    ends[tp.topic, tp.partition] = end
        return ends

    async def passed_offsets(self) -> dict[Partition, int]:
        """Where the next fetch begins, where nothing is under way: what ends there is no lag."""
        window = self.app.processor.window
        done = self.committed | window.committable_offsets
        passed: dict[Partition, int] = {}
        for tp in self.assignment():
            partition, read = (tp.topic, tp.partition), self._read_offset.get(tp)
            if window.is_idle(partition) and (read or 0) <= done.get(partition, 0):
                with suppress(*NO_POSITION):
                    async with asyncio.timeout(POSITION_TIMEOUT):
                        passed[partition] = await self.position(tp) or 0
        return passed

    def assignment(self) -> Any:
        """The partitions of this worker; none while its thread has no consumer."""
        with suppress(ConsumerNotStarted):
            return super().assignment()
        return set()

    def verify_event_path(self, now: float, tp: Any) -> None:
        """Our watchdog does this; Faust's own check warns about idle topics."""


class _Transport(Transport):
    Consumer = _Consumer


class _App(faust.App):
    """A Faust app for one stage."""

    logger = ENGINE_LOG
    processor: Processor[Any]
    fetch_wait: float
    is_assigned = False
    """True once the group has assigned partitions to this worker, even none."""

    def _new_transport(self) -> Any:
        return _Transport(self.conf.broker_consumer, self)

    def _create_directories(self) -> None:
        """No tables, so no folders."""


@dataclass(frozen=True)
class StageDependencies:
    """What all stages of a service share."""

    service: str
    broker: BrokerSettings
    producer: EventProducer
    metrics: Metrics
    health: Health
    list_topics: Callable[[], Iterable[str]] = tuple
    """Topics that are written to beside the declared ones."""


class _Worker:
    """Runs one stage until stopped."""

    def __init__(
        self, stage: Stage[Any], deps: StageDependencies, watermarks: WatermarkClient
    ) -> None:
        group = f"{deps.broker.client_prefix}.{stage.name}"
        self.stage = stage = replace(stage, handling_timeout=deps.broker.handling_timeout)
        self.processor = Processor(stage, group, deps.producer, deps.metrics, deps.health)
        self._lag_monitor = LagMonitor(stage.name, watermarks, deps.metrics, deps.health)
        self._app = _App(group, **_faust_config(deps.broker, deps.service))
        self._app.processor = self.processor
        self._app.fetch_wait = deps.broker.fetch_wait
        topic = self._app.topic(
            stage.topic.name, key_type=bytes, value_type=bytes,
            key_serializer="raw", value_serializer="raw",
        )  # fmt: skip
        self._app.agent(topic, name=group, concurrency=1)(self._consume)

    async def run(self, stop: asyncio.Event) -> None:
        """Run until `stop` is set.

        Raises:
            PactwireError: the stage can't go on; the process should end.
        """
        stopped = asyncio.create_task(stop.wait())
        processing = asyncio.create_task(self.processor.run())
        starting = asyncio.create_task(self._start())
        tasks: list[asyncio.Future[Any]] = [stopped, processing, starting, self.processor.failed]
        try:
            await _wait_for_first(stopped, processing, starting)
            tasks.append(monitoring := asyncio.create_task(self._monitor()))
            await _wait_for_first(stopped, processing, monitoring, self.processor.failed)
        finally:
            await self._end(starting, drain=stop.is_set() and not processing.done())
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _start(self) -> None:
        try:
            await asyncio.wait_for(self._app.start(), faust_settings.START_TIMEOUT)
        except Exception as error:
            raise Retryable(f"{self.stage.name} cannot reach its broker: {error!r}") from error

    async def _end(self, starting: asyncio.Future[Any], *, drain: bool) -> None:
        self.processor.close()
        await asyncio.wait([starting], timeout=faust_settings.SETTLE_TIMEOUT)
        await self.processor.wait_until_drained(faust_settings.DRAIN_TIMEOUT if drain else 0)
        ending = asyncio.create_task(self._app.stop())
        _, pending = await asyncio.wait([ending], timeout=faust_settings.STOP_TIMEOUT)
        if pending:  # Faust swallows cancellation; the process exits without it
            log.warning("stage.stop_timed_out", stage=self.stage.name)

    async def _consume(self, stream: Any) -> None:
        try:
            async for event in stream.noack().events():
                await self.processor.wait_for_capacity()
                if event.message.generation_id == self._app.consumer_generation_id:
                    self.processor.accept(ConsumedRecord.from_message(event.message, event.ack))
        except Exception as error:  # noqa: BLE001  Faust would skip the event and go on
            self.processor.fail(error)

    async def _monitor(self) -> None:
        while True:
            if self._app.crashed:
                raise PactwireError(f"the engine crashed: {self._app.crash_reason!r}")
            consumer: Any = self._app.consumer
            positions = consumer.committed | self.processor.window.committable_offsets
            for partition, offset in (await consumer.passed_offsets()).items():
                positions[partition] = max(offset, positions.get(partition, 0))
            assigned = [(tp.topic, tp.partition) for tp in consumer.assignment()]
            if self._app.is_assigned:
                self._lag_monitor.report_assignment(len(assigned))
            await self._lag_monitor.check(
                {partition: positions.get(partition) for partition in assigned},
                consumer.fetched_end_offsets(),
                self.processor.acknowledged,
            )
            await asyncio.sleep(faust_settings.MONITOR_INTERVAL)


async def run_stages(
    stages: Sequence[Stage[Any]], deps: StageDependencies, stop: asyncio.Event
) -> None:
    """Run the stages of a service in this loop until `stop` is set or one of them can't go on.

    Raises:
        Misconfigured: the broker does not let the service do what it has to.
        PactwireError: a stage can't go on (broker unreachable at the start, no progress, a
            truncated partition, a record the broker won't accept), or what runs beside it has
            died; the process should exit.
    """
    install_reader()
    groups = [f"{deps.broker.client_prefix}.{stage.name}" for stage in stages]
    permissions = PermissionChecker(
        deps.broker, deps.service, lambda: list_needed(deps.service, groups, deps.list_topics())
    )
    await asyncio.to_thread(permissions.require)
    watermarks = WatermarkClient(deps.broker, deps.service)
    async with open_background(stop) as background:
        background.start("publisher", deps.producer.run(background.stop))
        background.start("permissions check", keep_checked(
            "permissions", permissions.find_problem, deps.health, background.stop
        ))  # fmt: skip
        workers = [_Worker(stage, deps, watermarks) for stage in stages]
        results = await asyncio.gather(
            *(_run_or_stop_all(worker, background.stop) for worker in workers),
            return_exceptions=True,
        )
    for result in results:
        if isinstance(result, BaseException):
            raise result


async def _run_or_stop_all(worker: _Worker, stop_all: asyncio.Event) -> None:
    """Run a stage; when it ends, for whatever reason, the others stop in order too."""
    try:
        await worker.run(stop_all)
    finally:
        stop_all.set()


async def _wait_for_first(*awaited: asyncio.Future[Any]) -> None:
    """Wait until the first one ends and raise what it raised."""
    done, _ = await asyncio.wait(awaited, return_when=asyncio.FIRST_COMPLETED)
    for future in done:
        future.result()


def _faust_config(broker: BrokerSettings, service: str) -> dict[str, Any]:
    return faust_settings.FAUST_SETTINGS | {
        "broker": [URL(f"kafka://{server.strip()}") for server in broker.bootstrap.split(",")],
        "broker_client_id": f"{broker.client_prefix}.{service}",
        "broker_credentials": _credentials(broker),
        "broker_session_timeout": broker.session_timeout,
        "broker_heartbeat_interval": faust_settings.heartbeat_interval(broker.session_timeout),
    }


def _credentials(broker: BrokerSettings) -> Any:
    """Name and password apart from the URL, which Faust prints."""
    if broker.security == "PLAINTEXT":
        return None
    is_tls = broker.security.endswith("SSL")
    tls = ssl.create_default_context(cafile=broker.ca_file) if is_tls else None
    if broker.security == "SSL":
        return faust.SSLCredentials(tls)
    return faust.SASLCredentials(
        username=broker.username,
        password=broker.password.get_secret_value() if broker.password else None,
        mechanism=broker.sasl_mechanism,
        ssl_context=tls,
    )
