"""No broker is called inside a transaction: each way to one refuses."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pactwire.edges.kafka import topics
from pactwire.edges.kafka.offsets import WatermarkClient
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.kafka.topic_consumer import read_records
from pactwire.edges.store import (
    Store,
    migrate,
    open_store,
    read_transaction,
    write_transaction,
)
from pactwire.metrics import Metrics
from pactwire.settings import BrokerSettings
from pactwire_schemas import ARTICLES
from sample_events import enriched

NOWHERE = BrokerSettings(bootstrap="127.0.0.1:1")


@pytest.fixture
def file_store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:///{tmp_path}/store.db")
    migrate(opened)
    yield opened
    opened.dispose()


@pytest.fixture
def producer() -> Iterator[EventProducer]:
    opened = EventProducer(NOWHERE, "tests", Metrics("ingest", "test"))
    yield opened
    opened.close()


CALLS: dict[str, Callable[[EventProducer], object]] = {
    "a record is published": lambda producer: producer.publish(ARTICLES, enriched().article),
    "the broker is asked": lambda producer: producer.find_broker_error(),
    "the broker is administered": lambda _: topics.ensure_topics(NOWHERE),
    "topics are read": lambda _: list(read_records(NOWHERE, ["a"])),
    "offsets are asked for": lambda _: WatermarkClient(NOWHERE, "tests").fetch_watermarks([]),
}


@pytest.mark.parametrize("transaction", [read_transaction, write_transaction])
@pytest.mark.parametrize("what", CALLS)
@pytest.mark.fault("transactions")
def test_a_broker_is_not_called_inside_a_transaction(
    file_store: Store, producer: EventProducer, what: str, transaction: Callable[..., object]
) -> None:
    with (
        pytest.raises(RuntimeError, match=f"{what} inside a transaction"),
        transaction(file_store),  # type: ignore[attr-defined]
    ):
        CALLS[what](producer)


def test_outside_of_one_it_is(file_store: Store, producer: EventProducer) -> None:
    with write_transaction(file_store):
        pass
    assert producer.find_broker_error()
