"""The health of a service: named checks that its parts keep up to date, and a heartbeat."""

import math
from dataclasses import dataclass, replace

from pactwire.edges import clock

STALE = "not looked at for too long: what looks at it hangs or has ended"

HEARTBEAT_TIMEOUT = 60.0
"""Seconds after the last heartbeat when a service counts as dead."""


@dataclass(frozen=True)
class Check:
    """One condition for a service to be ready, whether it holds, and why."""

    name: str
    ok: bool
    why: str


class Health:
    """The checks of one process; ready when there are some and all are ok. Thread-safe."""

    def __init__(self, *names: str) -> None:
        """Start with the checks `names`, none of them ok yet."""
        self._checks = {name: Check(name, ok=False, why="not looked at yet") for name in names}
        self._expires: dict[str, float] = {}
        self._last_heartbeat: float | None = None

    def set(self, name: str, *, ok: bool, why: str, lasts: float | None = None) -> None:
        """Set the result of a check, with one short sentence; it counts for `lasts` seconds."""
        self._expires[name] = math.inf if lasts is None else clock.monotonic() + lasts
        self._checks[name] = Check(name, ok, why)

    def ready(self) -> tuple[bool, list[Check]]:
        """Whether all checks are ok, and every check; one that wasn't renewed is not ok."""
        now = clock.monotonic()
        checks = [
            check
            if now < self._expires.get(name, math.inf)
            else replace(check, ok=False, why=STALE)
            for name, check in list(self._checks.items())
        ]
        return bool(checks) and all(check.ok for check in checks), checks

    def record_heartbeat(self) -> None:
        """Note that the service is still working."""
        self._last_heartbeat = clock.monotonic()

    def is_alive(self) -> bool:
        """False when the last heartbeat is too long ago; True before the first."""
        return (
            self._last_heartbeat is None
            or clock.monotonic() - self._last_heartbeat < HEARTBEAT_TIMEOUT
        )
