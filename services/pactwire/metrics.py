"""Every metric, once: names, help and closed label values, all zero from the start.

The only module with `prometheus_client` constructors. Times are seconds, sizes are bytes; names of
entities, sources, watches and endpoints never become labels.
"""

from itertools import product

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.parser import text_string_to_metric_families

from pactwire_schemas import TOPICS

disable_created_metrics()  # type: ignore[no-untyped-call]

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"

TOPIC_NAMES = (*(topic.name for topic in TOPICS), "alerts.*", "dead")
FATES = ("done", "invalid", "retried", "bug")
ADMISSIONS = ("accepted", "duplicate", "outdated", "invalid", "too_large", "unavailable")
DROPPED = ("slow", "number")
INTAKES = ("api", "feed")
FEED_RESULTS = ("new", "unchanged", "failed")
KINDS = ("country", "organisation", "coalition", "armed_group", "person", "place", "media")
ACTIONS = ("join", "leave", "suspend", "expel", "reinstate")
STAGES = ("considered", "applied", "approved", "effective", "rejected")
VERDICTS = (
    "first", "advanced", "reversed", "corroborated", "reaffirmed", "conflict", "corrected",
    "retracted", "disputed", "background", "doubtful",
)  # fmt: skip
MATCH_KINDS = ("mentioned", "changed")
DECISIONS = (
    "alerted", "repeat", "near_copy", "same_story", "seen", "immaterial", "waiting", "quiet_hours",
    "over_budget", "digest", "silenced", "inhibited", "expired",
)  # fmt: skip
PRUNED = (
    "articles", "addresses", "feeds", "stories", "readings", "claims", "decisions",
    "mention_alerts", "alerts", "developments", "silences", "feedback", "audit", "kept_answers",
    "attempts", "deliveries", "waiting_deliveries",
)  # fmt: skip
OUTCOMES = (
    "delivered", "rejected", "throttled", "gone", "redirected", "failed", "timeout", "refused",
    "unreachable", "blocked",
)  # fmt: skip

FAST_BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
SLOW_BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)


class Metrics:
    """The metrics of one process, on a registry of their own."""

    def __init__(self, service: str, version: str) -> None:
        """Make every metric of `service`, shared ones included, with all label values at zero."""
        self.registry = CollectorRegistry()
        self.service = service
        ProcessCollector(registry=self.registry)
        PlatformCollector(registry=self.registry)
        self._gauge(
            "build_info", "Always 1; the labels tell the version.", "service", "version"
        ).labels(service, version).set(1)
        self._shared()
        for part in (self._ingest, self._enrich, self._alert, self._deliver):
            if part.__name__ == f"_{service}":
                part()

    def render(self) -> bytes:
        """The exposition in Prometheus text format."""
        return generate_latest(self.registry)

    def _shared(self) -> None:
        self.consumed = self._counter(
            "records_consumed_total", "Records taken from a topic.", topic=TOPIC_NAMES
        )
        self.published = self._counter(
            "records_published_total", "Records a broker confirmed.", topic=TOPIC_NAMES
        )
        self.publish_failures = self._counter(
            "publish_failures_total", "Records a broker did not confirm."
        )
        self.processed = self._counter(
            "events_processed_total", "Events by what became of them.", fate=FATES
        )
        self.processing = self._histogram(
            "processing_seconds",
            "Time to process one event, without waiting for the broker.",
            FAST_BUCKETS,
        )
        self.lag = self._gauge("consumer_lag_records", "Records not yet acknowledged.", "stage")
        self.assigned = self._gauge("partitions_assigned", "Partitions this stage reads.", "stage")
        self.inflight = self._gauge(
            "inflight_events", "Events taken and not yet acknowledged.", "stage"
        )
        self.progress = self._gauge(
            "last_progress_timestamp_seconds", "When an event was last acknowledged.", "stage"
        )
        self.ready = self._gauge("ready", "1 when /ready says so.")
        self.clients_dropped = self._counter(
            "http_clients_dropped_total",
            "Connections closed because the client was slow, or over the number.",
            reason=DROPPED,
        )

        self.pruned = self._counter(
            "store_pruned_rows_total", "Rows deleted when their retention was over.", rule=PRUNED
        )

    def _ingest(self) -> None:
        self.admissions = self._counter(
            "ingest_articles_total", "Articles by way in and outcome.",
            intake=INTAKES, outcome=ADMISSIONS,
        )  # fmt: skip
        self.feed_polls = self._counter(
            "ingest_feed_polls_total", "Feed polls by result.", result=FEED_RESULTS
        )
        self.requests = self._histogram(
            "ingest_request_seconds", "Time to answer a request.", FAST_BUCKETS
        )

    def _enrich(self) -> None:
        self.mentions = self._counter("enrich_mentions_total", "Mentions found.", kind=KINDS)
        self.claims = self._counter(
            "enrich_claims_total", "Membership claims found.", action=ACTIONS, stage=STAGES
        )

    def _alert(self) -> None:
        self.verdicts = self._counter(
            "alert_verdicts_total", "What the ledger made of claims.", verdict=VERDICTS
        )
        self.matches = self._counter("alert_matches_total", "Watches that fit.", kind=MATCH_KINDS)
        self.decisions = self._counter(
            "alert_decisions_total", "What became of matches.", decision=DECISIONS
        )
        self.watches = self._gauge("alert_watches", "Watches in force.")
        self.watches_version = self._gauge(
            "alert_watches_version",
            "The last change of a watch that is in force, as the store counts.",
        )
        self.feedback = self._gauge(
            "alert_feedback_alerts", "Alerts that people labelled.", "rule", "watch", "label"
        )
        self.watch_files_refused = self._gauge(
            "alert_watch_files_refused",
            "Watch files with mistakes; their last good state is in force.",
        )
        self.article_to_alert = self._histogram(
            "article_to_alert_seconds", "From an article's admission to its alert on the topic.",
            SLOW_BUCKETS,
        )  # fmt: skip

    def _deliver(self) -> None:
        self.attempts = self._counter(
            "deliver_attempts_total", "Webhook attempts by outcome.", outcome=OUTCOMES
        )
        self.attempt_seconds = self._histogram(
            "deliver_attempt_seconds", "Time of one webhook attempt.", SLOW_BUCKETS
        )
        self.pending = self._gauge("deliver_pending", "Deliveries that are not done.")
        self.oldest_pending = self._gauge(
            "deliver_oldest_pending_seconds", "Age of the oldest delivery that is not done."
        )
        self.alert_to_delivery = self._histogram(
            "alert_to_delivery_seconds", "From an alert to the receiver's 2xx.", SLOW_BUCKETS
        )

    def _counter(self, name: str, text: str, **labels: tuple[str, ...]) -> Counter:
        counter = Counter(f"pactwire_{name}", text, tuple(labels), registry=self.registry)
        for values in product(*labels.values()) if labels else ():
            counter.labels(*values)
        return counter

    def _gauge(self, name: str, text: str, *labels: str) -> Gauge:
        return Gauge(f"pactwire_{name}", text, labels, registry=self.registry)

    def _histogram(self, name: str, text: str, buckets: tuple[float, ...]) -> Histogram:
        return Histogram(f"pactwire_{name}", text, buckets=buckets, registry=self.registry)


def parse_exposition(exposition: str) -> list[tuple[str, dict[str, str], float]]:
    """The samples of an exposition as (name, labels, value), in its order.

    Raises:
        ValueError: it is none.
    """
    return [
        (sample.name, sample.labels, sample.value)
        for family in text_string_to_metric_families(exposition)
        for sample in family.samples
    ]


def topic_label(topic: str) -> str:
    """The closed label value for a topic name."""
    if topic.endswith(".dead"):
        return "dead"
    return topic if topic in TOPIC_NAMES else "alerts.*"
