"""Polls feeds, each in a task of its own, so that one that fails or hangs delays no other."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from urllib.parse import urlsplit

import aiohttp

from pactwire import logs
from pactwire.domain.intake import Entry, Origin, ReadDocument, Submission
from pactwire.domain.intake.document import FEED_KINDS
from pactwire.domain.intake.feed_backoff import next_poll
from pactwire.domain.intake.feed_validators import FeedValidators
from pactwire.domain.intake.formats import read_entries
from pactwire.edges.clock import jitter, now, wait_until_set
from pactwire.edges.http.feeds import FeedUnavailable, fetch_feed
from pactwire.edges.store import Store, read_transaction, write_transaction
from pactwire.edges.store.article_versions import load_feed_validators, save_feed_validators
from pactwire.edges.store.feed_subscriptions import FeedPoll
from pactwire.errors import InvalidEvent, Retryable
from pactwire.ingest.accept import ArticleIntake
from pactwire.ingest.subscriptions import Subscriptions
from pactwire.metrics import Metrics
from pactwire.settings import FeedSettings

log = logs.get_logger(__name__)

BATCH_SIZE = 100
FOLLOW_INTERVAL = 1.0
"""Seconds between looks at the feeds that were added, removed or asked for by command."""


@dataclass(frozen=True)
class FeedLimits:
    """Limits of a feed: bytes after decompression, characters of an article's text."""

    max_bytes: int
    max_text: int


class Poller:
    """All feeds: those of the settings, and those that were added by command."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        store: Store,
        intake: ArticleIntake,
        metrics: Metrics,
        limits: FeedLimits,
    ) -> None:
        """Work with these; the session's guard decides where feeds may be."""
        self._session = session
        self._store = store
        self._intake = intake
        self._metrics = metrics
        self._limits = limits
        self._subscriptions = Subscriptions(store)
        self._left_out: dict[str, tuple[str, ...]] = {}
        """Why entries of each feed's last answer were left out."""
        self._reported: dict[str, frozenset[str]] = {}

    async def run(self, feeds: tuple[FeedSettings, ...], stop: asyncio.Event) -> None:
        """Poll the feeds of the settings, and those in the store as they change, until `stop`."""
        tasks: dict[FeedSettings, asyncio.Task[None]] = {}
        async with asyncio.TaskGroup() as group:
            while not stop.is_set():
                wanted = await self._subscriptions.refresh(feeds)
                for gone in tasks.keys() - wanted:
                    tasks.pop(gone).cancel()
                for new in [feed for feed in wanted if feed not in tasks]:
                    tasks[new] = group.create_task(self._poll_repeatedly(new, stop))
                await wait_until_set(stop, FOLLOW_INTERVAL)
            self._subscriptions.wake_all()

    async def _poll_repeatedly(self, feed: FeedSettings, stop: asyncio.Event) -> None:
        failures, url = 0, str(feed.url)
        while not stop.is_set():
            retry_after, why, found = None, "", 0
            request = self._subscriptions.begin_poll(url)
            try:
                found = await self.poll(feed)
                failures = 0
            except (Retryable, InvalidEvent) as error:
                failures += 1
                why = str(error).replace(url, feed_label(feed))
                retry_after = error.retry_after if isinstance(error, FeedUnavailable) else None
                self._metrics.feed_polls.labels("failed").inc()
                log.warning("feed.failed", feed=feed_label(feed), reason=why, failures=failures)
            wait = next_poll(feed.interval, failures, retry_after, jitter())
            ended = FeedPoll(
                polled_at=now(),
                next_at=now() + timedelta(seconds=wait.seconds),
                failures=failures,
                why=why,
                entries=found,
                left_out=() if why else self._left_out.get(url, ()),
                answered=request,
            )
            await self._subscriptions.end_poll(url, ended)
            await self._subscriptions.wait_for_request(url, wait.seconds)

    async def poll(self, feed: FeedSettings) -> int:
        """Fetch a feed once and accept its articles; returns how many were accepted.

        Raises:
            FeedUnavailable: the server did not answer as it should.
            Retryable: broker or store are away; the same feed is read again next time.
            InvalidEvent: what was answered is no feed.
        """
        url = str(feed.url)
        fetched = await fetch_feed(
            self._session, url, await self._load_validators(url), self._limits.max_bytes
        )
        if fetched.content is None:
            self._metrics.feed_polls.labels("unchanged").inc()
            return 0
        document = await asyncio.to_thread(self._parse, feed, fetched.content)
        taken = [entry for entry in document.entries if entry.submission]
        refused: dict[int, InvalidEvent] = {}
        try:
            for start in range(0, len(taken), BATCH_SIZE):
                refused |= await self._accept(feed, taken[start : start + BATCH_SIZE])
        finally:
            self._report_entries(feed, mark_refused(document.entries, refused))
        if document.complete:
            await asyncio.to_thread(self._save_validators, url, fetched.state)
        self._metrics.feed_polls.labels("new").inc()
        return len(taken) - len(refused)

    async def _accept(self, feed: FeedSettings, batch: Sequence[Entry]) -> dict[int, InvalidEvent]:
        """Accept a batch, each alone where one is refused; gives the refused, by their number."""
        given = [_with_language(one.submission, feed) for one in batch if one.submission]
        try:
            await self._intake.accept(given, "feed")
        except InvalidEvent as error:
            if len(batch) == 1:
                return {batch[0].number: error}
            refused: dict[int, InvalidEvent] = {}
            for entry in batch:
                refused |= await self._accept(feed, [entry])
            return refused
        return {}

    def _parse(self, feed: FeedSettings, content: bytes) -> ReadDocument:
        known = {
            "domain": feed_host(feed), "name": feed.name, "tier": feed.tier, "owner": feed.owner,
        }  # fmt: skip
        given = {key: value for key, value in known.items() if value is not None}
        origin = Origin(feed_label(feed), str(feed.url), given, now())
        document = read_entries(content, origin, self._limits.max_text, self._limits.max_bytes)
        if document.kind not in FEED_KINDS:
            raise InvalidEvent(f"the server answered with {document.kind}, not with a feed")
        return document

    def _report_entries(self, feed: FeedSettings, entries: Sequence[Entry]) -> None:
        """Count and log, once each, the entries that were left out or taken with a part missing."""
        known = self._reported.get(str(feed.url), frozenset())
        seen = set()
        for entry in entries:
            if not entry.why:
                continue
            key = f"{entry.label}: {entry.why}"
            seen.add(key)
            if key in known:
                continue
            if entry.submission is None:
                self._metrics.admissions.labels("feed", "invalid").inc()
            event = "feed.entry_mended" if entry.submission else "feed.entry_left_out"
            log.info(event, feed=feed_label(feed), entry=entry.label, reason=entry.why)
        self._reported[str(feed.url)] = frozenset(seen)
        self._left_out[str(feed.url)] = tuple(
            f"{entry.label}: {entry.why}" for entry in entries if entry.submission is None
        )

    async def _load_validators(self, url: str) -> FeedValidators:
        def read() -> FeedValidators:
            with read_transaction(self._store) as tx:
                return load_feed_validators(tx, url)

        return await asyncio.to_thread(read)

    def _save_validators(self, url: str, state: FeedValidators) -> None:
        with write_transaction(self._store) as tx:
            save_feed_validators(tx, url, state, now())


def feed_label(feed: FeedSettings) -> str:
    """The feed for logs, by its name or host: addresses may carry keys."""
    return feed.name or feed_host(feed)


def feed_host(feed: FeedSettings) -> str:
    """The feed's host."""
    return (urlsplit(str(feed.url)).hostname or "").removeprefix("www.")


def mark_refused(entries: Sequence[Entry], refused: Mapping[int, InvalidEvent]) -> list[Entry]:
    """The entries; those of these numbers are left out, with the reason."""
    return [
        replace(entry, submission=None, error=refused[entry.number])
        if entry.number in refused
        else entry
        for entry in entries
    ]


def _with_language(submission: Submission, feed: FeedSettings) -> Submission:
    if submission.language or not feed.language:
        return submission
    return submission.model_copy(update={"language": feed.language})
