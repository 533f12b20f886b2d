"""What is under way at each endpoint, whose turn it is, and how quick each has been."""

from collections import defaultdict
from collections.abc import Iterable

from pactwire.domain.delivery.pacing import SLOW_AFTER, Load, Pace, share_slots
from pactwire.domain.delivery.retry import AttemptResult
from pactwire.edges.clock import monotonic


class LoadTracker:
    """Shares the slots of one process; used in the event loop only."""

    def __init__(self, slots: int) -> None:
        """Share so many slots."""
        self._slots = slots
        self._paces: dict[str, Pace] = {}
        self._began: defaultdict[str, dict[str, float]] = defaultdict(dict)
        self._turns: dict[str, int] = {}
        self._turn = 0

    def share(self, due: Iterable[str]) -> dict[str, int]:
        """How many deliveries to lease for each of the endpoints, least recently served first."""
        in_turn = sorted(due, key=lambda one: self._turns.get(one, 0))
        now = monotonic()
        known = self._paces.keys() | self._began.keys()
        return share_slots(in_turn, {one: self._load(one, now) for one in known}, self._slots)

    def begin(self, endpoint_id: str, delivery_id: str) -> None:
        """An attempt begins."""
        self._turn += 1
        self._turns[endpoint_id] = self._turn
        self._began[endpoint_id][delivery_id] = monotonic()

    def note_pace(self, endpoint_id: str, result: AttemptResult) -> None:
        """A request has ended."""
        pace = self._paces.get(endpoint_id, Pace())
        delivered = result.outcome == "delivered"
        self._paces[endpoint_id] = pace.after_attempt(
            result.duration, self._slots, delivered=delivered
        )

    def end(self, endpoint_id: str, delivery_id: str) -> None:
        """An attempt has ended and is recorded."""
        under_way = self._began[endpoint_id]
        under_way.pop(delivery_id, None)
        if not under_way:
            del self._began[endpoint_id]

    def _load(self, endpoint_id: str, now: float) -> Load:
        began = self._began.get(endpoint_id, {}).values()
        overdue = sum(now - since > SLOW_AFTER for since in began)
        return Load(self._paces.get(endpoint_id, Pace()), len(began), overdue)
