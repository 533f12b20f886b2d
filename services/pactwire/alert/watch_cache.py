"""The watches in force in this process: follows the store and the ledger, decides no match."""

from collections.abc import Callable, Iterable, Sequence
from threading import Lock

from pactwire import logs
from pactwire.domain.watches import Book, Hit, Sets
from pactwire.edges.store import Store, Transaction, ledgers, reading, stored_watches
from pactwire.metrics import Metrics
from pactwire_schemas import Development, EnrichedArticle, Mention, Watch
from pactwire_schemas.watch import ToTopic

log = logs.get(__name__)

EnsureTopics = Callable[[Iterable[str]], object]
"""Makes topics `alerts.<name>` that are missing; raises Retryable while no broker answers."""


class Watches:
    """All enabled watches of the store, indexed; thread-safe."""

    def __init__(self, store: Store, ensure_topics: EnsureTopics, metrics: Metrics) -> None:
        """Start without watches; `refresh` brings them into force."""
        self._store = store
        self._ensure_topics = ensure_topics
        self._metrics = metrics
        self._book = Book()
        self._revisions: dict[str, int] = {}
        self._topics: set[str] = set()
        self._seen = {"watches": -1, "ledger": -1}
        self._lock = Lock()

    def refresh(self) -> None:
        """Bring changes of watches and of the ledger into force; quick when there are none.

        A watch that names a new topic comes into force once the topic is there.

        Raises:
            Retryable: the store or the broker is away; what was in force stays.
        """
        with self._lock, reading(self._store) as tx:
            self._follow_ledger(tx)
            self._follow_watches(tx)

    def stories(self, story: EnrichedArticle) -> list[Hit]:
        """Watches that an article fits."""
        with self._lock:
            return self._book.stories(story)

    def changes(self, development: Development) -> list[Hit]:
        """Watches that a development fits."""
        with self._lock:
            return self._book.changes(development)

    def watch(self, watch_id: str) -> Watch | None:
        """The watch of an id, when it is in force."""
        with self._lock:
            return self._book.watch(watch_id)

    def counting(self, watch_id: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
        """The mentions that a watch asked for, one for each entity; all that count, if for none."""
        with self._lock:
            watch, entities = self._book.watch(watch_id), self._book.entities(watch_id)
        asked = watch.when.mentioned if watch else None
        found: dict[str, Mention] = {}
        for mention in mentions:
            counts = (
                watch is None
                or asked is None
                or (mention.role in asked.roles and mention.score >= watch.min_confidence)
            )
            if counts:
                found.setdefault(mention.entity_id, mention)
        named = tuple(mention for entity, mention in found.items() if entity in entities)
        return named or tuple(found.values())

    def _follow_ledger(self, tx: Transaction) -> None:
        version = ledgers.ledger_version(tx)
        if version != self._seen["ledger"]:
            self._book.follow(Sets(ledgers.inside(tx)))
            self._seen["ledger"] = version

    def _follow_watches(self, tx: Transaction) -> None:
        version = stored_watches.watches_version(tx)
        if version == self._seen["watches"]:
            return
        kept = {one.watch.id: one for one in stored_watches.kept(tx)}
        self._prepare(one.watch for one in kept.values())
        for watch_id in self._revisions.keys() - kept.keys():
            self._book.drop(watch_id)
            del self._revisions[watch_id]
            log.info("watch.removed", watch=watch_id)
        for watch_id, one in kept.items():
            if self._revisions.get(watch_id) != one.revision:
                self._book.put(one.watch, one.revision)
                self._revisions[watch_id] = one.revision
                log.info("watch.in_force", watch=watch_id, revision=one.revision)
        self._seen["watches"] = version
        self._metrics.watches.set(len(self._book))

    def _prepare(self, watches: Iterable[Watch]) -> None:
        """Make sure of the topics before anything is routed to them."""
        named = {
            place.topic
            for watch in watches
            for place in watch.deliver
            if isinstance(place, ToTopic)
        }
        if missing := named - self._topics:
            self._ensure_topics(sorted(missing))
            self._topics |= missing
