"""Dispatches due deliveries: leases them from the table, sends them, records each attempt.

Each endpoint has a concurrency limit of its own, so one that hangs delays no other.
"""

import asyncio
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

import aiohttp

from pactwire import logs
from pactwire.domain.delivery.payload import build_webhook_body
from pactwire.domain.delivery.retry import AttemptResult, NextStep, next_step, reason_to_disable
from pactwire.domain.delivery.signature import sign_headers
from pactwire.edges.clock import jitter, now
from pactwire.edges.http.webhook import post_webhook
from pactwire.edges.store import Store, read_transaction, write_transaction
from pactwire.edges.store.deliveries import (
    DeliveryLease,
    lease_deliveries,
    lease_duration,
    list_due_endpoints,
    record_attempt,
)
from pactwire.edges.store.endpoints import Endpoint, find_endpoint, set_enabled, set_failing
from pactwire.errors import Retryable
from pactwire.metrics import Metrics
from pactwire.settings import DeliverSettings
from pactwire_schemas import Alert, DeliveryAttempt

log = logs.get_logger(__name__)

MAX_ATTEMPTS_PER_ENDPOINT = 10
"""Attempts in progress at one endpoint at most."""


@dataclass(frozen=True)
class LeasedDelivery:
    """A leased delivery and the endpoint it goes to."""

    delivery: DeliveryLease
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
        self._in_progress: Counter[str] = Counter()
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Read the table now."""
        self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`; what is under way then is finished first."""
        async with asyncio.TaskGroup() as group:
            stopping = group.create_task(self._wake_on_stop(stop))
            while not stop.is_set():
                self._wake.clear()
                for leased in await self._lease_due():
                    self._in_progress[leased.endpoint.endpoint_id] += 1
                    group.create_task(self._deliver(leased))
                with suppress(TimeoutError):
                    await asyncio.wait_for(self._wake.wait(), self._settings.poll_interval)
            stopping.cancel()

    async def _wake_on_stop(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._wake.set()

    async def _lease_due(self) -> list[LeasedDelivery]:
        try:
            return await asyncio.to_thread(self._lease_batch)
        except Retryable as error:
            log.warning("store.away", reason=str(error))
            return []

    def _lease_batch(self) -> list[LeasedDelivery]:
        moment = now()
        with read_transaction(self._store) as tx:
            waiting = list_due_endpoints(tx, moment)
        if not waiting:
            return []
        until = moment + lease_duration(self._settings.total_timeout)
        leased: list[LeasedDelivery] = []
        with write_transaction(self._store) as tx:
            for endpoint_id in waiting:
                endpoint = find_endpoint(tx, endpoint_id)
                free = self._free_slots(endpoint_id, len(leased))
                if endpoint and free:
                    rows = lease_deliveries(tx, endpoint_id, moment, until, free)
                    leased += [LeasedDelivery(row, endpoint) for row in rows]
        return leased

    def _free_slots(self, endpoint_id: str, taken: int) -> int:
        total_free = self._settings.concurrency - self._in_progress.total() - taken
        return max(0, min(MAX_ATTEMPTS_PER_ENDPOINT - self._in_progress[endpoint_id], total_free))

    async def _deliver(self, leased: LeasedDelivery) -> None:
        try:
            attempted = await self._post_webhook(leased)
            await self._record_attempt(leased, attempted)
        finally:
            self._in_progress[leased.endpoint.endpoint_id] -= 1
            self._wake.set()

    async def _post_webhook(self, leased: LeasedDelivery) -> AttemptResult:
        delivery, moment = leased.delivery, now()
        alert = Alert.model_validate_json(delivery.body)
        body = build_webhook_body(alert, delivery.also)
        secrets = leased.endpoint.secrets(moment)
        headers = sign_headers(secrets, delivery.delivery_id, moment, body)
        headers["webhook-attempt"] = str(delivery.attempts + 1)
        return await post_webhook(self._session, leased.endpoint.url, headers, body, moment)

    async def _record_attempt(self, leased: LeasedDelivery, attempted: AttemptResult) -> None:
        """Record the attempt; if the store is away, the lease expires and it is sent again."""
        ended, number = now(), leased.delivery.attempts + 1
        step = next_step(attempted, number, self._settings.retry_schedule, ended, jitter())
        attempt = DeliveryAttempt(
            delivery_id=leased.delivery.delivery_id,
            endpoint_id=leased.delivery.endpoint_id,
            alert_id=leased.delivery.alert_id,
            attempt=number,
            outcome=attempted.outcome,
            status_code=attempted.status_code,
            duration_seconds=attempted.duration,
            error=attempted.error,
            attempted_at=ended,
            next_attempt_at=step.due_at,
        )
        try:
            await asyncio.to_thread(self._write_attempt, leased, attempt, step, attempted)
        except Retryable as error:
            log.warning("store.away", reason=str(error), delivery_id=attempt.delivery_id)
            return
        self._report_attempt(leased, attempt, step)

    def _write_attempt(
        self,
        leased: LeasedDelivery,
        attempt: DeliveryAttempt,
        step: NextStep,
        attempted: AttemptResult,
    ) -> None:
        moment, endpoint_id = attempt.attempted_at, leased.endpoint.endpoint_id
        with write_transaction(self._store) as tx:
            record_attempt(tx, attempt, step.state, step.because, moment)
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

    def _report_attempt(
        self, leased: LeasedDelivery, attempt: DeliveryAttempt, step: NextStep
    ) -> None:
        self._metrics.attempts.labels(attempt.outcome).inc()
        self._metrics.attempt_seconds.observe(attempt.duration_seconds)
        if attempt.outcome == "delivered":
            waited = (attempt.attempted_at - leased.delivery.alerted_at).total_seconds()
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
