"""What decides whether the alerts of a batch are sent now: silences, budgets, what is held."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from pactwire.domain.alerting.calm import SEND, CalmDecision, CalmFacts, Silence, decide_calm
from pactwire.domain.alerting.dedup import AlertDecision
from pactwire.edges.store import Transaction, held_alerts, silences
from pactwire.edges.store.alerting import DecidedMatch
from pactwire_schemas import Alert, Match, Watch
from pactwire_schemas.notify import parse_rate


@dataclass
class CalmBatch:
    """Read at once for a batch; what the batch decides is added."""

    silences: list[Silence]
    sent: dict[str, list[datetime]]
    """When messages were sent, by watch that has a budget."""
    first_held: dict[str, datetime]
    """When the oldest alert that is held arrived, by watch."""
    membership_alerts: dict[str, list[Alert]]
    """By article."""

    @classmethod
    def load(
        cls, tx: Transaction, watches: Mapping[str, Watch], articles: Collection[str], at: datetime
    ) -> "CalmBatch":
        """Read what alerts of these watches on these articles may need."""
        since = {
            watch.id: at - parse_rate(watch.notify.at_most)[1]
            for watch in watches.values()
            if watch.notify.at_most
        }
        return cls(
            silences.list_silences(tx, at),
            held_alerts.list_sent_moments(tx, since),
            held_alerts.find_first_held(tx, watches.keys()),
            held_alerts.list_membership_alerts(tx, articles),
        )

    def apply(
        self, match: Match, decision: AlertDecision, watches: Mapping[str, Watch], at: datetime
    ) -> DecidedMatch:
        """The decision with what holds or suppresses its alert."""
        alert = decision.alert
        if alert is None:
            return DecidedMatch(match, decision, at)
        watch = watches[match.watch.watch_id]
        calm = self.decide(alert, watch, at, awaits_membership=match.has_claims)
        if calm == SEND:
            self.count_message(watch.id, at)
        if calm.outcome == "suppress":
            marked = alert.model_copy(update={"suppressed_because": calm.because})
            decision = replace(decision, alert=marked)
        return DecidedMatch(match, decision, at, calm)

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
