"""Why an alert came: words, rule, clauses, the ledger before and after, independent sources."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pactwire.domain.explaining.journey import (
    Journey,
    MadeDelivery,
    Step,
    build_journey,
    decide_delivered,
    describe_journey,
)
from pactwire_schemas import Alert, ArticleRef, Development, MembershipClaim


@dataclass(frozen=True)
class JudgedReport:
    """A claim on the same membership, and what the ledger made of it."""

    claim: MembershipClaim
    verdict: str
    explanation: str


@dataclass(frozen=True)
class FoldedReport:
    """A story that made no alert of its own, and why it was folded into another's."""

    article: ArticleRef
    because: str


@dataclass(frozen=True)
class AlertFacts:
    """What is known of an alert."""

    alert: Alert
    reports: tuple[JudgedReport, ...] = ()
    """Every claim on the pair that had been judged by then, oldest first."""
    deliveries: tuple[MadeDelivery, ...] = ()
    folded: tuple[FoldedReport, ...] = ()
    """What else reported the same story, oldest first."""


def explain_alert(facts: AlertFacts) -> Journey:
    """The way of an alert, each step with its reason."""
    return build_journey(facts.alert.headline, _walk(facts))


def describe_alert(facts: AlertFacts) -> dict[str, Any]:
    """The whole explanation as JSON."""
    alert = facts.alert
    return {
        "alert": alert.model_dump(mode="json", exclude_none=True),
        "journey": describe_journey(explain_alert(facts)),
        "reports": [describe_report(report) for report in facts.reports],
        "also_reported_by": [describe_folded(folded) for folded in facts.folded],
    }


def describe_report(report: JudgedReport) -> dict[str, Any]:
    """A report as JSON: who said what when, and what it counted for."""
    claim = report.claim
    return {
        "claim_id": claim.claim_id,
        "action": claim.action,
        "stage": claim.stage,
        "source": claim.article.source.name,
        "url": claim.article.url,
        "published_at": claim.article.published_at and claim.article.published_at.isoformat(),
        "quote": claim.evidence.quote,
        "verdict": report.verdict,
        "because": report.explanation,
    }


def describe_folded(folded: FoldedReport) -> dict[str, Any]:
    """A folded story as JSON: who reported it where, and what makes it the same."""
    article = folded.article
    return {
        "article_id": article.article_id,
        "source": article.source.name,
        "headline": article.headline,
        "url": article.url,
        "received_at": article.received_at.isoformat(),
        "because": folded.because,
    }


def _walk(facts: AlertFacts) -> Iterator[Step]:
    alert = facts.alert
    article, development = alert.article, alert.development
    where = f"{article.source.name}, {article.url}" if article.url else article.source.name
    yield Step("ingested", passed=True, because=f"{where}, at {article.received_at:%F %T} UTC")
    yield Step("read", passed=True, because=_format_reading(alert))
    if development:
        yield Step("judged", passed=True, because=_format_ledger(development))
    revision = f"watch {alert.watch.watch_id}, revision {alert.watch.revision}"
    yield Step("matched", passed=True, because=revision, clauses=alert.why.clauses)
    amends = f", after {', '.join(alert.references)}" if alert.references else ""
    because = f"{alert.msg_type}, {alert.reason}, severity {alert.severity}{amends}"
    yield Step("told", passed=True, because=because)
    yield decide_delivered(facts.deliveries, asked=bool(alert.endpoints))


def _format_reading(alert: Alert) -> str:
    """The words with their place, the rule, and the versions that read them."""
    why = alert.why
    versions = f"extractor {why.extractor_version}, reference data {why.dictionary_version}"
    if alert.development is None:
        names = ", ".join(dict.fromkeys(mention.name for mention in alert.mentions))
        return f"mentions of {names or 'watched phrases'}; {versions}"
    claim = alert.development.claim
    place = f"{claim.evidence.field} {claim.evidence.start} to {claim.evidence.end}"
    return (
        f"“{claim.evidence.quote}” ({place}); rule {claim.rule}, read by {claim.read_by}, "
        f"confidence {alert.development.confidence:.2f}; {versions}"
    )


def _format_ledger(development: Development) -> str:
    before, after = development.status_before, development.status_after
    status = before if before == after else f"{before}, then {after}"
    sources = development.independent_sources
    counted = "1 source" if sources == 1 else f"{sources} independent sources"
    return f"{development.reason}: {development.explanation} Status {status}; {counted}."
