"""Stage three: turns matches into alerts, each once, as `domain.alerting.dedup` decides."""

from base64 import b64decode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pactwire import logs
from pactwire.domain.alerting.dedup import (
    AlertDecision,
    decide_change,
    decide_story,
    identify_return,
)
from pactwire.edges.kafka.stage import Output
from pactwire.edges.store import Store, Transaction, alerting, stored_watches, write_transaction
from pactwire.metrics import Metrics
from pactwire_schemas import ALERTS, Alert, Match, alerts_topic

log = logs.get_logger(__name__)


@dataclass(frozen=True)
class NotifyStage:
    """The handler of `news.matches.v1`."""

    store: Store
    metrics: Metrics
    now: Callable[[], datetime]

    def handle(self, matches: Sequence[Match]) -> list[list[Output]]:
        """Decide on matches in order, in one transaction.

        A match that came before gets the same alert again and nobody a second one.
        """
        with write_transaction(self.store) as tx:
            alerting.lock_watches(tx, (match.watch.watch_id for match in matches))
            decided = [self._decide_once(tx, match) for match in matches]
        for match, (reason, alert) in zip(matches, decided, strict=True):
            self.metrics.decisions.labels(reason).inc()
            log.info(
                "match.decided", match=match.match_id, watch=match.watch.watch_id, decision=reason,
                alert=alert.alert_id if alert else None,
            )  # fmt: skip
        return [build_outputs(alert) for _, alert in decided]

    def observe_confirmed(self, match: Match, confirmed: Sequence[Output]) -> None:
        """Observe how long an article took to its alert, once the broker has it."""
        del match
        for output in confirmed:
            if output.topic == ALERTS and isinstance(output.event, Alert):
                seconds = (self.now() - output.event.received_at).total_seconds()
                self.metrics.article_to_alert.observe(max(0.0, seconds))

    def _decide_once(self, tx: Transaction, match: Match) -> tuple[str, Alert | None]:
        watch_id, article_id = match.watch.watch_id, match.article.article_id
        match = identify_return(match, alerting.list_change_alerts(tx, watch_id, article_id))
        before = alerting.find_decision(tx, match.match_id)
        if before:
            return "seen", before[1]
        at = self.now()
        decision = self._decide(tx, match, at)
        alerting.save_decision(tx, match, decision, at)
        return decision.reason, decision.alert

    def _decide(self, tx: Transaction, match: Match, at: datetime) -> AlertDecision:
        stored = stored_watches.find_watch(tx, match.watch.watch_id)
        if stored is None or not stored.watch.enabled:
            return AlertDecision("immaterial", "the watch is no longer in force", match.match_id)
        watch_id = match.watch.watch_id
        if match.development:
            alerts = alerting.list_change_alerts(tx, watch_id, match.development.change_id)
            return decide_change(match, stored.watch, alerts, at)
        article, signature = match.article, b64decode(match.signature)
        alerts = alerting.list_change_alerts(tx, watch_id, article.article_id)
        stories = alerting.find_similar_stories(
            tx, watch_id, article.content_hash, signature, match.matched_at
        )
        return decide_story(match, stored.watch, alerts, stories, at)


def build_outputs(alert: Alert | None) -> list[Output]:
    """The alert to all subscribers, and to the topics that its watch names."""
    if alert is None:
        return []
    return [Output(ALERTS, alert), *(Output(alerts_topic(name), alert) for name in alert.topics)]
