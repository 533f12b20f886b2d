"""How many attempts each endpoint may have under way, so that slow receivers delay nobody else.

An attempt under way for longer than a second leaves its slot to others and counts as slow. An
endpoint begins with one attempt at a time; quick ones may have more and more, slow ones lose
them again. Endpoints that have not been quick yet get half of the slots at most, so a crowd of
receivers that hang leaves the other half to those that answer.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SLOW_AFTER = 1.0
"""Seconds."""
SLOW_SLOTS = 256
"""Slots for attempts that take long, unless there are more of the others: they cost a connection
and no work, and when all are taken they take those of the others."""
LARGEST_SHARE = 10
"""An endpoint gets this part of all slots at most: a tenth."""


@dataclass(frozen=True)
class Pace:
    """What is known of an endpoint from its attempts since the process began."""

    window: int = 1
    """Attempts under way at most."""
    is_proven: bool = False
    """Its last attempt ended quickly."""
    is_slow: bool = False
    """Its last attempt took long."""

    def after_attempt(self, seconds: float, slots: int, *, delivered: bool) -> "Pace":
        """The pace after an attempt of so many seconds."""
        if seconds > SLOW_AFTER:
            return Pace(window=max(1, self.window // 2) if delivered else 1, is_slow=True)
        if not delivered:
            return Pace(window=1, is_proven=True)
        return Pace(min(self.window * 2, max(1, slots // LARGEST_SHARE)), is_proven=True)


@dataclass(frozen=True)
class Load:
    """An endpoint's pace, and its attempts under way: all, and those that take long already."""

    pace: Pace = Pace()
    under_way: int = 0
    overdue: int = 0

    @property
    def is_slow(self) -> bool:
        """Whether it counts as slow at this moment."""
        return self.pace.is_slow or self.overdue > 0

    @property
    def window(self) -> int:
        """Attempts it may have under way at this moment."""
        return 1 if self.overdue else self.pace.window


def share_slots(due: Sequence[str], loads: Mapping[str, Load], slots: int) -> dict[str, int]:
    """How many deliveries to lease for each endpoint that has some due.

    Args:
        due: the endpoints, in the order of their turns; each gets one before any gets two.
        loads: the endpoints that are known.
        slots: attempts under way at once that are not slow.
    """
    free = _free_slots(loads, slots)
    shares: Counter[str] = Counter()
    waiting = list(due)
    while waiting:
        waiting = [one for one in waiting if _take(one, loads.get(one, Load()), shares, free)]
    return dict(shares)


def _free_slots(loads: Mapping[str, Load], slots: int) -> Counter[str]:
    """Free slots of each kind: all quick ones, those for the unproven, and slow ones."""
    slow = sum(one.under_way if one.is_slow else 0 for one in loads.values())
    unproven = sum(
        one.under_way for one in loads.values() if not one.is_slow and not one.pace.is_proven
    )
    quick = sum(one.under_way for one in loads.values() if not one.is_slow)
    slow_slots = max(SLOW_SLOTS, slots)
    crowded_out = max(0, slow - slow_slots)
    return Counter(
        slow=slow_slots - slow,
        quick=slots - quick - crowded_out,
        unproven=max(1, slots // 2) - unproven - crowded_out,
    )


def _take(endpoint_id: str, load: Load, shares: Counter[str], free: Counter[str]) -> bool:
    """Take one slot for an endpoint if it may have one more."""
    if load.under_way + shares[endpoint_id] >= load.window:
        return False
    kinds = _kinds(load)
    if any(free[kind] < 1 for kind in kinds):
        return False
    free.subtract(kinds)
    shares[endpoint_id] += 1
    return True


def _kinds(load: Load) -> tuple[str, ...]:
    if load.is_slow:
        return ("slow",)
    return ("quick",) if load.pace.is_proven else ("quick", "unproven")
