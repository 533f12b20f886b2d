"""Whether a match becomes an alert, and why: decided from the watch's earlier alerts."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from pactwire.domain.alerting import templates
from pactwire.domain.alerting.happenings import show_term
from pactwire.domain.alerting.story_folding import KnownStory, find_fold, list_news_in
from pactwire.domain.identity import alert_id, match_id
from pactwire_schemas import Alert, Development, Match, Quote, Watch, Why
from pactwire_schemas.alert import AlertReason, MessageType, Severity
from pactwire_schemas.enrichment import Stage
from pactwire_schemas.watch import ToEndpoint, ToTopic

DecisionReason = Literal["alerted", "repeat", "near_copy", "same_story", "seen", "immaterial"]

COPY_WINDOW = timedelta(hours=72)
"""How long a story's copies, and other reports of the same, are folded into it."""
MAX_NEWS = 5
"""How many things that are new in a report are named."""
SEVERITY: dict[Stage, Severity] = {
    "considered": "low",
    "applied": "medium",
    "approved": "medium",
    "effective": "high",
    "rejected": "medium",
}
MENTION_SEVERITY: Severity = "medium"


@dataclass(frozen=True)
class AlertDecision:
    """What becomes of a match."""

    reason: DecisionReason
    because: str
    change_id: str
    """The change or the story that it is about."""
    alert: Alert | None = None
    story: KnownStory | None = None


class FoldedStory(NamedTuple):
    """A story that is folded into an alert, and what is new in it where its watch asks for that."""

    story: KnownStory
    reason: DecisionReason
    news: Sequence[str]


@dataclass(frozen=True)
class Message:
    """What kind of alert is sent, why, and which earlier alerts it updates or cancels."""

    type: MessageType
    reason: AlertReason
    amends: Sequence[str] = ()


class StoryComparison(NamedTuple):
    """A match's story, and those its watch has had alerts on that it may be the same as."""

    story: KnownStory
    known: Sequence[KnownStory]


def decide_change(
    match: Match, watch: Watch, previous: Sequence[Alert], at: datetime
) -> AlertDecision:
    """One alert for each stage of a change, whoever reports it how often.

    `previous` are the watch's alerts on the same change, oldest first.
    """
    development = match.development
    if development is None:
        return AlertDecision("immaterial", "there is no development in it", match.match_id)
    in_force, change = _since_cancellation(previous), development.change_id
    if development.reason in {"retracted", "corrected"}:
        return _decide_amendment(match, development, watch, in_force, at)
    if in_force and _has_stage(in_force[-1], development):
        return _decide_same_stage(development, in_force[-1])
    reached = _select_reached(in_force)
    if development.stage == "rejected" and not in_force and _asks_for_later_stage(watch):
        return AlertDecision("immaterial", "rejected before the stage that is asked for", change)
    kind: MessageType = "update" if reached else "alert"
    message = Message(kind, _alert_reason(development, reached), _list_ids(reached))
    alert = _build_alert(match, watch, message, at)
    return AlertDecision("alerted", development.explanation, change, alert)


def decide_story(
    match: Match,
    watch: Watch,
    previous: Sequence[Alert],
    comparison: StoryComparison,
    at: datetime,
) -> AlertDecision:
    """One alert for a story, whoever copies it or reports the same in other words.

    `previous` are the watch's alerts on this article, oldest first.
    """
    change, in_force = match.article.article_id, _since_cancellation(previous)
    if match.article.pub_status == "canceled":
        reached = _select_reached(in_force)
        if not reached:
            return AlertDecision("immaterial", "canceled, and the watch was never told", change)
        message = Message("cancel", "retracted", _list_ids(reached))
        alert = _build_alert(_with_words(match, reached[-1]), watch, message, at)
        return AlertDecision("alerted", "the publisher canceled the article", change, alert)
    if in_force:
        return AlertDecision("repeat", f"told of this article: {in_force[-1].alert_id}", change)
    story, known = comparison
    if fold := find_fold(story, known):
        folded = replace(
            story, alert_id=fold.story.alert_id, folded_because=fold.because, report=match.article
        )
        updates = watch.notify.repeat != "first_per_story"
        news = list_news_in(story, fold.story, known) if updates else ()
        return _decide_folded(match, watch, FoldedStory(folded, fold.reason, news), at)
    alert = _build_alert(match, watch, Message("alert", "first"), at)
    own = replace(story, alert_id=alert.alert_id)
    return AlertDecision("alerted", "a new story", change, alert, own)


def identify_return(match: Match, previous: Sequence[Alert]) -> Match:
    """The match, under an id of its own when its article returns after it was canceled.

    `previous` are the watch's alerts on this article, oldest first. All other versions of an
    article have one match.
    """
    article = match.article
    if match.development or article.pub_status != "usable":
        return match
    ends = [alert.article.version for alert in previous if alert.msg_type == "cancel"]
    before = [version for version in ends if version < article.version]
    if not before:
        return match
    parent = f"{article.article_id}-{before[-1]}-returned"
    return match.model_copy(update={"match_id": match_id(match.watch.watch_id, parent)})


def identify_untold(match: Match, canceled: int) -> Match:
    """The match of an article that version `canceled` withdrew before anybody was told of it.

    Its id is its own, so that the article is told of when it returns.
    """
    parent = f"{match.article.article_id}-{canceled}-untold"
    return match.model_copy(update={"match_id": match_id(match.watch.watch_id, parent)})


def _with_words(match: Match, alert: Alert) -> Match:
    """A retraction that has no words of its own, in those of the alert that it withdraws."""
    if match.article.headline:
        return match
    article = match.article.model_copy(update={"headline": alert.article.headline})
    return match.model_copy(update={"article": article, "mentions": alert.mentions})


def _decide_folded(match: Match, watch: Watch, folded: FoldedStory, at: datetime) -> AlertDecision:
    """No alert, or an update where something is new."""
    story, change, because = folded.story, match.article.article_id, folded.story.folded_because
    if not folded.news:
        return AlertDecision(folded.reason, because, change, story=story)
    alert = _build_alert(match, watch, Message("update", "advanced", (story.alert_id,)), at)
    because = f"{because}; new in it: {', '.join(map(show_term, folded.news[:MAX_NEWS]))}"
    return AlertDecision("alerted", because, change, alert, story)


def _has_stage(alert: Alert, development: Development) -> bool:
    """Whether an alert tells of the development's stage, or of its dispute."""
    if development.reason == "disputed" and alert.reason != "disputed":
        return False  # that it is disputed is news at any stage
    return alert.development is not None and alert.development.stage == development.stage


def _decide_same_stage(development: Development, last: Alert) -> AlertDecision:
    """No further alert at a stage the watch has had one on."""
    minor = development.reason in {"corroborated", "conflict"}
    reason: DecisionReason = "immaterial" if minor else "repeat"
    because = f"told at stage {development.stage}: {last.alert_id}"
    return AlertDecision(reason, because, development.change_id)


def _since_cancellation(alerts: Sequence[Alert]) -> list[Alert]:
    """The alerts since the last cancellation."""
    ends = [number for number, alert in enumerate(alerts) if alert.msg_type == "cancel"]
    return list(alerts[ends[-1] + 1 if ends else 0 :])


def _select_reached(alerts: Sequence[Alert]) -> list[Alert]:
    """Those that were sent, or still will be: what was suppressed has reached nobody."""
    return [alert for alert in alerts if alert.suppressed_because is None]


def _list_ids(alerts: Sequence[Alert]) -> list[str]:
    return [alert.alert_id for alert in alerts]


def _asks_for_later_stage(watch: Watch) -> bool:
    changed = watch.when.changed
    return changed is not None and changed.stage_at_least not in {"considered", "rejected"}


def _decide_amendment(
    match: Match, development: Development, watch: Watch, in_force: list[Alert], at: datetime
) -> AlertDecision:
    """A retraction or correction reaches only those who have an alert to amend."""
    reached = _select_reached(in_force)
    if not reached:
        return AlertDecision(
            "immaterial", f"{development.reason}, and never told", development.change_id
        )
    if development.reason == "corrected" and _says_the_same(reached[-1], development):
        because = f"told so already: {reached[-1].alert_id}"
        return AlertDecision("repeat", because, development.change_id)
    kind: MessageType = "cancel" if development.reason == "retracted" else "update"
    message = Message(kind, _alert_reason(development, reached), _list_ids(reached))
    alert = _build_alert(match, watch, message, at)
    return AlertDecision("alerted", development.explanation, development.change_id, alert)


def _says_the_same(alert: Alert, development: Development) -> bool:
    """Whether the alert is of the same report: one that mends itself says anew how things are."""
    known, report = alert.development, development.claim.article
    return (
        known is not None
        and known.stage == development.stage
        and (alert.article.article_id, alert.article.version) == (report.article_id, report.version)
    )


def _alert_reason(development: Development, in_force: Sequence[Alert]) -> AlertReason:
    if development.reason == "conflict":  # the change is news; its summary mentions the conflict
        return "advanced" if in_force else "first"
    return development.reason


def _build_alert(match: Match, watch: Watch, message: Message, at: datetime) -> Alert:
    development = match.development
    return Alert(
        alert_id=alert_id(match.match_id, message.type),
        msg_type=message.type,
        references=tuple(message.amends),
        reason=message.reason,
        watch=match.watch,
        kind=match.kind,
        severity=_severity(watch, development),
        headline=templates.format_headline(match, message.type),
        summary=templates.format_summary(match, message.type),
        evidence=_evidence(match),
        independent_sources=max(1, development.independent_sources) if development else 1,
        article=match.article,
        development=development,
        mentions=match.mentions,
        why=_why(match),
        topics=tuple(place.topic for place in watch.deliver if isinstance(place, ToTopic)),
        endpoints=tuple(place.endpoint for place in watch.deliver if isinstance(place, ToEndpoint)),
        received_at=match.article.received_at,
        alerted_at=at,
    )


def _severity(watch: Watch, development: Development | None) -> Severity:
    if development is None:
        return MENTION_SEVERITY
    return watch.severity.get(development.stage) or SEVERITY[development.stage]


def _evidence(match: Match) -> tuple[Quote, ...]:
    article, speaker = match.article, None
    quotes = match.quotes
    if match.development:
        claim = match.development.claim
        quotes = (claim.evidence.quote,)
        speaker = claim.attributed_to.name if claim.attributed_to else None
    return tuple(
        Quote(
            quote=quote,
            source=article.source.name,
            url=article.url,
            published_at=article.published_at,
            speaker=speaker,
        )
        for quote in quotes
    )


def _why(match: Match) -> Why:
    if match.development is None:
        return Why(
            clauses=match.clauses,
            extractor_version=match.extractor_version,
            dictionary_version=match.dictionary_version,
        )
    claim = match.development.claim
    return Why(
        clauses=match.clauses,
        rule=claim.rule,
        confidence=match.development.confidence,
        extractor_version=claim.extractor_version,
        dictionary_version=claim.dictionary_version,
    )
