"""Dispatches due deliveries: leases them from the table, sends them, records each attempt.

Each endpoint has a concurrency limit of its own, so one that hangs delays no other.
"""

import asyncio
from collections import Counter

import aiohttp

from pactwire import logs
from pactwire.deliver.attempt import LeasedDelivery, attempt_delivery
from pactwire.domain.delivery.retry import AttemptResult, NextStep, next_step, reason_to_disable
from pactwire.edges.clock import jitter, now, wait_until_set
from pactwire.edges.store import Store, read_transaction, write_transaction
from pactwire.edges.store.deliveries import (
    lease_deliveries,
    lease_duration,
    list_due_endpoints,
    record_attempt,
)
from pactwire.edges.store.endpoints import find_endpoint, set_enabled, set_failing
from pactwire.errors import Retryable
from pactwire.metrics import Metrics
from pactwire.settings import DeliverSettings
from pactwire_schemas import DeliveryAttempt

log = logs.get_logger(__name__)

MAX_ATTEMPTS_PER_ENDPOINT = 10
"""Attempts in progress at one endpoint at most."""


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
                await wait_until_set(self._wake, self._settings.poll_interval)
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
            attempted = await attempt_delivery(self._session, leased)
            await self._record_attempt(leased, attempted)
        finally:
            self._in_progress[leased.endpoint.endpoint_id] -= 1
            self._wake.set()

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
            elif attempted.is_fault_of_receiver and since is None:
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
            error=attempt.error,
            state=step.state,
            because=step.because,
        )
