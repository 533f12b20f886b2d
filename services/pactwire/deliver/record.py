"""Records how attempts ended: the attempt, its delivery, and what that means for the endpoint."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pactwire import logs
from pactwire.deliver.attempt import LeasedDelivery
from pactwire.deliver.threads import WorkThreads
from pactwire.domain.delivery.retry import AttemptResult, NextStep, next_step, reason_to_disable
from pactwire.edges.clock import jitter, now, steady_now, wait_until_set
from pactwire.edges.store import Store, Transaction, write_transaction
from pactwire.edges.store.deliveries import record_attempts
from pactwire.edges.store.endpoints import EndpointState, find_states, save_states
from pactwire.errors import Retryable
from pactwire.metrics import Metrics
from pactwire_schemas import DeliveryAttempt

log = logs.get_logger(__name__)

MAX_BATCH = 200
"""Attempts in one transaction at most."""
RETRY_DELAY = 1.0
"""Seconds between tries to record an attempt while the store is away."""


@dataclass(frozen=True)
class EndedAttempt:
    """An attempt that waits to be recorded; `recorded` says whether the lease was still ours."""

    attempt: DeliveryAttempt
    result: AttemptResult
    step: NextStep
    recorded: "asyncio.Future[bool]"


class AttemptRecorder:
    """Records for one process, whose leases have `worker_id`.

    Attempts that end while others are being written are written together after them.
    """

    def __init__(
        self,
        store: Store,
        threads: WorkThreads,
        metrics: Metrics,
        retry_schedule: tuple[float, ...],
        worker_id: str,
    ) -> None:
        """Work with these."""
        self._store = store
        self._threads = threads
        self._metrics = metrics
        self._retry_schedule = retry_schedule
        self._worker_id = worker_id
        self._waiting: list[EndedAttempt] = []
        self._writing: asyncio.Task[None] | None = None

    async def record(
        self, leased: LeasedDelivery, result: AttemptResult, stop: asyncio.Event
    ) -> None:
        """Record an attempt; while the store is away again and again, until `stop`.

        What could not be recorded is sent again with the same id.
        """
        ended, number = now(), leased.delivery.attempts + 1
        step = next_step(result, number, self._retry_schedule, ended, jitter())
        attempt = build_attempt(leased, result, step, ended)
        while True:
            try:
                is_ours = await self._write(attempt, result, step)
                break
            except Retryable as error:
                log.warning(
                    "attempt.not_recorded", reason=str(error), delivery_id=attempt.delivery_id
                )
            if stop.is_set():
                return
            await wait_until_set(stop, RETRY_DELAY)
        self._report(leased, attempt, step, is_ours=is_ours)

    async def _write(self, attempt: DeliveryAttempt, result: AttemptResult, step: NextStep) -> bool:
        """Write with whatever else has ended; False when another process had the lease by then."""
        recorded: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._waiting.append(EndedAttempt(attempt, result, step, recorded))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_waiting())
        return await recorded

    async def _write_waiting(self) -> None:
        """Write all that waits, one batch at a time, until none is left."""
        while self._waiting:
            batch, self._waiting = self._waiting[:MAX_BATCH], self._waiting[MAX_BATCH:]
            await self._write_batch(batch)

    async def _write_batch(self, batch: Sequence[EndedAttempt]) -> None:
        """Give each the outcome; a batch that fails by one's fault is written one by one."""
        try:
            outcomes = await self._threads.run(self._write_all, batch)
        except Exception as error:  # noqa: BLE001  whoever waits for it gets it
            if len(batch) == 1 or isinstance(error, Retryable):
                for one in batch:
                    if not one.recorded.done():
                        one.recorded.set_exception(error)
                return
            for one in batch:
                await self._write_batch([one])
            return
        for one, is_ours in zip(batch, outcomes, strict=True):
            if not one.recorded.done():
                one.recorded.set_result(is_ours)

    def _write_all(self, batch: Sequence[EndedAttempt]) -> list[bool]:
        """Write it all in one transaction: attempts, deliveries, endpoints."""
        steady = steady_now()
        ended = [(one.attempt, postpone(one, steady)) for one in batch]
        with write_transaction(self._store) as tx:
            ours = record_attempts(tx, ended, self._worker_id)
            mine = [one for one, is_ours in zip(batch, ours, strict=True) if is_ours]
            judge_endpoints(tx, mine, steady)
        return ours

    def _report(
        self, leased: LeasedDelivery, attempt: DeliveryAttempt, step: NextStep, *, is_ours: bool
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
            state=step.state if is_ours else "leased by another",
            because=step.because,
        )


def postpone(ended: EndedAttempt, steady: datetime) -> NextStep:
    """The next step by the clock that nobody can set, which decides when it is due."""
    step = ended.step
    if step.due_at is None:
        return step
    return replace(step, due_at=steady + (step.due_at - ended.attempt.attempted_at))


def judge_endpoints(tx: Transaction, ended: Sequence[EndedAttempt], steady: datetime) -> None:
    """Note how attempts ended with their endpoints, and disable those that had enough."""
    known = find_states(tx, {one.attempt.endpoint_id for one in ended})
    judged: dict[str, EndpointState] = {}
    for one in ended:
        endpoint_id = one.attempt.endpoint_id
        state = judged.get(endpoint_id) or known.get(endpoint_id)
        if state:
            judged[endpoint_id] = judge_endpoint(state, one, steady)
    save_states(tx, judged)


def judge_endpoint(state: EndpointState, ended: EndedAttempt, steady: datetime) -> EndpointState:
    """What an endpoint is after an attempt."""
    result, since = ended.result, state.failing_since
    if result.is_fault_of_receiver:
        since = since or steady
    elif result.outcome == "delivered":
        since = None
    why = reason_to_disable(result, state.failing_since, steady)
    after = EndpointState(
        enabled=state.enabled,
        disabled_because=state.disabled_because,
        failing_since=since,
        last_attempt_at=steady,
        last_error=ended.attempt.error,
    )
    if why is None:
        return after
    log.error("endpoint.disabled", endpoint_id=ended.attempt.endpoint_id, reason=why)
    return replace(after, enabled=False, disabled_because=why, failing_since=None)


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
