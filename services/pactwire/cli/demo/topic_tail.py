"""Everything that comes by on the topics from now on, decoded and kept, while it is open."""

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

BY_NAME = {topic.name: topic for topic in TOPICS}
GLANCE = 0.02


class TopicTail:
    """Follows all topics in a thread of its own."""

    def __init__(self, broker: BrokerSettings) -> None:
        """Take the broker; `with` begins to follow."""
        self.events: list[Event] = []
        self.failure: PactwireError | None = None
        self.last = clock.monotonic()
        self._broker = broker
        self._over = threading.Event()
        self._reading = threading.Event()
        self._thread = threading.Thread(target=self._follow, name="pipeline", daemon=True)

    def __enter__(self) -> Self:
        """Begin, and come back when every present end is fixed."""
        self._thread.start()
        self._reading.wait(15)
        return self

    def __exit__(self, *error: object) -> None:
        """Follow no more."""
        self._over.set()
        self._thread.join(5)

    def _follow(self) -> None:
        try:
            for record in read_records(self._broker, tuple(BY_NAME), "end", self._asked_to_stop):
                self._keep(record)
        except PactwireError as error:
            self.failure = error
        finally:
            self._reading.set()

    def _asked_to_stop(self) -> bool:
        self._reading.set()  # asked for the first time when the ends are fixed
        return self._over.is_set()

    def _keep(self, record: TopicRecord) -> None:
        self.last = clock.monotonic()
        try:
            self.events.append(BY_NAME[record.topic].decode(record.value, record.headers))
        except NotOfThisTopic:
            return

    def of(self, kind: type[E]) -> list[E]:
        """All events of a type so far."""
        return [event for event in tuple(self.events) if isinstance(event, kind)]

    def enriched(self, article_id: str, version: int) -> EnrichedArticle | None:
        """What was read out of that version of an article."""
        for event in self.of(EnrichedArticle):
            if (event.article.article_id, event.article.version) == (article_id, version):
                return event
        return None

    def alerts_since(self, count: int) -> list[Alert]:
        """The alerts after the first `count`."""
        return self.of(Alert)[count:]

    def quiet_for(self, seconds: float) -> bool:
        """True when nothing came by in that time."""
        return clock.monotonic() - self.last >= seconds

    def wait(self, until: Callable[[], bool], within: float) -> bool:
        """Wait for something; False when it did not come within that many seconds."""
        deadline = clock.monotonic() + within
        while not until():
            if self.failure:
                raise self.failure
            if clock.monotonic() > deadline:
                return False
            time.sleep(GLANCE)
        return True
