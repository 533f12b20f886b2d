"""Why a watch had no alert on an article: the first step that stopped it, with its reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pactwire.domain.alerting import templates
from pactwire.domain.explaining.journey import (
    Journey,
    MadeDecision,
    MadeDelivery,
    Step,
    build_journey,
    decide_delivered,
)
from pactwire.domain.watches import MatchableArticle, MembershipSets, change_clauses, story_clauses
from pactwire_schemas import Clause, Development, EnrichedArticle, MembershipClaim, Watch
from pactwire_schemas.watch import ToEndpoint

NOT_DECIDED = "the alert service has not decided on it yet"
FOLDED = frozenset({"near_copy", "same_story"})
"""Reasons for which a story makes no alert of its own, but stands below that of another."""
NOT_JUDGED = "the ledger has not judged it yet"


@dataclass(frozen=True)
class StoryFacts:
    """What is known of an article and one watch of stories."""

    enriched: EnrichedArticle
    decision: MadeDecision | None = None
    deliveries: tuple[MadeDelivery, ...] | None = ()
    """None when nothing is sent: the article has not come."""


@dataclass(frozen=True)
class ClaimFacts:
    """What is known of one claim and one watch of changes."""

    claim: MembershipClaim
    verdict: str | None = None
    """The ledger's verdict; None when it has given none."""
    explanation: str = NOT_JUDGED
    development: Development | None = None
    decision: MadeDecision | None = None
    deliveries: tuple[MadeDelivery, ...] | None = ()
    """None when nothing is sent: the article has not come."""


def trace_story(watch: Watch, facts: StoryFacts, sets: MembershipSets) -> Journey:
    """The way of a story towards the alert of a watch."""
    return build_journey(_headline(facts.enriched), _story_steps(watch, facts, sets))


def trace_claim(watch: Watch, facts: ClaimFacts, sets: MembershipSets) -> Journey:
    """The way of a claim towards the alert of a watch."""
    return build_journey(describe_claim(facts), _claim_steps(watch, facts, sets))


def trace_unread(enriched: EnrichedArticle, dropped: Iterable[str] = ()) -> Journey:
    """The end of the way of an article out of which no claim was read; `dropped` says why."""
    reasons = "; ".join(dropped)
    because = "no claim of a membership was read" + (f": {reasons}" if reasons else "")
    return build_journey(_headline(enriched), [Step("read", passed=False, because=because)])


def describe_claim(facts: ClaimFacts) -> str:
    """What a claim says: as the development does where there is one."""
    if facts.development:
        return templates.describe_change(facts.development)
    claim = facts.claim
    return f"{claim.member.name}: {claim.action} {claim.stage}, {claim.organisation.name}"


def _story_steps(watch: Watch, facts: StoryFacts, sets: MembershipSets) -> Iterator[Step]:
    count = len(facts.enriched.mentions)
    yield Step("read", passed=True, because=f"{count} mentions of entities")
    yield decide_matched(story_clauses(watch, MatchableArticle(facts.enriched), sets))
    yield from _end(watch, facts.decision, facts.deliveries)


def _claim_steps(watch: Watch, facts: ClaimFacts, sets: MembershipSets) -> Iterator[Step]:
    claim = facts.claim
    yield Step("read", passed=True, because=f"rule {claim.rule}: “{claim.evidence.quote}”")
    judged = f"{facts.verdict}: {facts.explanation}" if facts.verdict else facts.explanation
    yield Step("judged", passed=facts.development is not None, because=judged)
    if facts.development:
        yield decide_matched(change_clauses(watch, facts.development, sets))
        yield from _end(watch, facts.decision, facts.deliveries)


def decide_matched(clauses: Iterable[Clause]) -> Step:
    """The clauses up to the first that does not hold, which is the reason."""
    walked: list[Clause] = []
    for clause in clauses:
        walked.append(clause)
        if not clause.held:
            because = f"{clause.clause}: {clause.because}"
            return Step("matched", passed=False, because=because, clauses=tuple(walked))
    return Step("matched", passed=True, because="every clause holds", clauses=tuple(walked))


def _end(
    watch: Watch, decision: MadeDecision | None, deliveries: Iterable[MadeDelivery] | None
) -> Iterator[Step]:
    if not watch.enabled:
        yield Step("told", passed=False, because="the watch is switched off")
        return
    yield _decide_alert(decision)
    if deliveries is not None:
        asked = any(isinstance(place, ToEndpoint) for place in watch.deliver)
        yield decide_delivered(deliveries, asked=asked)


def _decide_alert(decision: MadeDecision | None) -> Step:
    if decision is None:
        return Step("told", passed=False, because=NOT_DECIDED)
    if decision.reason == "alerted" and decision.state in {"held", "suppressed"}:
        due = f", until {decision.due_at:%Y-%m-%d %H:%M:%S} UTC" if decision.due_at else ""
        return Step(
            "told", passed=False, because=f"{decision.state}: {decision.state_because}{due}"
        )
    if decision.reason in FOLDED:
        return Step("told", passed=False, because=f"folded: {decision.because}")
    alerted = decision.reason == "alerted"
    suffix = f" (alert {decision.alert_id})" if decision.alert_id else ""
    return Step("told", alerted, f"{decision.reason}: {decision.because}{suffix}")


def _headline(enriched: EnrichedArticle) -> str:
    return enriched.article.headline or enriched.article.body[:60]
