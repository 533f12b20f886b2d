"""Polls feeds, each in a task of its own, so that one that fails or hangs delays no other."""

import asyncio
from contextlib import suppress
from urllib.parse import urlsplit

import aiohttp

from pactwire import logs
from pactwire.domain.intake import Submission, read_document
from pactwire.domain.intake.feed_backoff import next_poll
from pactwire.domain.intake.feed_validators import FeedValidators
from pactwire.domain.intake.syndication import read_feed
from pactwire.edges.clock import jitter, now
from pactwire.edges.http.feeds import FeedAway, fetch
from pactwire.edges.store import Store, reading, writing
from pactwire.edges.store.article_versions import feed_state, remember_feed
from pactwire.errors import InvalidEvent, Retryable
from pactwire.ingest.accept import Admissions
from pactwire.metrics import Metrics
from pactwire.settings import Feed

log = logs.get(__name__)

BATCH = 100


class Poller:
    """All feeds of the settings."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        store: Store,
        admissions: Admissions,
        metrics: Metrics,
        *,
        max_bytes: int,
        max_text: int,
    ) -> None:
        """Work with these; the session's guard decides where feeds may be."""
        self._session = session
        self._store = store
        self._admissions = admissions
        self._metrics = metrics
        self._max_bytes = max_bytes
        self._max_text = max_text

    async def run(self, feeds: tuple[Feed, ...], stop: asyncio.Event) -> None:
        """Poll until `stop` is set."""
        async with asyncio.TaskGroup() as group:
            for feed in feeds:
                group.create_task(self._follow(feed, stop))

    async def _follow(self, feed: Feed, stop: asyncio.Event) -> None:
        failures = 0
        while not stop.is_set():
            wish = None
            try:
                await self.poll(feed)
                failures = 0
            except (Retryable, InvalidEvent) as error:
                failures += 1
                wish = error.retry_after if isinstance(error, FeedAway) else None
                self._metrics.feed_polls.labels("failed").inc()
                log.warning("feed.failed", feed=named(feed), reason=str(error), failures=failures)
            wait = next_poll(feed.interval, failures, wish, jitter())
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), wait.seconds)

    async def poll(self, feed: Feed) -> int:
        """Ask once and take in what is new; tells how many articles were handed on.

        Raises:
            FeedAway: the server did not answer as it should.
            Retryable: broker or store are away; the same feed is read again next time.
            InvalidEvent: what was answered is no feed.
        """
        url = str(feed.url)
        fetched = await fetch(self._session, url, await self._state(url), self._max_bytes)
        if fetched.content is None:
            self._metrics.feed_polls.labels("unchanged").inc()
            return 0
        found = await asyncio.to_thread(self._read, feed, fetched.content)
        for start in range(0, len(found), BATCH):
            await self._admissions.take(found[start : start + BATCH], "feed")
        await asyncio.to_thread(self._remember, url, fetched.state)
        self._metrics.feed_polls.labels("new").inc()
        return len(found)

    def _read(self, feed: Feed, content: bytes) -> list[Submission]:
        content = content.strip()
        known = {
            "domain": host(feed), "name": feed.name, "tier": feed.tier, "owner": feed.owner,
        }  # fmt: skip
        given = {key: value for key, value in known.items() if value is not None}
        if content[:1] == b"{":
            return read_document(content, feed.name or host(feed), self._max_text)
        read = read_feed(content, host(feed), self._max_text, given)
        for reason in read.refused:
            self._metrics.admissions.labels("feed", "invalid").inc()
            log.info("feed.entry_left_out", feed=named(feed), reason=reason)
        return [_spoken(submission, feed) for submission in read.submissions]

    async def _state(self, url: str) -> FeedValidators:
        def read() -> FeedValidators:
            with reading(self._store) as tx:
                return feed_state(tx, url)

        return await asyncio.to_thread(read)

    def _remember(self, url: str, state: FeedValidators) -> None:
        with writing(self._store) as tx:
            remember_feed(tx, url, state, now())


def named(feed: Feed) -> str:
    """The feed for logs, by its name or host: addresses may carry keys."""
    return feed.name or host(feed)


def host(feed: Feed) -> str:
    """The feed's host."""
    return (urlsplit(str(feed.url)).hostname or "").removeprefix("www.")


def _spoken(submission: Submission, feed: Feed) -> Submission:
    if submission.language or not feed.language:
        return submission
    return submission.model_copy(update={"language": feed.language})
