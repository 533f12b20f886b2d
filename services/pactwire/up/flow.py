"""Totals of the pipeline: the services' counters, added up across restarts."""

from collections.abc import Iterable
from dataclasses import dataclass, field

MetricSample = tuple[str, dict[str, str], float]

COUNTED_METRICS: dict[str, tuple[str, dict[str, str]]] = {
    "articles": ("pactwire_ingest_articles_total", {"outcome": "accepted"}),
    "mentions": ("pactwire_enrich_mentions_total", {}),
    "claims": ("pactwire_enrich_claims_total", {}),
    "known": ("pactwire_alert_verdicts_total", {"verdict": "reaffirmed"}),
    "alerts": ("pactwire_alert_decisions_total", {"decision": "alerted"}),
    "delivered": ("pactwire_deliver_attempts_total", {"outcome": "delivered"}),
    "dead": ("pactwire_records_published_total", {"topic": "dead"}),
    "timed": ("pactwire_article_to_alert_seconds_count", {}),
    "seconds": ("pactwire_article_to_alert_seconds_sum", {}),
}
"""For each total the metric, and the labels that a sample must have."""


@dataclass(frozen=True)
class PipelineTotals:
    """Totals since the start; `article_to_alert` is the mean in seconds, None without alerts."""

    articles: int = 0
    mentions: int = 0
    claims: int = 0
    known: int = 0
    """Claims that the ledger knew already: they alert nobody."""
    alerts: int = 0
    delivered: int = 0
    dead: int = 0
    article_to_alert: float | None = None


@dataclass
class CounterTotals:
    """Adds up counters that begin at zero again whenever a service does."""

    last: dict[tuple[str, str], float] = field(default_factory=dict)
    before: dict[tuple[str, str], float] = field(default_factory=dict)

    def add_samples(self, service: str, samples: Iterable[MetricSample]) -> None:
        """Add a service's samples as they are now."""
        for name, value in sum_samples(samples).items():
            key = (service, name)
            if value < self.last.get(key, 0.0):
                self.before[key] = self.before.get(key, 0.0) + self.last[key]
            self.last[key] = value

    def sum_counter(self, name: str) -> float:
        """The sum over all services and their earlier processes."""
        both = (*self.last.items(), *self.before.items())
        return sum(value for (_, counter), value in both if counter == name)

    def summarise(self) -> PipelineTotals:
        """The totals."""
        timed = self.sum_counter("timed")
        numbers = ("articles", "mentions", "claims", "known", "alerts", "delivered", "dead")
        return PipelineTotals(
            **{name: int(self.sum_counter(name)) for name in numbers},
            article_to_alert=self.sum_counter("seconds") / timed if timed else None,
        )


def sum_samples(samples: Iterable[MetricSample]) -> dict[str, float]:
    """The counts of one exposition, each summed over the labels that don't matter."""
    found: dict[str, float] = {}
    for name, labels, value in samples:
        for count, (metric, required) in COUNTED_METRICS.items():
            if name == metric and required.items() <= labels.items():
                found[count] = found.get(count, 0.0) + value
    return found
