"""A cache of the watches in force, kept up to date with the store and the ledger."""

from collections.abc import Callable, Iterable, Sequence
from threading import Lock

from pactwire import logs
from pactwire.domain.watches import MembershipSets, WatchMatch, WatchMatcher
from pactwire.edges.store import Store, Transaction, ledgers, read_transaction, stored_watches
from pactwire.metrics import Metrics
from pactwire_schemas import Development, EnrichedArticle, Mention, Watch
from pactwire_schemas.watch import ToTopic

log = logs.get_logger(__name__)

EnsureTopics = Callable[[Iterable[str]], object]
"""Makes topics `alerts.<name>` that are missing; raises Retryable while no broker answers."""


class WatchCache:
    """All enabled watches of the store, indexed; thread-safe."""

    def __init__(self, store: Store, ensure_topics: EnsureTopics, metrics: Metrics) -> None:
        """Start empty; `refresh` loads the watches."""
        self._store = store
        self._ensure_topics = ensure_topics
        self._metrics = metrics
        self._matcher = WatchMatcher()
        self._revisions: dict[str, int] = {}
        self._ensured_topics: set[str] = set()
        self._versions = {"watches": -1, "ledger": -1}
        self._lock = Lock()

    def refresh(self) -> None:
        """Apply changes of watches and of the ledger; quick when there are none.

        A watch that names a new topic comes into force once the topic is there.

        Raises:
            Retryable: the store or the broker is away; what was in force stays.
        """
        with self._lock, read_transaction(self._store) as tx:
            self._refresh_ledger(tx)
            self._refresh_watches(tx)

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
        eligible: dict[str, Mention] = {}
        for mention in mentions:
            if watch is None or is_eligible(mention, watch):
                eligible.setdefault(mention.entity_id, mention)
        named = tuple(mention for entity, mention in eligible.items() if entity in entities)
        return named or tuple(eligible.values())

    def _refresh_ledger(self, tx: Transaction) -> None:
        version = ledgers.get_ledger_version(tx)
        if version != self._versions["ledger"]:
            self._matcher.use_memberships(MembershipSets(ledgers.list_present_members(tx)))
            self._versions["ledger"] = version

    def _refresh_watches(self, tx: Transaction) -> None:
        version = stored_watches.get_watches_version(tx)
        if version == self._versions["watches"]:
            return
        stored = {one.watch.id: one for one in stored_watches.list_watches(tx)}
        self._ensure_watch_topics(one.watch for one in stored.values())
        for watch_id in self._revisions.keys() - stored.keys():
            self._matcher.remove(watch_id)
            del self._revisions[watch_id]
            log.info("watch.removed", watch=watch_id)
        for watch_id, one in stored.items():
            if self._revisions.get(watch_id) != one.revision:
                self._matcher.add(one.watch, one.revision)
                self._revisions[watch_id] = one.revision
                log.info("watch.in_force", watch=watch_id, revision=one.revision)
        self._versions["watches"] = version
        self._metrics.watches.set(len(self._matcher))

    def _ensure_watch_topics(self, watches: Iterable[Watch]) -> None:
        """Create the topics that watches name before any alert is routed to them."""
        named = {
            target.topic
            for watch in watches
            for target in watch.deliver
            if isinstance(target, ToTopic)
        }
        if missing := named - self._ensured_topics:
            self._ensure_topics(sorted(missing))
            self._ensured_topics |= missing


def is_eligible(mention: Mention, watch: Watch) -> bool:
    """Whether a mention has the role and the confidence that a watch asks for."""
    condition = watch.when.mentioned
    return condition is None or (
        mention.role in condition.roles and mention.score >= watch.min_confidence
    )
