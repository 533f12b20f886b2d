"""Follows all topics from now on and collects their events, decoded, while it is open."""

import threading
import time
from collections.abc import Callable
from typing import Self, TypeVar

from pactwire.edges import clock
from pactwire.edges.kafka.topic_consumer import TopicRecord, read_records
from pactwire.errors import PactwireError
from pactwire.settings import BrokerSettings
from pactwire_schemas import TOPICS, Alert, EnrichedArticle, Event, NotOfThisTopic

E = TypeVar("E", bound=Event)

TOPICS_BY_NAME = {topic.name: topic for topic in TOPICS}
POLL_INTERVAL = 0.02


class TopicTail:
    """Follows all topics in a thread of its own."""

    def __init__(self, broker: BrokerSettings) -> None:
        """Take the broker; `with` begins to follow."""
        self.events: list[Event] = []
        self.failure: PactwireError | None = None
        self.last_record_at = clock.monotonic()
        self._broker = broker
        self._stop_requested = threading.Event()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="pipeline", daemon=True)

    def __enter__(self) -> Self:
        """Start, and return when the end offsets are fixed."""
        self._thread.start()
        self._started.wait(15)
        return self

    def __exit__(self, *error: object) -> None:
        """Follow no more."""
        self._stop_requested.set()
        self._thread.join(5)

    def _follow(self) -> None:
        try:
            for record in read_records(
                self._broker, tuple(TOPICS_BY_NAME), "end", self._is_stop_requested
            ):
                self._add_event(record)
        except PactwireError as error:
            self.failure = error
        finally:
            self._started.set()

    def _is_stop_requested(self) -> bool:
        self._started.set()  # asked for the first time when the ends are fixed
        return self._stop_requested.is_set()

    def _add_event(self, record: TopicRecord) -> None:
        self.last_record_at = clock.monotonic()
        try:
            self.events.append(TOPICS_BY_NAME[record.topic].decode(record.value, record.headers))
        except NotOfThisTopic:
            return

    def list_events(self, kind: type[E]) -> list[E]:
        """All events of a type so far."""
        return [event for event in tuple(self.events) if isinstance(event, kind)]

    def find_enriched(self, article_id: str, version: int) -> EnrichedArticle | None:
        """The enriched event of that version of an article."""
        for event in self.list_events(EnrichedArticle):
            if (event.article.article_id, event.article.version) == (article_id, version):
                return event
        return None

    def list_alerts_since(self, count: int) -> list[Alert]:
        """The alerts after the first `count`."""
        return self.list_events(Alert)[count:]

    def is_quiet_for(self, seconds: float) -> bool:
        """True when no record came in that time."""
        return clock.monotonic() - self.last_record_at >= seconds

    def wait_until(self, condition: Callable[[], bool], within: float) -> bool:
        """Wait for a condition; False when it does not hold within that many seconds."""
        deadline = clock.monotonic() + within
        while not condition():
            if self.failure:
                raise self.failure
            if clock.monotonic() > deadline:
                return False
            time.sleep(POLL_INTERVAL)
        return True
