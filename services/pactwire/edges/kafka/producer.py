"""The one producer: librdkafka, all copies confirmed, idempotent where the broker can.

Every publish returns a future that ends with the broker's confirmation or an error.
"""

import asyncio
import logging
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from functools import partial
from typing import Any, TypeVar

from confluent_kafka import KafkaError, KafkaException, Producer

from pactwire import logs
from pactwire.edges.clock import wait_until_set
from pactwire.edges.kafka.refusals import describe_refusal
from pactwire.edges.transaction_guard import forbid_in_transaction
from pactwire.errors import InvalidEvent, PactwireError, Refused, Retryable
from pactwire.metrics import Metrics, topic_label
from pactwire.settings import BrokerSettings
from pactwire_schemas import Event, Topic

log = logs.get_logger(__name__)

E = TypeVar("E", bound=Event)

MAX_RECORD_BYTES = 4 * 1024 * 1024 + 256 * 1024
"""The largest record; each topic sets a lower limit of its own."""
DELIVERY_TIMEOUT = 30
"""Seconds until a record the broker has not confirmed counts as failed."""
POLL_INTERVAL = 0.2

PRODUCER_CONFIG: dict[str, Any] = {
    "acks": "all",
    "linger.ms": 2,
    "message.max.bytes": MAX_RECORD_BYTES,
    "delivery.timeout.ms": DELIVERY_TIMEOUT * 1000,
    "partitioner": "murmur2_random",  # where Java and Python clients put the same key
    "log_level": 4,
}
AUTHENTICATION_CODES = (KafkaError._AUTHENTICATION, KafkaError.SASL_AUTHENTICATION_FAILED)
EVENT_CODES = (KafkaError.INVALID_RECORD, KafkaError.INVALID_TIMESTAMP)
"""The broker's word that a record will never do, whoever sends it."""
TOO_LARGE_CODES = (KafkaError.MSG_SIZE_TOO_LARGE, KafkaError.RECORD_LIST_TOO_LARGE)


def librdkafka_config(broker: BrokerSettings, name: str) -> dict[str, Any]:
    """Connection settings of every librdkafka client; `name` ends the client id."""
    config: dict[str, Any] = {
        "bootstrap.servers": broker.bootstrap,
        "client.id": f"{broker.client_prefix}.{name}",
        "security.protocol": broker.security,
    }
    if broker.security.endswith("SSL") and broker.ca_file:
        config["ssl.ca.location"] = str(broker.ca_file)
    if broker.security.startswith("SASL"):
        config["sasl.mechanism"] = broker.sasl_mechanism
        config["sasl.username"] = broker.username or ""
        config["sasl.password"] = broker.password.get_secret_value() if broker.password else ""
    return config


def all_confirmed(futures: Sequence["Future[None]"]) -> "asyncio.Future[None]":
    """Ends when all of some have ended, or with the first error; wakes the loop once for many."""
    loop = asyncio.get_running_loop()
    confirmed: asyncio.Future[None] = loop.create_future()
    left, counting = len(futures), threading.Lock()

    def settle(error: BaseException | None) -> None:
        if confirmed.done():
            return
        if error:
            confirmed.set_exception(error)
        else:
            confirmed.set_result(None)

    def count_down(future: "Future[None]") -> None:
        nonlocal left
        error = future.exception()
        with counting:
            left -= 1
            is_last = not left
        if error or is_last:
            loop.call_soon_threadsafe(settle, error)

    for future in futures:
        future.add_done_callback(count_down)
    return confirmed


class EventProducer:
    """Publishes for one process; safe to use from any thread."""

    def __init__(self, broker: BrokerSettings, service: str, metrics: Metrics) -> None:
        """Connect when first needed; `service` names the client."""
        self._metrics = metrics
        self._broker = broker
        self._authentication_error: Refused | None = None
        self._death: PactwireError | None = None
        self._closed = threading.Event()
        ordering: dict[str, Any] = {"enable.idempotence": broker.idempotent}
        if not broker.idempotent:
            ordering["max.in.flight.requests.per.connection"] = 1
        self._producer = Producer(
            {
                **librdkafka_config(broker, service),
                **PRODUCER_CONFIG,
                **ordering,
                "error_cb": self._on_error,
            },
            logger=logging.getLogger("kafka.librdkafka"),
        )
        self._thread = threading.Thread(target=self._poll, name="producer", daemon=True)
        self._thread.start()

    def publish(self, topic: Topic[E], event: E, traceparent: str | None = None) -> "Future[None]":
        """Send an event; the future ends when every copy is written.

        It fails with `Retryable` (no confirmation), `InvalidEvent` (larger than the topic
        takes), or `Refused` (the broker does not let us).
        """
        record = topic.encode(event, traceparent)
        return self.publish_raw(topic.name, record.key, record.value, record.headers)

    def publish_raw(
        self,
        topic: str,
        key: bytes | None,
        value: bytes | None,
        headers: Sequence[tuple[str, bytes | None]],
        partition: int = -1,
    ) -> "Future[None]":
        """Send bytes as they are; `partition` -1 goes by key. The future is as in `publish`."""
        forbid_in_transaction("a record is published")
        future: Future[None] = Future()
        future.set_running_or_notify_cancel()
        if self._death:
            future.set_exception(self._death)
            return future
        try:
            self._producer.produce(
                topic, value=value, key=key, headers=list(headers), partition=partition,
                on_delivery=partial(self._on_delivery, future),
            )  # fmt: skip
        except BufferError:
            self._fail(future, Retryable("the producer's buffer is full"))
        except KafkaException as error:
            self._fail(future, self._to_pactwire_error(error.args[0], topic))
        return future

    def find_broker_error(self) -> str | None:
        """None when the broker answers within two seconds, else why not; for readiness."""
        forbid_in_transaction("the broker is asked")
        if self._death:
            return str(self._death)
        try:
            self._producer.list_topics(timeout=2)
        except KafkaException as error:
            return str(self._authentication_error or error.args[0].str())
        self._authentication_error = None
        return None

    async def run(self, stop: asyncio.Event) -> None:
        """Wait until `stop` while its thread confirms what was published.

        Raises:
            PactwireError: the thread has died, and nothing would be confirmed any more.
        """
        while not stop.is_set():
            if self._death:
                raise self._death
            await wait_until_set(stop, POLL_INTERVAL)

    def flush(self, timeout: float) -> None:
        """Wait up to `timeout` seconds until the broker has confirmed everything sent."""
        self._producer.flush(timeout)

    def close(self) -> None:
        """Flush for at most two seconds, and stop."""
        self._producer.flush(2)
        self._closed.set()
        self._thread.join(2)

    def _poll(self) -> None:
        try:
            while not self._closed.is_set():
                self._producer.poll(POLL_INTERVAL)
        except BaseException as error:
            self._death = PactwireError(f"the publisher's thread has died: {error!r}")
            log.exception("publisher.died")
            if not isinstance(error, Exception):
                raise

    def _on_delivery(self, future: "Future[None]", error: KafkaError | None, message: Any) -> None:
        if error is not None:
            self._fail(future, self._to_pactwire_error(error, message.topic()))
            return
        self._authentication_error = None
        self._metrics.published.labels(topic_label(message.topic())).inc()
        future.set_result(None)

    def _fail(self, future: "Future[None]", error: PactwireError) -> None:
        self._metrics.publish_failures.inc()
        future.set_exception(error)

    def _on_error(self, error: KafkaError) -> None:
        """Keep why the broker turns us away, until it doesn't: one failure may be its restart.

        librdkafka takes nothing more after a fatal error, so the process must begin anew.
        """
        if error.fatal():
            self._death = PactwireError(f"the producer cannot go on: {error.str()}")
        if error.code() in AUTHENTICATION_CODES:
            self._authentication_error = Refused(
                "the broker refuses to speak with us: check PACTWIRE_BROKER__SECURITY, "
                f"__USERNAME and __PASSWORD ({error.name()})"
            )

    def _to_pactwire_error(self, error: KafkaError, topic: str) -> PactwireError:
        if error.code() in EVENT_CODES:
            return InvalidEvent(f"the topic {topic} does not take it: {error.str()}")
        if error.code() in TOO_LARGE_CODES:
            return InvalidEvent(f"larger than the topic {topic} takes")
        if error.code() == KafkaError.TOPIC_AUTHORIZATION_FAILED:
            return Refused(describe_refusal(self._broker, "Write", "topic", topic))
        if error.code() == KafkaError.CLUSTER_AUTHORIZATION_FAILED:
            return Refused(describe_refusal(self._broker, "IdempotentWrite", "cluster"))
        if error.fatal():
            self._death = PactwireError(f"the producer cannot go on: {error.str()}")
            return self._death
        return self._authentication_error or Retryable(f"{topic}: {error.str()}")
