"""What the demo collects about each file that it sends."""

from dataclasses import dataclass
from pathlib import Path

from pactwire.cli.demo.webhook_receiver import ReceivedWebhook
from pactwire_schemas import Alert, EnrichedArticle


@dataclass(frozen=True)
class DemoFile:
    """A file of the demo; `number` is its place among all, as `3/12`."""

    path: Path
    number: str
    yours: bool
    """True for a file of the user's own, not of the seeds."""


@dataclass(frozen=True)
class ArticleOutcome:
    """One article with the alerts and webhooks that it led to."""

    enriched: EnrichedArticle
    alerts: tuple[Alert, ...]
    webhooks: tuple[ReceivedWebhook, ...]
    stopped_by: tuple[str, ...] = ()
    """What stopped it at each watch, where it came close to an alert."""
