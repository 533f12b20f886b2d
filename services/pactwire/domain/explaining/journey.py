"""The way from an article to a webhook as steps, each with what decided it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal, NamedTuple

from pactwire_schemas import Clause

StepName = Literal["ingested", "read", "judged", "matched", "told", "delivered"]
"""In this order: taken in, mentions and claims read, held against the ledger, held against the
watch, decided on, sent."""


class Step(NamedTuple):
    """One step, whether the way went on after it, and why."""

    name: StepName
    passed: bool
    because: str
    clauses: tuple[Clause, ...] = ()
    """Of `matched`: every clause of the watch up to the first that did not hold."""


class Journey(NamedTuple):
    """The steps of one story or claim, up to the first that stopped it."""

    about: str
    """The story's headline, or what the claim says."""
    steps: tuple[Step, ...]

    @property
    def obstacle(self) -> Step | None:
        """The step that stopped it; None when it arrived."""
        return next((step for step in self.steps if not step.passed), None)


class MadeDecision(NamedTuple):
    """What the alert service decided on a match."""

    reason: str
    because: str
    alert_id: str | None
    state: str = "sent"
    """Of its alert: sent, held, releasing, digested or suppressed."""
    state_because: str = ""
    due_at: datetime | None = None
    """When what is held is decided on again."""


class MadeDelivery(NamedTuple):
    """An alert on its way to one endpoint."""

    endpoint_id: str
    state: str
    because: str
    attempts: int
    due_at: datetime | None
    """When the next attempt is due, for what is pending."""


def build_journey(about: str, steps: Iterable[Step]) -> Journey:
    """The steps up to the first that stopped it."""
    walked: list[Step] = []
    for step in steps:
        walked.append(step)
        if not step.passed:
            break
    return Journey(about, tuple(walked))


def describe_journey(journey: Journey) -> dict[str, Any]:
    """A journey as JSON."""
    obstacle = journey.obstacle
    return {
        "about": journey.about,
        "stopped_at": obstacle.name if obstacle else None,
        "because": obstacle.because if obstacle else None,
        "steps": [describe_step(step) for step in journey.steps],
    }


def describe_step(step: Step) -> dict[str, Any]:
    """A step as JSON."""
    row: dict[str, Any] = {"step": step.name, "passed": step.passed, "because": step.because}
    if step.clauses:
        row["clauses"] = [clause.model_dump() for clause in step.clauses]
    return row


def decide_delivered(deliveries: Iterable[MadeDelivery], *, asked: bool) -> Step:
    """Whether an alert has reached its endpoints; `asked` says whether the watch names any."""
    found = list(deliveries)
    if not asked:
        return Step("delivered", passed=True, because="it is on its topics; no endpoint is named")
    if not found:
        return Step("delivered", passed=False, because="no delivery has been queued yet")
    waiting = [one for one in found if one.state != "delivered"]
    because = "; ".join(map(format_delivery, waiting or found))
    return Step("delivered", passed=not waiting, because=because)


def format_delivery(delivery: MadeDelivery) -> str:
    """Where a delivery stands, in a few words."""
    tries = f"{delivery.attempts} attempt" + ("" if delivery.attempts == 1 else "s")
    due = f", next at {delivery.due_at:%Y-%m-%d %H:%M:%S} UTC" if delivery.due_at else ""
    why = f": {delivery.because}" if delivery.because else ""
    shown = due if delivery.state == "pending" else ""
    return f"{delivery.endpoint_id} {delivery.state} after {tries}{shown}{why}"
