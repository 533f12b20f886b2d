"""Stage three: turns matches into alerts, each once, as `domain.alerting.dedup` decides."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from pactwire import logs
from pactwire.alert.match_batch import MatchBatch
from pactwire.domain.alerting.calm import SEND
from pactwire.domain.alerting.calm_records import CalmRecords
from pactwire.domain.alerting.dedup import AlertDecision, decide_change, decide_story
from pactwire.edges.kafka.stage import Output
from pactwire.edges.store import Store, write_transaction
from pactwire.edges.store.alerting import DecidedMatch
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
            calm = load_calm_records(tx, batch.watches, articles, self.now())
            decided = [self._decide_once(batch, calm, match) for match in matches]
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

    def _decide_once(
        self, batch: MatchBatch, calm: CalmRecords, match: Match
    ) -> tuple[str, Alert | None]:
        match = batch.identify(match)
        before = batch.decisions.get(match.match_id)
        if before:
            return "seen", before[1]
        at = self.now()
        decided = apply_calm(calm, batch, match, decide_match(batch, match, at), at)
        batch.add(decided)
        if decided.calm.outcome == "send":
            return decided.decision.reason, decided.decision.alert
        return decided.calm.reason, None


def decide_match(batch: MatchBatch, match: Match, at: datetime) -> AlertDecision:
    """What becomes of a match that is new, given what was decided before it."""
    watch_id = match.watch.watch_id
    watch = batch.watches.get(watch_id)
    if watch is None:
        return AlertDecision("immaterial", "the watch is no longer in force", match.match_id)
    if match.development:
        alerts = batch.list_alerts((watch_id, match.development.change_id))
        return decide_change(match, watch, alerts, at)
    if batch.is_withdrawn(match):
        because = "the publisher canceled the article before the watch was told"
        return AlertDecision("immaterial", because, match.article.article_id)
    alerts = batch.list_alerts((watch_id, match.article.article_id))
    return decide_story(match, watch, alerts, batch.list_similar(match), at)


def apply_calm(
    calm: CalmRecords, batch: MatchBatch, match: Match, decision: AlertDecision, at: datetime
) -> DecidedMatch:
    """The decision with what holds or suppresses its alert."""
    alert = decision.alert
    if alert is None:
        return DecidedMatch(match, decision, at)
    watch = batch.watches[match.watch.watch_id]
    calmed = calm.decide(alert, watch, at, awaits_membership=match.has_claims)
    if calmed == SEND:
        calm.count_message(watch.id, at)
    if calmed.outcome == "suppress":
        marked = alert.model_copy(update={"suppressed_because": calmed.because})
        decision = replace(decision, alert=marked)
    return DecidedMatch(match, decision, at, calmed)


def build_outputs(alert: Alert | None) -> list[Output]:
    """The alert to all subscribers, and to the topics that its watch names."""
    if alert is None:
        return []
    return [Output(ALERTS, alert), *(Output(alerts_topic(name), alert) for name in alert.topics)]
