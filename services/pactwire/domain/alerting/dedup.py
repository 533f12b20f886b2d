"""Whether a match becomes an alert, and why: decided from what the watch was told before."""

from base64 import b64decode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from operator import eq
from typing import Literal

from pactwire.domain.alerting import templates
from pactwire.domain.identity import alert_id
from pactwire_schemas import Alert, Development, Match, Quote, Watch, Why
from pactwire_schemas.alert import AlertReason, MessageType, Severity
from pactwire_schemas.enrichment import Stage
from pactwire_schemas.watch import ToEndpoint, ToTopic

DecisionReason = Literal["alerted", "repeat", "near_copy", "seen", "immaterial"]

COPY_WINDOW = timedelta(hours=72)
"""How long a story's copies are folded into it."""
ALIKE = 0.7
"""Share of equal MinHash values from which two texts are one story."""

SEVERITY: dict[Stage, Severity] = {
    "considered": "low",
    "applied": "medium",
    "approved": "medium",
    "effective": "high",
    "rejected": "medium",
}
MENTION_SEVERITY: Severity = "medium"


@dataclass(frozen=True)
class Story:
    """A story a watch knows: enough to recognise its copies."""

    article_id: str
    content_hash: str
    signature: bytes
    alert_id: str


@dataclass(frozen=True)
class Decision:
    """What becomes of a match."""

    reason: DecisionReason
    because: str
    change_id: str
    """The change or the story that it is about."""
    alert: Alert | None = None
    story: Story | None = None


def decide_change(match: Match, watch: Watch, told: Sequence[Alert], at: datetime) -> Decision:
    """One alert for each stage of a change, whoever reports it how often.

    `told` are the watch's alerts on the same change, oldest first.
    """
    development = match.development
    if development is None:
        return Decision("immaterial", "there is no development in it", match.match_id)
    standing, change = _standing(told), development.change_id
    if development.reason in {"retracted", "corrected"}:
        return _amended(match, development, watch, standing, at)
    last = standing[-1].development if standing else None
    if last and last.stage == development.stage:
        reason: DecisionReason = (
            "immaterial" if development.reason in {"corroborated", "conflict"} else "repeat"
        )
        return Decision(reason, f"told at stage {last.stage}: {standing[-1].alert_id}", change)
    if development.stage == "rejected" and not standing and _awaits_more(watch):
        return Decision("immaterial", "rejected before the stage that is asked for", change)
    kind: MessageType = "update" if standing else "alert"
    alert = _alert(match, watch, kind, _reason(development, standing), at, standing)
    return Decision("alerted", development.explanation, change, alert)


def decide_story(
    match: Match, watch: Watch, told: Sequence[Alert], stories: Iterable[Story], at: datetime
) -> Decision:
    """One alert for a story, whoever copies it.

    `told` are the watch's alerts on this article; `stories` what it knows of `COPY_WINDOW`.
    """
    change, standing = match.article.article_id, _standing(told)
    if match.article.pub_status == "canceled":
        if not standing:
            return Decision("immaterial", "canceled, and the watch was never told", change)
        alert = _alert(match, watch, "cancel", "retracted", at, standing)
        return Decision("alerted", "the publisher canceled the article", change, alert)
    if standing:
        return Decision("repeat", f"told of this article: {standing[-1].alert_id}", change)
    signature = b64decode(match.signature)
    for story in stories:
        if copied := _copied(match, signature, story):
            copy = Story(change, match.article.content_hash, signature, story.alert_id)
            return Decision("near_copy", f"{copied} {story.article_id}", change, story=copy)
    alert = _alert(match, watch, "alert", "first", at, ())
    own = Story(change, match.article.content_hash, signature, alert.alert_id)
    return Decision("alerted", "a new story", change, alert, own)


def _standing(told: Sequence[Alert]) -> list[Alert]:
    """The alerts since the last cancellation."""
    ends = [number for number, alert in enumerate(told) if alert.msg_type == "cancel"]
    return list(told[ends[-1] + 1 if ends else 0 :])


def _awaits_more(watch: Watch) -> bool:
    changed = watch.when.changed
    return changed is not None and changed.stage_at_least not in {"considered", "rejected"}


def _amended(
    match: Match, development: Development, watch: Watch, standing: list[Alert], at: datetime
) -> Decision:
    if not standing:
        return Decision(
            "immaterial", f"{development.reason}, and never told", development.change_id
        )
    kind: MessageType = "cancel" if development.reason == "retracted" else "update"
    alert = _alert(match, watch, kind, _reason(development, standing), at, standing)
    return Decision("alerted", development.explanation, development.change_id, alert)


def _reason(development: Development, standing: Sequence[Alert]) -> AlertReason:
    if development.reason == "conflict":  # the change is news; that its numbers clash is said too
        return "advanced" if standing else "first"
    return development.reason


def _copied(match: Match, signature: bytes, story: Story) -> str | None:
    if story.content_hash == match.article.content_hash:
        return "the same text as"
    if signature and story.signature and resemblance(signature, story.signature) >= ALIKE:
        return "nearly the same text as"
    return None


def resemblance(one: bytes, other: bytes) -> float:
    """Estimated Jaccard similarity of two texts from their MinHash signatures, 0 to 1."""
    if not one or len(one) != len(other):
        return 0.0
    left, right = memoryview(one).cast("I"), memoryview(other).cast("I")
    equal: int = sum(map(eq, left, right))
    return equal / len(left)


def _alert(
    match: Match,
    watch: Watch,
    kind: MessageType,
    reason: AlertReason,
    at: datetime,
    earlier: Sequence[Alert],
) -> Alert:
    development = match.development
    return Alert(
        alert_id=alert_id(match.match_id, kind),
        msg_type=kind,
        references=tuple(alert.alert_id for alert in earlier),
        reason=reason,
        watch=match.watch,
        kind=match.kind,
        severity=_severity(watch, development),
        headline=templates.headline(match, kind),
        summary=templates.summary(match, kind),
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
