"""A cache of the watches in force, kept up to date with the store and the ledger."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from pactwire import logs
from pactwire.domain.alerting.matches import select_mentions
from pactwire.domain.watches import MembershipSets, WatchMatch, WatchMatcher, compile_automaton
from pactwire.edges.store import Store, ledgers, read_transaction, stored_watches
from pactwire.edges.store.stored_watches import StoredWatch
from pactwire.errors import Misconfigured
from pactwire.metrics import Metrics
from pactwire_schemas import Development, EnrichedArticle, Mention, Watch
from pactwire_schemas.watch import ToTopic

log = logs.get_logger(__name__)

EnsureTopics = Callable[[Iterable[str]], object]
"""Makes topics `alerts.<name>` that are missing; raises Retryable while no broker answers."""


@dataclass(frozen=True)
class StoredChanges:
    """What the store has and is not in force: None where there is no change."""

    versions: dict[str, int]
    members: MembershipSets | None
    watches: Mapping[str, StoredWatch] | None


class WatchCache:
    """All enabled watches of the store, indexed; thread-safe."""

    def __init__(self, store: Store, ensure_topics: EnsureTopics, metrics: Metrics) -> None:
        """Start empty; `refresh` loads the watches."""
        self._store = store
        self._ensure_topics = ensure_topics
        self._metrics = metrics
        self._matcher = WatchMatcher()
        self._revisions: dict[str, int] = {}
        """Of the watches in force."""
        self._waiting: dict[str, StoredWatch] = {}
        """Watches that come into force once their topics are there."""
        self._ensured_topics: set[str] = set()
        self._versions = {"watches": -1, "ledger": -1}
        self._lock = Lock()
        """Held while the matcher is read or changed; never while another system is asked."""
        self._reading = Lock()
        """Held while the store is asked, and nothing else is."""
        self._making = Lock()
        self._compiling = Lock()
        self.refused: dict[str, str] = {}
        """Topics that the broker refuses to make, and why; their watches are not in force."""

    def refresh(self, *, retry_refused: bool = False) -> None:
        """Apply changes of watches and of the ledger; quick when there are none.

        A watch that names a new topic comes into force once the topic is there, all others at
        once; one whose topic the broker refuses stays out, and `retry_refused` asks for it again.
        The broker is asked while nobody waits: who matches meanwhile goes on with what is in force.

        Raises:
            Retryable: the store or the broker is away; what was in force stays.
        """
        with self._reading:
            changes = self._read_changes()
            with self._lock:
                self._apply(changes)
        if not self._waiting or not self._making.acquire(blocking=False):
            return  # where another thread asks the broker, it puts in force what waits
        try:
            self._make_topics(retry_refused=retry_refused)
            with self._lock:
                self._admit_waiting()
        finally:
            self._making.release()

    def compile_phrases(self) -> None:
        """Make the automaton of phrases anew when many have changed; matching goes on meanwhile."""
        with self._compiling:
            with self._lock:
                listed = self._matcher.phrases.list_for_automaton()
            if listed:
                compiled = compile_automaton(listed)
                with self._lock:
                    self._matcher.phrases.use_automaton(compiled)

    def match_article(self, story: EnrichedArticle) -> list[WatchMatch]:
        """WatchCache that an article fits."""
        with self._lock:
            return self._matcher.match_article(story)

    def match_development(self, development: Development) -> list[WatchMatch]:
        """WatchCache that a development fits."""
        with self._lock:
            return self._matcher.match_development(development)

    def watch(self, watch_id: str) -> Watch | None:
        """The watch of an id, when it is in force."""
        with self._lock:
            return self._matcher.watch(watch_id)

    def list_topics(self) -> list[str]:
        """The topics that watches in force route to."""
        with self._lock:
            return sorted(self._ensured_topics)

    def select_mentions(self, watch_id: str, mentions: Sequence[Mention]) -> tuple[Mention, ...]:
        """The mentions of entities that a watch names, one an entity; all eligible ones if none."""
        with self._lock:
            watch, entities = self._matcher.watch(watch_id), self._matcher.entities(watch_id)
        return select_mentions(mentions, watch, entities)

    def _read_changes(self) -> StoredChanges:
        """What differs from what is in force or waits; None where nothing does."""
        members, stored = None, None
        with read_transaction(self._store) as tx:
            ledger = ledgers.get_ledger_version(tx)
            if ledger != self._versions["ledger"]:
                members = MembershipSets(ledgers.list_present_members(tx))
            watches = stored_watches.get_watches_version(tx)
            if watches != self._versions["watches"]:
                stored = {one.watch.id: one for one in stored_watches.list_watches(tx)}
        return StoredChanges({"ledger": ledger, "watches": watches}, members, stored)

    def _make_topics(self, *, retry_refused: bool) -> None:
        """Create the topics that watches wait for; what is refused keeps no other from being made.

        What was refused before is asked for again only when `retry_refused` says so.
        """
        with self._lock:
            named = {topic for one in self._waiting.values() for topic in list_topics(one.watch)}
        if retry_refused:
            self.refused = {}
        missing = sorted(named - self._ensured_topics - self.refused.keys())
        if not missing:
            return
        try:
            self._ensure_topics(missing)
            self._ensured_topics |= set(missing)
        except Misconfigured:
            self._make_each(missing)

    def _make_each(self, topics: Sequence[str]) -> None:
        for topic in topics:
            try:
                self._ensure_topics([topic])
                self._ensured_topics.add(topic)
            except Misconfigured as error:
                self.refused[topic] = str(error)
                log.error("watch.topic_refused", topic=topic, why=str(error))

    def _apply(self, changes: StoredChanges) -> None:
        if changes.members is not None:
            self._matcher.use_memberships(changes.members)
        if changes.watches is not None:
            for watch_id in self._revisions.keys() - changes.watches.keys():
                self._remove(watch_id)
            self.refused = {}
            self._waiting = {
                watch_id: one
                for watch_id, one in changes.watches.items()
                if self._revisions.get(watch_id) != one.revision
            }
            self._admit_waiting()
        self._versions = changes.versions
        self._report()

    def _admit_waiting(self) -> None:
        """Put in force what has all its topics, and out what cannot have them."""
        for watch_id, one in list(self._waiting.items()):
            topics = set(list_topics(one.watch))
            if topics <= self._ensured_topics:
                del self._waiting[watch_id]
                self._matcher.add(one.watch, one.revision)
                self._revisions[watch_id] = one.revision
                log.info("watch.in_force", watch=watch_id, revision=one.revision)
            elif watch_id in self._revisions and not topics.isdisjoint(self.refused):
                self._remove(watch_id)
        self._report()

    def _remove(self, watch_id: str) -> None:
        self._matcher.remove(watch_id)
        del self._revisions[watch_id]
        log.info("watch.removed", watch=watch_id)

    def _report(self) -> None:
        self._metrics.watches.set(len(self._matcher))
        if not self._waiting:
            self._metrics.watches_version.set(self._versions["watches"])


def list_topics(watch: Watch) -> list[str]:
    """The topics that a watch routes to."""
    return [target.topic for target in watch.deliver if isinstance(target, ToTopic)]
