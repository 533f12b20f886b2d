"""What becomes of a delivery after each attempt, as pure decisions with reasons."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from pactwire_schemas.delivery import Outcome

DAY = 86_400.0
DISABLE_AFTER = timedelta(days=5)
"""An endpoint that has only failed for this long is switched off."""
JITTER = 0.2
LONGEST_FIRST_WAIT = 1.0
"""Seconds; a new delivery waits a moment for other watches of its endpoint."""
ASKED_BY_RECEIVER = "the receiver asked for this wait"

State = Literal["pending", "delivered", "failed"]


@dataclass(frozen=True)
class AttemptResult:
    """How one POST ended."""

    outcome: Outcome
    status_code: int | None
    duration: float
    """Seconds."""
    error: str | None = None
    retry_after: float | None = None
    """Seconds the receiver asked for."""
    is_ours: bool = False
    """True when we could not send; the receiver is not blamed for it."""

    @property
    def is_fault_of_receiver(self) -> bool:
        """Whether it counts against the endpoint."""
        return self.outcome != "delivered" and not self.is_ours


@dataclass(frozen=True)
class NextStep:
    """What the delivery is now, when it is due again, and why."""

    state: State
    due_at: datetime | None
    because: str


def outcome_of_status(status: int) -> Outcome:
    """The outcome an HTTP status stands for; only 2xx is a success."""
    exact: dict[int, Outcome] = {410: "gone", 429: "throttled"}
    if status in exact:
        return exact[status]
    if 200 <= status < 300:
        return "delivered"
    if 300 <= status < 400:
        return "redirected"
    return "rejected" if 400 <= status < 500 else "failed"


def next_step(
    result: AttemptResult, attempt: int, schedule: Sequence[float], now: datetime, jitter: float
) -> NextStep:
    """The step after attempt number `attempt` (the first is 1).

    Args:
        result: how it ended.
        attempt: which one it was.
        schedule: seconds before each further attempt; one more attempt than it has entries.
        now: the moment it ended.
        jitter: 0 to 1; moves the wait by up to a fifth either way.
    """
    if result.outcome == "delivered":
        return NextStep("delivered", None, "the receiver took it")
    if result.outcome == "gone":
        return NextStep("failed", None, "the receiver says it is gone for good (410)")
    if attempt > len(schedule):
        return NextStep("failed", None, f"{attempt} attempts failed")
    wait = schedule[attempt - 1] * (1 + JITTER * (2 * jitter - 1))
    because = f"{result.outcome}, attempt {attempt + 1} of {len(schedule) + 1}"
    if result.retry_after and result.retry_after > wait:
        wait, because = min(result.retry_after, DAY), ASKED_BY_RECEIVER
    return NextStep("pending", now + timedelta(seconds=wait), because)


def longest_waits(schedule: Sequence[float]) -> list[float]:
    """Seconds a delivery may wait after 0, 1, 2 ... attempts, unless a receiver asks for more."""
    return [LONGEST_FIRST_WAIT, *(wait * (1 + JITTER) for wait in schedule)]


def reason_to_disable(
    result: AttemptResult, failing_since: datetime | None, now: datetime
) -> str | None:
    """Why the endpoint should be switched off, or None."""
    if result.outcome == "gone":
        return "the receiver answered 410 Gone"
    if result.is_fault_of_receiver and failing_since and now - failing_since > DISABLE_AFTER:
        return f"nothing was delivered for {DISABLE_AFTER.days} days"
    return None
