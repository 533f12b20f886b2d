"""Texts through all that decides: read, judged, matched, told or silent, and why."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from alert_steps import AlertSteps, alerts
from pactwire.alert.ledger_seed import seed_ledger
from pactwire.desk.explanations import sort_farthest, trace_article
from pactwire.desk.stores import DeskStores
from pactwire.domain.extraction.enrich import enrich
from pactwire.domain.intake import admit
from pactwire.domain.intake.submission import validate_submission
from pactwire.domain.reference import ReferenceData
from pactwire.edges.reader import load_reader
from pactwire.edges.reference import load_reference
from pactwire.edges.store import Store
from pactwire.enrich.app import build_outputs, drop_unusable_claims
from pactwire_schemas import Alert, Article, Development, EnrichedArticle, Watch

ID = re.compile(r"\b[0-9a-f]{32}\b")


@cache
def read_reference() -> ReferenceData:
    """The reference data, read once."""
    return load_reference()


def read_report(report: dict[str, Any]) -> EnrichedArticle:
    """A report as the enrich service puts it out."""
    return drop_unusable_claims(enrich(build_article(report), read_reference(), load_reader()))


def build_article(report: dict[str, Any]) -> Article:
    """A report as the ingest service takes it in; `at` is when it came, in UTC."""
    at = read_moment(report["at"])
    given = {key: report[key] for key in ("url", "source", "headline", "body") if key in report}
    given |= {"language": report.get("language", "en"), "published_at": at.isoformat()}
    given |= {"pub_status": "canceled"} if report.get("canceled") else {}
    return admit(validate_submission(given), at).article(report.get("version", 1))


def read_moment(written: str | datetime) -> datetime:
    """`2025-11-10 21:30`, in UTC."""
    at = written if isinstance(written, datetime) else datetime.fromisoformat(written)
    return at.replace(tzinfo=UTC)


@dataclass
class Newsroom:
    """The alert service's stages, and watches that report to one person."""

    store: Store
    opens: date

    def __post_init__(self) -> None:
        self.steps = AlertSteps(self.store)
        seed_ledger(self.store, read_reference(), self.opens)
        self.watches: list[Watch] = []
        self._named: dict[str, str] = {}
        """What ids stand for: the number of a report, and the alerts on it."""
        self._told: set[str] = set()
        self._reports = 0

    def watch(self, *documents: dict[str, Any]) -> None:
        """Bring watches into force."""
        self.steps.watch(*documents)
        self.watches += [Watch.model_validate(one) for one in documents]

    def tell(self, report: dict[str, Any]) -> list[str]:
        """What comes of a report: developments, then alert or silence of each watch, and why."""
        enriched = read_report(report)
        self._reports += 1
        self._named.setdefault(enriched.article.article_id, f"report {self._reports}")
        self.steps.clock = enriched.article.received_at
        outputs = self.steps.flow(*build_outputs(enriched))
        made = [one.event for one in outputs if isinstance(one.event, Development)]
        told = [one for one in alerts(outputs) if one.alert_id not in self._told]
        self._told |= {one.alert_id for one in told}
        self._named |= {one.alert_id: f"the alert on report {self._reports}" for one in told}
        answers = [self._answer(watch, enriched, told) for watch in self.watches]
        return [*map(format_development, made), *answers]

    def _answer(self, watch: Watch, enriched: EnrichedArticle, told: list[Alert]) -> str:
        own = [f"{one.msg_type}: {one.headline}" for one in told if one.watch.watch_id == watch.id]
        return f"{watch.id}: " + ("; ".join(own) or f"silent, {self._ask_why(watch, enriched)}")

    def _ask_why(self, watch: Watch, enriched: EnrichedArticle) -> str:
        """Why a watch was silent on a report, in the words of `why-not`."""
        stores = DeskStores(self.store, self.store, self.store)
        journeys = trace_article(stores, watch, enriched.article.article_id, enriched)
        stops = [one.obstacle for one in sort_farthest(journeys) if one.obstacle]
        said = f"{stops[0].name}: {stops[0].because}" if stops else "told of it before"
        return ID.sub(lambda found: self._named[found[0]], said)


def format_development(made: Development) -> str:
    """What became known, why that is news, and what the member is now."""
    day = made.effective_on.on.isoformat() if made.effective_on else ""
    dated = f" on {day}" if day else ""
    return f"{made.reason}: {made.action} {made.stage}{dated}, {made.status_after}"
