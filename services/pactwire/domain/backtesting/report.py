"""The outcome of a back-test for one watch."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from pactwire_schemas import Alert, Watch

MAX_SAMPLES = 5
NIGHT = range(7)
"""Hours of the watch's zone at which a page wakes somebody."""


@dataclass
class WatchReport:
    """What a watch would have sent, and what became of the rest."""

    watch: Watch
    per_day: Counter[date] = field(default_factory=Counter)
    """Messages, by day of the watch's zone."""
    alerts: int = 0
    """Alerts in those messages; a digest holds several."""
    at_night: int = 0
    passing: int = 0
    """Alerts on stories that name what is watched once, and not in the headline."""
    folded: Counter[str] = field(default_factory=Counter)
    """Matches that made no alert, by reason: copies, repeats, nothing new."""
    suppressed: Counter[str] = field(default_factory=Counter)
    """Alerts that nobody would have been sent, by reason."""
    held: Counter[str] = field(default_factory=Counter)
    """How often an alert was held, by reason."""
    samples: list[Alert] = field(default_factory=list)

    @property
    def messages(self) -> int:
        """All messages."""
        return self.per_day.total()

    @property
    def noise(self) -> float:
        """The share of alerts that name what is watched only in passing, 0 to 1."""
        return self.passing / self.alerts if self.alerts else 0.0

    @property
    def over_budget(self) -> int:
        """Alerts that its own budget would have held."""
        return self.held["over_budget"]

    def add_message(self, message: Alert, at: datetime) -> None:
        """Count a message that is sent at a moment."""
        local = at.astimezone(ZoneInfo(self.watch.notify.tz))
        self.per_day[local.date()] += 1
        self.alerts += max(1, len(message.digest_of))
        self.at_night += local.hour in NIGHT
        if len(self.samples) < MAX_SAMPLES:
            self.samples.append(message)


def describe_report(report: WatchReport) -> dict[str, Any]:
    """A report as JSON."""
    return {
        "watch": report.watch.id,
        "messages": report.messages,
        "alerts": report.alerts,
        "at_night": report.at_night,
        "noise": round(report.noise, 3),
        "per_day": {day.isoformat(): count for day, count in sorted(report.per_day.items())},
        "folded": dict(report.folded),
        "held": dict(report.held),
        "suppressed": dict(report.suppressed),
        "samples": [
            {"at": one.alerted_at.isoformat(), "headline": one.headline, "url": one.article.url}
            for one in report.samples
        ],
    }
