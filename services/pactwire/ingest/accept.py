"""Takes submissions in: version from the store, record to the broker, and only then a receipt.

Whatever waits at the same time goes through together: one transaction before the broker, one after.
"""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Literal

from pactwire.domain.intake import Admission, Submission, admit
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.store import Store, writing
from pactwire.edges.store.article_versions import Reservation, mark_published, reserve
from pactwire.errors import Retryable
from pactwire.metrics import Metrics
from pactwire_schemas import ARTICLES, Article

PATIENCE = 10.0
"""Seconds a sender waits for the broker before it is told to come again."""

Intake = Literal["api", "feed"]


Outcome = Literal["accepted", "duplicate"]


@dataclass(frozen=True)
class Receipt:
    """What became of a submission; the broker has it."""

    article_id: str
    version: int
    outcome: Outcome


@dataclass(frozen=True)
class Waiting:
    """One sender's submissions on their way."""

    admissions: list[Admission]
    receipts: "asyncio.Future[list[Receipt]]"


class Admissions:
    """The way in, for requests and feeds alike."""

    def __init__(
        self, store: Store, producer: EventProducer, metrics: Metrics, now: Callable[[], datetime]
    ) -> None:
        """Work with these; nothing is opened or closed here."""
        self._store = store
        self._producer = producer
        self._metrics = metrics
        self._now = now
        self._waiting: list[Waiting] = []
        self._working: asyncio.Task[None] | None = None

    async def take(self, submissions: Sequence[Submission], intake: Intake) -> list[Receipt]:
        """Admit and publish; the receipts come in order, after the broker's acknowledgement.

        Raises:
            InvalidEvent: a submission's address cannot be one; nothing is published then.
            Retryable: broker or store are away; sending the same again is safe.
        """
        received = self._now()
        admissions = [admit(submission, received) for submission in submissions]
        waiting = Waiting(admissions, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._work())
        try:
            receipts = await waiting.receipts
        except Retryable:
            self._count(intake, "unavailable", len(submissions))
            raise
        for receipt in receipts:
            self._count(intake, receipt.outcome, 1)
        return receipts

    async def _work(self) -> None:
        """Take through what waits, all of it at once, until nothing does."""
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                receipts = await self._through([one for w in batch for one in w.admissions])
            except Exception as error:  # noqa: BLE001  every sender is told what happened
                _refuse(batch, error)
            else:
                _answer(batch, receipts)

    async def _through(self, admissions: Sequence[Admission]) -> list[Receipt]:
        reserved = await asyncio.to_thread(self._reserve, admissions)
        placed = list(zip(admissions, reserved, strict=True))
        fresh = {
            (admission.article_id, place.version): _article(admission, place)
            for admission, place in placed
            if not place.published
        }
        if fresh:
            await self._publish(list(fresh.values()))
        receipts = []
        for admission, place in placed:
            mine = fresh.pop((admission.article_id, place.version), None)
            outcome: Outcome = "accepted" if mine else "duplicate"
            receipts.append(Receipt(admission.article_id, place.version, outcome))
        return receipts

    def _reserve(self, admissions: Sequence[Admission]) -> list[Reservation]:
        with writing(self._store) as tx:
            return [
                reserve(
                    tx,
                    admission.article_id,
                    admission.content_hash,
                    admission.received_at,
                    admission.submission.version,
                )
                for admission in admissions
            ]

    async def _publish(self, articles: Sequence[Article]) -> None:
        confirmations = [
            asyncio.wrap_future(self._producer.publish(ARTICLES, article)) for article in articles
        ]
        try:
            await asyncio.wait_for(asyncio.gather(*confirmations), PATIENCE)
        except TimeoutError:
            raise Retryable(f"the broker did not confirm within {PATIENCE:.0f} s") from None
        await asyncio.to_thread(self._remember, articles)

    def _remember(self, articles: Sequence[Article]) -> None:
        with writing(self._store) as tx:
            mark_published(tx, ((article.article_id, article.version) for article in articles))

    def _count(self, intake: Intake, outcome: str, number: int) -> None:
        self._metrics.admissions.labels(intake, outcome).inc(number)


def _article(admission: Admission, place: Reservation) -> Article:
    """The article as first received: a repeat is the same event."""
    article = admission.article(place.version)
    return article.model_copy(update={"received_at": place.received_at})


def _answer(batch: Sequence[Waiting], receipts: list[Receipt]) -> None:
    rest = iter(receipts)
    for waiting in batch:
        mine = list(islice(rest, len(waiting.admissions)))
        if not waiting.receipts.done():
            waiting.receipts.set_result(mine)


def _refuse(batch: Sequence[Waiting], error: Exception) -> None:
    for waiting in batch:
        if not waiting.receipts.done():
            waiting.receipts.set_exception(error)
