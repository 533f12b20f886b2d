"""Records how attempts ended: the attempt, its delivery, and what that means for the endpoint."""

import asyncio
from dataclasses import dataclass, replace
from datetime import datetime

from pactwire import logs
from pactwire.deliver.attempt import LeasedDelivery
from pactwire.deliver.threads import WorkThreads
from pactwire.domain.delivery.retry import AttemptResult, NextStep, next_step, reason_to_disable
from pactwire.edges.clock import jitter, now, steady_now, wait_until_set
from pactwire.edges.store import Store, Transaction, write_transaction
from pactwire.edges.store.deliveries import record_attempt
from pactwire.edges.store.endpoints import find_endpoint, note_attempt, set_enabled
from pactwire.errors import Retryable
from pactwire.metrics import Metrics
from pactwire_schemas import DeliveryAttempt

log = logs.get_logger(__name__)

RETRY_DELAY = 1.0
"""Seconds between tries to record an attempt while the store is away."""


@dataclass(frozen=True)
class AttemptRecorder:
    """Records for one process, whose leases have `worker_id`."""

    store: Store
    threads: WorkThreads
    metrics: Metrics
    retry_schedule: tuple[float, ...]
    worker_id: str

    async def record(
        self, leased: LeasedDelivery, result: AttemptResult, stop: asyncio.Event
    ) -> None:
        """Record an attempt; while the store is away again and again, until `stop`.

        What could not be recorded is sent again with the same id.
        """
        ended, number = now(), leased.delivery.attempts + 1
        step = next_step(result, number, self.retry_schedule, ended, jitter())
        attempt = build_attempt(leased, result, step, ended)
        while True:
            try:
                is_ours = await self.threads.run(self._write, attempt, step, result)
                break
            except Retryable as error:
                log.warning(
                    "attempt.not_recorded", reason=str(error), delivery_id=attempt.delivery_id
                )
            if stop.is_set():
                return
            await wait_until_set(stop, RETRY_DELAY)
        self._report(leased, attempt, step, is_ours=is_ours)

    def _write(self, attempt: DeliveryAttempt, step: NextStep, result: AttemptResult) -> bool:
        """Write it all in one transaction; False when another process had the lease by then."""
        steady = steady_now()
        if step.due_at:  # what nobody can set decides when it is due
            step = replace(step, due_at=steady + (step.due_at - attempt.attempted_at))
        with write_transaction(self.store) as tx:
            is_ours = record_attempt(tx, attempt, step, self.worker_id)
            if is_ours:
                self._judge_endpoint(tx, attempt, result, steady)
        return is_ours

    def _judge_endpoint(
        self, tx: Transaction, attempt: DeliveryAttempt, result: AttemptResult, steady: datetime
    ) -> None:
        endpoint = find_endpoint(tx, attempt.endpoint_id)
        if endpoint is None:
            return
        since = endpoint.failing_since
        if result.is_fault_of_receiver:
            since = since or steady
        elif result.outcome == "delivered":
            since = None
        note_attempt(tx, attempt.endpoint_id, failing_since=since, at=steady, error=attempt.error)
        why = reason_to_disable(result, endpoint.failing_since, steady)
        if why:
            set_enabled(tx, attempt.endpoint_id, why)
            log.error("endpoint.disabled", endpoint_id=attempt.endpoint_id, reason=why)

    def _report(
        self, leased: LeasedDelivery, attempt: DeliveryAttempt, step: NextStep, *, is_ours: bool
    ) -> None:
        self.metrics.attempts.labels(attempt.outcome).inc()
        self.metrics.attempt_seconds.observe(attempt.duration_seconds)
        if attempt.outcome == "delivered":
            waited = (attempt.attempted_at - leased.delivery.alerted_at).total_seconds()
            self.metrics.alert_to_delivery.observe(max(0.0, waited))
        log.info(
            "delivery.attempted",
            delivery_id=attempt.delivery_id,
            endpoint_id=attempt.endpoint_id,
            alert_id=attempt.alert_id,
            attempt=attempt.attempt,
            outcome=attempt.outcome,
            status=attempt.status_code,
            error=attempt.error,
            state=step.state if is_ours else "leased by another",
            because=step.because,
        )


def build_attempt(
    leased: LeasedDelivery, result: AttemptResult, step: NextStep, ended: datetime
) -> DeliveryAttempt:
    """The event that reports an attempt."""
    return DeliveryAttempt(
        delivery_id=leased.delivery.delivery_id,
        endpoint_id=leased.delivery.endpoint_id,
        alert_id=leased.delivery.alert_id,
        attempt=leased.delivery.attempts + 1,
        outcome=result.outcome,
        status_code=result.status_code,
        duration_seconds=result.duration,
        error=result.error,
        attempted_at=ended,
        next_attempt_at=step.due_at,
    )
