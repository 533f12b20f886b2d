"""Feeds that are added and asked for by command, through the store, while the service runs."""

import asyncio
from collections.abc import Sequence

from pactwire import logs
from pactwire.edges.clock import wait_until_set
from pactwire.edges.store import Store, read_transaction, write_transaction
from pactwire.edges.store.feed_subscriptions import (
    FeedPoll,
    list_polls,
    list_subscriptions,
    save_poll,
)
from pactwire.errors import Retryable
from pactwire.settings import FeedSettings

log = logs.get_logger(__name__)


class Subscriptions:
    """The feeds in force, and the requests to poll one now."""

    def __init__(self, store: Store) -> None:
        """Read from and write to `store`."""
        self._store = store
        self._wanted: tuple[FeedSettings, ...] | None = None
        self._requested: dict[str, int] = {}
        self._begun: dict[str, int] = {}
        self._wakes: dict[str, asyncio.Event] = {}

    async def refresh(self, configured: Sequence[FeedSettings]) -> tuple[FeedSettings, ...]:
        """The feeds in force now; wakes those that were asked for.

        A store that is away changes nothing. A feed of the settings comes before an added one of
        the same address.
        """
        try:
            added, polls = await asyncio.to_thread(self._read)
        except Retryable as error:
            log.warning("feeds.behind", why=str(error))
            return tuple(configured) if self._wanted is None else self._wanted
        own = {str(feed.url) for feed in configured}
        self._wanted = (*configured, *(feed for feed in added if str(feed.url) not in own))
        for url, poll in polls.items():
            self._requested[url] = poll.requested
            if poll.requested > max(poll.answered, self._begun.get(url, 0)):
                self._get_wake(url).set()
        return self._wanted

    def begin_poll(self, url: str) -> int:
        """A poll begins; gives the newest request, which it answers."""
        self._get_wake(url).clear()
        self._begun[url] = self._requested.get(url, 0)
        return self._begun[url]

    async def end_poll(self, url: str, poll: FeedPoll) -> None:
        """Keep how it ended; a store that is away is told of by readiness."""
        try:
            await asyncio.to_thread(self._save, url, poll)
        except Retryable as error:
            log.warning("feeds.behind", why=str(error))

    async def wait_for_request(self, url: str, seconds: float) -> None:
        """Wait so long, or until the feed is asked for."""
        await wait_until_set(self._get_wake(url), seconds)

    def wake_all(self) -> None:
        """Let nobody wait any longer."""
        for wake in self._wakes.values():
            wake.set()

    def _get_wake(self, url: str) -> asyncio.Event:
        return self._wakes.setdefault(url, asyncio.Event())

    def _read(self) -> tuple[list[FeedSettings], dict[str, FeedPoll]]:
        with read_transaction(self._store) as tx:
            return list_subscriptions(tx), list_polls(tx)

    def _save(self, url: str, poll: FeedPoll) -> None:
        with write_transaction(self._store) as tx:
            save_poll(tx, url, poll)
