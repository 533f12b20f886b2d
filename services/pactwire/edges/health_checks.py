"""How a service is: named checks that its parts keep up to date. Makes no answer up."""

from dataclasses import dataclass

from pactwire.edges import clock

BEAT_PATIENCE = 60.0
"""Seconds after which a service that beat once and then no more counts as dead."""


@dataclass(frozen=True)
class Check:
    """One thing that must be well for a service to be ready, and how it is."""

    name: str
    ok: bool
    why: str


class Health:
    """The checks of one process; ready when there are some and all are well. Thread-safe."""

    def __init__(self, *names: str) -> None:
        """Start with the checks `names`, none of them well yet."""
        self._checks = {name: Check(name, ok=False, why="not looked at yet") for name in names}
        self._beat: float | None = None

    def set(self, name: str, ok: bool, why: str) -> None:
        """Note how a check is, with one short sentence."""
        self._checks[name] = Check(name, ok, why)

    def ready(self) -> tuple[bool, list[Check]]:
        """Whether all is well, and every check."""
        checks = list(self._checks.values())
        return bool(checks) and all(check.ok for check in checks), checks

    def beat(self) -> None:
        """Say that the work goes on."""
        self._beat = clock.monotonic()

    def alive(self) -> bool:
        """False when the last beat is too long ago."""
        return self._beat is None or clock.monotonic() - self._beat < BEAT_PATIENCE
