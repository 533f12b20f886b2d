"""Dispatches due deliveries: leases them from the table in turns, sends them, records each attempt.

A receiver that hangs delays no other (`domain.delivery.pacing`), and one that answers nonsense
ends nothing (`attempt`). Only a mistake in here raises, which ends the process.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import TypeVar

from pactwire import logs
from pactwire.deliver.attempt import LeasedDelivery, Send
from pactwire.deliver.lease_keeper import LeaseKeeper
from pactwire.deliver.load_tracker import LoadTracker
from pactwire.deliver.record import AttemptRecorder
from pactwire.deliver.threads import WorkThreads
from pactwire.edges.clock import steady_now, wait_until_set
from pactwire.edges.store import Store, read_transaction, write_transaction
from pactwire.edges.store.endpoints import find_endpoints
from pactwire.edges.store.leases import lease_deliveries, list_due_endpoints
from pactwire.errors import Retryable
from pactwire.metrics import Metrics
from pactwire.settings import DeliverSettings

log = logs.get_logger(__name__)

T = TypeVar("T")

STORE_THREADS = 4
LEASE_MARGIN = 5.0
"""Seconds that a lease outlasts an attempt."""
STOP_TIMEOUT = 5.0
"""Seconds that attempts have to end when the process stops."""


class Dispatcher:
    """Sends until it is stopped."""

    def __init__(
        self,
        store: Store,
        send: Send,
        settings: DeliverSettings,
        metrics: Metrics,
    ) -> None:
        """Work with these."""
        self._store = store
        self._send = send
        self._settings = settings
        self._threads = WorkThreads("store", STORE_THREADS)
        self._keeper = LeaseKeeper(store, settings.total_timeout + LEASE_MARGIN)
        self._recorder = AttemptRecorder(
            store, self._threads, metrics, settings.retry_schedule, self._keeper.worker_id
        )
        self._loads = LoadTracker(settings.concurrency)
        self._attempts: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Read the table now."""
        self._wake.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until `stop`; what is under way then has some seconds to end."""
        try:
            async with asyncio.TaskGroup() as background:
                beating = background.create_task(self._keep_leases())
                stopping = background.create_task(self._wake_on_stop(stop))
                async with asyncio.TaskGroup() as attempts:
                    while not stop.is_set():
                        await self._start_due(attempts, stop)
                    await self._end_attempts()
                stopping.cancel()
                beating.cancel()
            await self._try_in_store(self._keeper.end)
        finally:
            await self._threads.close()

    async def _start_due(self, attempts: asyncio.TaskGroup, stop: asyncio.Event) -> None:
        """Start what is due and has a slot, then wait until there may be more."""
        self._wake.clear()
        for leased in await self._lease_due():
            self._loads.begin(leased.delivery.endpoint_id, leased.delivery.delivery_id)
            attempt = attempts.create_task(self._deliver(leased, stop))
            self._attempts.add(attempt)
            attempt.add_done_callback(self._attempts.discard)
        await wait_until_set(self._wake, self._settings.poll_interval)

    async def _end_attempts(self) -> None:
        """Wait for what is under way, then break off the rest, which is sent again with its id."""
        if self._attempts:
            _, late = await asyncio.wait(self._attempts, timeout=STOP_TIMEOUT)
            for attempt in late:
                attempt.cancel()

    async def _wake_on_stop(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._wake.set()

    async def _keep_leases(self) -> None:
        await self._try_in_store(self._keeper.begin, self._settings.retry_schedule)
        while True:
            await asyncio.sleep(self._keeper.beat_interval)
            await self._try_in_store(self._keeper.beat)

    async def _lease_due(self) -> list[LeasedDelivery]:
        """What this process has leased for the slots that are free."""
        due = await self._try_in_store(self._find_due)
        shares = self._loads.share(due or ())
        return await self._try_in_store(self._lease, shares) or [] if shares else []

    async def _try_in_store(self, work: Callable[..., T], *given: object) -> T | None:
        """What `work` gives; None, with a line in the log, while the store is away."""
        try:
            return await self._threads.run(work, *given)
        except Retryable as error:
            log.warning("store.away", reason=str(error))
            return None

    def _find_due(self) -> list[str]:
        with read_transaction(self._store) as tx:
            return list_due_endpoints(tx, steady_now())

    def _lease(self, shares: Mapping[str, int]) -> list[LeasedDelivery]:
        with write_transaction(self._store) as tx:
            endpoints = find_endpoints(tx, shares.keys())
            known = {one: shares[one] for one in endpoints}
            rows = lease_deliveries(tx, self._keeper.worker_id, known, steady_now())
        return [LeasedDelivery(row, endpoints[row.endpoint_id]) for row in rows]

    async def _deliver(self, leased: LeasedDelivery, stop: asyncio.Event) -> None:
        endpoint_id, delivery_id = leased.delivery.endpoint_id, leased.delivery.delivery_id
        try:
            result = await self._send(leased)
            self._loads.note_pace(endpoint_id, result)
            await self._recorder.record(leased, result, stop)
        finally:
            self._loads.end(endpoint_id, delivery_id)
            self._wake.set()
