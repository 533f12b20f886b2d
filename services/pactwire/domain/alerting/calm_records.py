"""What the decisions on calm of some watches look at, and what each decision adds to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from pactwire.domain.alerting.calm import CalmDecision, CalmFacts, Silence, decide_calm
from pactwire_schemas import Alert, Watch


@dataclass
class CalmRecords:
    """Silences, messages that were sent, what is held, membership alerts of the same stories."""

    silences: list[Silence] = field(default_factory=list)
    sent: dict[str, list[datetime]] = field(default_factory=dict)
    """When messages were sent, by watch that has a budget."""
    first_held: dict[str, datetime] = field(default_factory=dict)
    """When the oldest alert that is held arrived, by watch."""
    membership_alerts: dict[str, list[Alert]] = field(default_factory=dict)
    """By article."""

    def decide(
        self, alert: Alert, watch: Watch, at: datetime, *, awaits_membership: bool = False
    ) -> CalmDecision:
        """Whether an alert is sent now; noted for those that follow."""
        facts = CalmFacts(
            silences=self.silences,
            inhibitor=self._find_inhibitor(alert),
            sent=self.sent.get(watch.id, ()),
            arrived_at=self.first_held.get(watch.id),
            awaits_membership=awaits_membership and bool(list_recipients(alert)),
        )
        calm = decide_calm(alert, watch, facts, at)
        self._note(alert, calm)
        return calm

    def count_message(self, watch_id: str, at: datetime) -> None:
        """Note that a message of a watch is sent."""
        self.sent.setdefault(watch_id, []).append(at)

    def restart_group(self, watch_id: str, held: Sequence[Alert]) -> None:
        """Note what is still held of a watch, after all of it was decided on anew."""
        self.first_held.pop(watch_id, None)
        if held:
            self.first_held[watch_id] = min(alert.alerted_at for alert in held)

    def _note(self, alert: Alert, calm: CalmDecision) -> None:
        if calm.outcome == "hold":
            self.first_held.setdefault(alert.watch.watch_id, alert.alerted_at)
        if alert.kind == "changed" and calm.outcome != "suppress":
            self.membership_alerts.setdefault(alert.article.article_id, []).append(alert)

    def _find_inhibitor(self, alert: Alert) -> str | None:
        """A membership alert of the same story that shares a recipient."""
        if alert.kind != "mentioned" or alert.msg_type != "alert":
            return None
        recipients = list_recipients(alert)
        candidates = self.membership_alerts.get(alert.article.article_id, ())
        shared = (one.alert_id for one in candidates if recipients & list_recipients(one))
        return next(shared, None)


def list_recipients(alert: Alert) -> set[str]:
    """The endpoints and topics that an alert is routed to."""
    return {*alert.endpoints, *alert.topics}
