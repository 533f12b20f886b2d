"""What becomes of held alerts when they are due, live and in back-tests."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from pactwire.domain.alerting.calm import CalmDecision
from pactwire.domain.alerting.calm_records import CalmRecords
from pactwire.domain.alerting.digests import settle_group
from pactwire_schemas import Alert, Watch


class DueGroup(NamedTuple):
    """The held alerts of a watch, decided on anew."""

    ready: tuple[Alert, ...]
    """One message."""
    resting: tuple[tuple[Alert, CalmDecision], ...]
    """Held on, or suppressed."""
    dropped: tuple[Alert, ...]
    """Withdrawn or superseded before they were due, with `suppressed_because`."""


def decide_due(group: Sequence[Alert], watch: Watch, calm: CalmRecords, at: datetime) -> DueGroup:
    """Decide anew on everything that is held of a watch; oldest first."""
    settled = settle_group(group)
    decided = [(alert, calm.decide(alert, watch, at)) for alert in settled.sent]
    ready = tuple(alert for alert, one in decided if one.outcome == "send")
    resting = tuple(pair for pair in decided if pair[1].outcome != "send")
    if ready:
        calm.count_message(watch.id, at)
    calm.restart_group(watch.id, [alert for alert, one in resting if one.outcome == "hold"])
    return DueGroup(ready, resting, settled.dropped)
