"""Decides when a service that ended starts again: pure, with its reason."""

from dataclasses import dataclass
from typing import Literal

MISCONFIGURED = 2
FIRST_WAIT = 0.5
LONGEST_WAIT = 30.0
STEADY = 30.0
"""Seconds after which a service counts as having run well."""

ExitReason = Literal["crashed", "killed", "ended", "misconfigured"]


@dataclass(frozen=True)
class RestartDecision:
    """`after` is the seconds to wait before the service starts again; None leaves it down."""

    reason: ExitReason
    after: float | None
    failures: int
    """Ends in a row without a steady run between them."""


def decide_restart(
    exit_code: int, ran_for: float, failures: int, *, has_run: bool = False
) -> RestartDecision:
    """Whether and when a service that ended starts again.

    One that is misconfigured stays down, unless it has run well as it is configured: then what it
    misses, such as its port, is only away for now.

    Args:
        exit_code: its exit code; negative is the signal that ended it.
        ran_for: seconds it ran.
        failures: ends in a row before this one.
        has_run: whether it ran steadily before.
    """
    if exit_code == MISCONFIGURED and not has_run:
        return RestartDecision("misconfigured", None, failures + 1)
    failures = 1 if ran_for >= STEADY else failures + 1
    wait = min(FIRST_WAIT * 2 ** (failures - 1), LONGEST_WAIT)
    return RestartDecision(describe_exit_code(exit_code), wait, failures)


def describe_exit_code(exit_code: int) -> ExitReason:
    """The reason behind an exit code."""
    if exit_code < 0:
        return "killed"
    if exit_code == MISCONFIGURED:
        return "misconfigured"
    return "crashed" if exit_code else "ended"
