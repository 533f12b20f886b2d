"""Stage three: turns matches into alerts, each once, as `domain.alerting.dedup` decides."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pactwire import logs
from pactwire.alert.match_batch import MatchBatch
from pactwire.edges.kafka.stage import Output
from pactwire.edges.store import Store, write_transaction
from pactwire.edges.store.calm_records import load_calm_records
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
            batch = MatchBatch.load(tx, matches)
            articles = {match.article.article_id for match in matches}
            calm = load_calm_records(tx, batch.records.watches, articles, self.now())
            decided = [batch.decide_once(match, calm, self.now()) for match in matches]
            batch.save(tx)
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


def build_outputs(alert: Alert | None) -> list[Output]:
    """The alert to all subscribers, and to the topics that its watch names."""
    if alert is None:
        return []
    return [Output(ALERTS, alert), *(Output(alerts_topic(name), alert) for name in alert.topics)]
