"""Works off the delivery table: leases what is due, sends it, keeps how it ended.

Each endpoint has slots of its own, so one that hangs holds up no other.
"""

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

import aiohttp

from pactwire import logs
from pactwire.domain.delivery.payload import webhook_body
from pactwire.domain.delivery.retry import Attempted, NextStep, next_step, reason_to_disable
from pactwire.domain.delivery.signature import signed_headers
from pactwire.edges.clock import jitter, now
from pactwire.edges.http.webhook import post
from pactwire.edges.store import Store, reading, writing
from pactwire.edges.store.deliveries import (
    Leased,
    endpoints_with_due,
    lease,
    lease_length,
    record,
)
from pactwire.edges.store.endpoints import Endpoint, find_endpoint, set_enabled, set_failing
from pactwire.errors import Retryable
from pactwire.metrics import Metrics
from pactwire.settings import DeliverSettings
from pactwire_schemas import Alert, DeliveryAttempt

log = logs.get(__name__)

SLOTS = 10
"""Attempts under way at one endpoint."""


@dataclass(frozen=True)
class Work:
    """A leased delivery and where it goes."""

    delivery: Leased
    endpoint: Endpoint


class Dispatcher:
    """Sends until it is stopped."""

    def __init__(
        self,
        store: Store,
        session: aiohttp.ClientSession,
        settings: DeliverSettings,
        metrics: Metrics,
    ) -> None:
        """Work with these; the session's guard decides where webhooks may go."""
        self._store = store
        self._session = session
        self._settings = settings
        self._metrics = metrics
        self._busy: Counter[str] = Counter()
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Look at the table now."""
        self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`; what is under way then is finished first."""
        async with asyncio.TaskGroup() as group:
            stopping = group.create_task(self._wake_at(stop))
            while not stop.is_set():
                self._wake.clear()
                for work in await self._due():
                    self._busy[work.endpoint.endpoint_id] += 1
                    group.create_task(self._attempt(work))
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), self._settings.poll_interval)
            stopping.cancel()

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._wake.set()

    async def _due(self) -> list[Work]:
        try:
            return await asyncio.to_thread(self._lease)
        except Retryable as error:
            log.warning("store.away", reason=str(error))
            return []

    def _lease(self) -> list[Work]:
        moment = now()
        with reading(self._store) as tx:
            waiting = endpoints_with_due(tx, moment)
        if not waiting:
            return []
        until = moment + lease_length(self._settings.total_timeout)
        found: list[Work] = []
        with writing(self._store) as tx:
            for endpoint_id in waiting:
                endpoint = find_endpoint(tx, endpoint_id)
                free = self._free(endpoint_id, len(found))
                if endpoint and free:
                    leased = lease(tx, endpoint_id, moment, until, free)
                    found += [Work(one, endpoint) for one in leased]
        return found

    def _free(self, endpoint_id: str, taken: int) -> int:
        everywhere = self._settings.concurrency - self._busy.total() - taken
        return max(0, min(SLOTS - self._busy[endpoint_id], everywhere))

    async def _attempt(self, work: Work) -> None:
        try:
            attempted = await self._send(work)
            await self._keep(work, attempted)
        finally:
            self._busy[work.endpoint.endpoint_id] -= 1
            self._wake.set()

    async def _send(self, work: Work) -> Attempted:
        delivery, moment = work.delivery, now()
        alert = Alert.model_validate_json(delivery.body)
        body = webhook_body(alert, delivery.also)
        secrets = work.endpoint.secrets(moment)
        headers = signed_headers(secrets, delivery.delivery_id, moment, body)
        headers["webhook-attempt"] = str(delivery.attempts + 1)
        return await post(self._session, work.endpoint.url, headers, body, moment)

    async def _keep(self, work: Work, attempted: Attempted) -> None:
        """Write down how it ended; if the store is away, the lease ends and it is sent again."""
        ended, number = now(), work.delivery.attempts + 1
        step = next_step(attempted, number, self._settings.retry_schedule, ended, jitter())
        attempt = DeliveryAttempt(
            delivery_id=work.delivery.delivery_id,
            endpoint_id=work.delivery.endpoint_id,
            alert_id=work.delivery.alert_id,
            attempt=number,
            outcome=attempted.outcome,
            status_code=attempted.status_code,
            duration_seconds=attempted.duration,
            error=attempted.error,
            attempted_at=ended,
            next_attempt_at=step.due_at,
        )
        try:
            await asyncio.to_thread(self._record, work, attempt, step, attempted)
        except Retryable as error:
            log.warning("store.away", reason=str(error), delivery_id=attempt.delivery_id)
            return
        self._tell(work, attempt, step)

    def _record(
        self, work: Work, attempt: DeliveryAttempt, step: NextStep, attempted: Attempted
    ) -> None:
        moment, endpoint_id = attempt.attempted_at, work.endpoint.endpoint_id
        with writing(self._store) as tx:
            record(tx, attempt, step.state, step.because, moment)
            endpoint = find_endpoint(tx, endpoint_id)
            since = endpoint.failing_since if endpoint else None
            why = reason_to_disable(attempted, since, moment)
            if why:
                set_enabled(tx, endpoint_id, why)
                log.error("endpoint.disabled", endpoint_id=endpoint_id, reason=why)
            elif attempted.outcome == "delivered" and since:
                set_failing(tx, endpoint_id, None)
            elif attempted.outcome != "delivered" and since is None:
                set_failing(tx, endpoint_id, moment)

    def _tell(self, work: Work, attempt: DeliveryAttempt, step: NextStep) -> None:
        self._metrics.attempts.labels(attempt.outcome).inc()
        self._metrics.attempt_seconds.observe(attempt.duration_seconds)
        if attempt.outcome == "delivered":
            waited = (attempt.attempted_at - work.delivery.alerted_at).total_seconds()
            self._metrics.alert_to_delivery.observe(max(0.0, waited))
        log.info(
            "delivery.attempted",
            delivery_id=attempt.delivery_id,
            endpoint_id=attempt.endpoint_id,
            alert_id=attempt.alert_id,
            attempt=attempt.attempt,
            outcome=attempt.outcome,
            status=attempt.status_code,
            state=step.state,
            because=step.because,
        )
