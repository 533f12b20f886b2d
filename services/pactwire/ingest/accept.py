"""Accepts submissions: a version from the store, a record on the broker, only then a receipt.

Submissions that arrive at the same time are batched, and a batch is one transaction before it is
published. That it was published is written with the next batch, or when none waits: until then a
repeat publishes the same event again, under the same id.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Literal

from pactwire import logs
from pactwire.domain.intake import Admission, Submission, admit
from pactwire.edges.kafka.producer import EventProducer, all_confirmed
from pactwire.edges.store import Store, write_transaction
from pactwire.edges.store.article_addresses import save_addresses
from pactwire.edges.store.article_versions import (
    VersionRequest,
    VersionReservation,
    mark_published,
    reserve_versions,
)
from pactwire.edges.store.retention import remember_articles
from pactwire.errors import PactwireError, Retryable
from pactwire.ingest.retractions import list_addresses, resolve_retractions
from pactwire.metrics import Metrics
from pactwire_schemas import ARTICLES, Article

log = logs.get_logger(__name__)

PUBLISH_TIMEOUT = 10.0
"""Seconds to wait for the broker's confirmation before the sender must retry."""

IntakeChannel = Literal["api", "feed"]
IntakeOutcome = Literal["accepted", "duplicate", "outdated"]
"""`outdated` is a version older than one that is known: it changes nothing."""


@dataclass(frozen=True)
class Receipt:
    """The outcome of a submission that the broker has confirmed."""

    article_id: str
    version: int
    outcome: IntakeOutcome


@dataclass(frozen=True)
class PendingSubmissions:
    """The submissions of one caller that wait for their receipts."""

    admissions: list[Admission]
    receipts: "asyncio.Future[list[Receipt]]"


class ArticleIntake:
    """Accepts articles from the API and from feeds."""

    def __init__(
        self, store: Store, producer: EventProducer, metrics: Metrics, now: Callable[[], datetime]
    ) -> None:
        """Work with these; nothing is opened or closed here."""
        self._store = store
        self._producer = producer
        self._metrics = metrics
        self._now = now
        self._pending: list[PendingSubmissions] = []
        self._drain_task: asyncio.Task[None] | None = None
        self._confirmed: set[tuple[str, int]] = set()
        """Versions that the broker has and the store does not say so of yet."""

    async def accept(
        self, submissions: Sequence[Submission], channel: IntakeChannel
    ) -> list[Receipt]:
        """Admit and publish; the receipts come in order, after the broker's acknowledgement.

        Raises:
            InvalidEvent: a submission can't be an article, or not one that broker and store take.
            Retryable: broker or store are away; sending the same again is safe.
        """
        received = self._now()
        admissions = [admit(submission, received) for submission in submissions]
        pending = PendingSubmissions(admissions, asyncio.get_running_loop().create_future())
        self._pending.append(pending)
        if self._drain_task is None or self._drain_task.done():
            self._drain_task = asyncio.create_task(self._drain_pending())
        try:
            receipts = await pending.receipts
        except Retryable:
            self._count(channel, "unavailable", len(submissions))
            raise
        for outcome, number in Counter(receipt.outcome for receipt in receipts).items():
            self._count(channel, outcome, number)
        return receipts

    async def _drain_pending(self) -> None:
        """Accept all pending submissions, in one batch at a time, until none are left."""
        while self._pending:
            batch, self._pending = self._pending, []
            await self._accept_callers(batch)
            if not self._pending and self._confirmed:
                await self._note_confirmed()

    async def _note_confirmed(self) -> None:
        """Mark what was published while nobody waits; what is not marked is published again."""
        try:
            await asyncio.to_thread(self._mark_confirmed)
        except PactwireError as error:
            log.warning("articles.not_marked", reason=str(error))

    async def close(self) -> None:
        """Wait until what was accepted is marked."""
        if self._drain_task:
            await self._drain_task

    async def _accept_callers(self, batch: Sequence[PendingSubmissions]) -> None:
        """Give every caller its receipts, or the error that its own submissions made.

        A batch that fails for another reason than an outage is tried again caller by caller.
        """
        try:
            receipts = await self._accept_batch(
                [admission for pending in batch for admission in pending.admissions]
            )
            _resolve_receipts(batch, receipts)
        except Retryable as error:
            _reject_pending(batch, error)
        except Exception as error:  # noqa: BLE001  the caller at fault gets it
            if len(batch) == 1:
                _reject_pending(batch, error)
                return
            for pending in batch:
                await self._accept_callers([pending])

    async def _accept_batch(self, admissions: Sequence[Admission]) -> list[Receipt]:
        reserved_admissions = await asyncio.to_thread(self._reserve_versions, admissions)
        fresh = {
            (admission.article_id, reservation.version): _build_article(admission, reservation)
            for admission, reservation in reserved_admissions
            if not (reservation.published or reservation.outdated)
        }
        if fresh:
            await self._publish_articles(list(fresh.values()))
        receipts = []
        for admission, reservation in reserved_admissions:
            key = (admission.article_id, reservation.version)
            outcome: IntakeOutcome = "outdated"
            if not reservation.outdated:
                outcome = "accepted" if fresh.pop(key, None) else "duplicate"
            receipts.append(Receipt(admission.article_id, reservation.version, outcome))
        return receipts

    def _reserve_versions(
        self, given: Sequence[Admission]
    ) -> list[tuple[Admission, VersionReservation]]:
        """Reserve, in one transaction that also marks what earlier batches have published."""
        confirmed = tuple(self._confirmed)
        with write_transaction(self._store) as tx:
            mark_published(tx, confirmed)
            admissions = resolve_retractions(tx, given)
            remember_articles(tx, {one.article_id for one in admissions}, self._now())
            versions = reserve_versions(tx, [request_version(one) for one in admissions])
            reserved = list(zip(admissions, versions, strict=True))
            fresh = [one for one, reservation in reserved if not reservation.published]
            save_addresses(tx, list_addresses(fresh), self._now())
        self._confirmed.difference_update(confirmed)
        return reserved

    async def _publish_articles(self, articles: Sequence[Article]) -> None:
        confirmations = [self._producer.publish(ARTICLES, article) for article in articles]
        try:
            await asyncio.wait_for(all_confirmed(confirmations), PUBLISH_TIMEOUT)
        except TimeoutError:
            raise Retryable(f"the broker did not confirm within {PUBLISH_TIMEOUT:.0f} s") from None
        self._confirmed.update((article.article_id, article.version) for article in articles)

    def _mark_confirmed(self) -> None:
        confirmed = tuple(self._confirmed)
        with write_transaction(self._store) as tx:
            mark_published(tx, confirmed)
        self._confirmed.difference_update(confirmed)

    def _count(self, channel: IntakeChannel, outcome: str, number: int) -> None:
        self._metrics.admissions.labels(channel, outcome).inc(number)


def request_version(admission: Admission) -> VersionRequest:
    """What the store is asked for an admission."""
    return VersionRequest(
        admission.article_id,
        admission.content_hash,
        admission.received_at,
        admission.submission.version,
    )


def _build_article(admission: Admission, reservation: VersionReservation) -> Article:
    """The article as first received: a repeat is the same event."""
    article = admission.article(reservation.version)
    return article.model_copy(update={"received_at": reservation.received_at})


def _resolve_receipts(batch: Sequence[PendingSubmissions], receipts: list[Receipt]) -> None:
    remaining = iter(receipts)
    for pending in batch:
        own_receipts = list(islice(remaining, len(pending.admissions)))
        if not pending.receipts.done():
            pending.receipts.set_result(own_receipts)


def _reject_pending(batch: Sequence[PendingSubmissions], error: Exception) -> None:
    for pending in batch:
        if not pending.receipts.done():
            pending.receipts.set_exception(error)
