"""Keeps this process's leases, and frees those of processes that died.

No clock that can be set takes part: a worker counts as dead when its beats stand still for as
long as its lease would last, measured here.
"""

from dataclasses import dataclass, field
from datetime import timedelta

from pactwire import logs
from pactwire.domain.delivery.retry import DAY, JITTER, longest_waits
from pactwire.edges.clock import monotonic, secret_bytes, steady_now
from pactwire.edges.store import Store, leases, write_transaction

log = logs.get_logger(__name__)

BEATS_PER_LEASE = 4


@dataclass
class LeaseKeeper:
    """The leases of one process."""

    store: Store
    timeout: float
    """Seconds without a beat after which a worker is dead."""
    worker_id: str = field(default_factory=lambda: secret_bytes(8).hex())
    _last_beats: dict[str, tuple[int, float]] = field(default_factory=dict)
    _last_look: float = 0.0

    @property
    def beat_interval(self) -> float:
        """Seconds between two calls of `beat`."""
        return self.timeout / BEATS_PER_LEASE

    def begin(self, schedule: tuple[float, ...]) -> None:
        """Show that this worker lives, and mend waits from before the clock was set back."""
        now = steady_now()
        latest = [now + timedelta(seconds=wait) for wait in longest_waits(schedule)]
        with write_transaction(self.store) as tx:
            leases.beat(tx, self.worker_id)
            mended = leases.cap_due_times(tx, latest, now + timedelta(seconds=DAY * (1 + JITTER)))
        if mended:
            log.warning("deliveries.brought_forward", count=mended, reason="the clock was set back")

    def beat(self) -> None:
        """Show that this worker lives, and free what dead ones held."""
        with write_transaction(self.store) as tx:
            leases.beat(tx, self.worker_id)
            for worker_id in self.find_dead(leases.list_beats(tx), monotonic()):
                freed = leases.release_leases(tx, worker_id)
                log.warning("worker.dead", worker_id=worker_id, freed=freed)

    def find_dead(self, beats: dict[str, int], now: float) -> list[str]:
        """Workers whose beats have stood still for too long; `now` is monotonic.

        What passed while we could not look, because we stood still or the store was away, counts
        against nobody.
        """
        was_blind = now - self._last_look > 2 * self.beat_interval
        seen = {} if was_blind else self._last_beats
        self._last_look = now
        self._last_beats = {
            worker_id: seen[worker_id]
            if worker_id in seen and seen[worker_id][0] == count
            else (count, now)
            for worker_id, count in beats.items()
        }
        return [
            worker_id
            for worker_id, (_, since) in self._last_beats.items()
            if worker_id != self.worker_id and now - since > self.timeout
        ]

    def end(self) -> None:
        """Free everything that this worker holds."""
        with write_transaction(self.store) as tx:
            leases.release_leases(tx, self.worker_id)
