"""Why and why not, from what the stores hold; the same for the command and the API."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pactwire.domain.alerting.matches import notified_of
from pactwire.domain.explaining import (
    AlertFacts,
    ClaimFacts,
    Journey,
    MadeDecision,
    MadeDelivery,
    Step,
    StoryFacts,
    trace_claim,
    trace_story,
    trace_unread,
)
from pactwire.domain.identity import match_id
from pactwire.domain.watches import MembershipSets
from pactwire.edges.store import Store, Transaction, explanations, ledgers, read_transaction
from pactwire.errors import Misconfigured
from pactwire_schemas import Alert, EnrichedArticle, Watch

NEVER_SEEN = "no article of this id was ever taken in"
NO_LONGER_HELD = "what was read of it is no longer on news.enriched.v1"


def find_alert(tx: Transaction, prefix: str) -> Alert:
    """The one alert whose id begins so.

    Raises:
        Misconfigured: there is none, or there are several.
    """
    found = explanations.find_alerts(tx, prefix)
    if not found:
        raise Misconfigured(f"there is no alert {prefix!r}; see: pactwire alerts")
    if len(found) > 1:
        ids = ", ".join(alert.alert_id for alert in found)
        raise Misconfigured(f"{prefix!r} begins several alerts, give more of it: {ids}")
    return found[0]


def load_alert_facts(store: Store, prefix: str) -> AlertFacts:
    """All that is known of an alert; raises as `find_alert` does."""
    with read_transaction(store) as tx:
        alert = find_alert(tx, prefix)
        development = alert.development
        if development is None:
            return AlertFacts(alert, (), tuple(_list_deliveries(tx, alert)))
        pair = development.organisation.entity_id, development.member.entity_id
        reports = tuple(explanations.list_reports(tx, *pair))
        return AlertFacts(alert, reports, tuple(_list_deliveries(tx, alert)))


def trace_article(
    store: Store, watch: Watch, article_id: str, enriched: EnrichedArticle | None
) -> list[Journey]:
    """The way of an article, or of each of its claims, towards the alert of a watch.

    `enriched` is what was read of it, where that is still held.
    """
    with read_transaction(store) as tx:
        versions = explanations.count_versions(tx, article_id)
        if not versions and enriched is None:
            return [Journey(article_id, (Step("ingested", passed=False, because=NEVER_SEEN),))]
        traced = list(_trace(tx, watch, article_id, enriched))
    return [_begin_with_intake(journey, versions) for journey in traced]


def _trace(
    tx: Transaction, watch: Watch, article_id: str, enriched: EnrichedArticle | None
) -> Iterator[Journey]:
    sets = MembershipSets(ledgers.list_present_members(tx))
    if watch.when.changed:
        yield from _trace_claims(tx, watch, article_id, enriched, sets)
    elif enriched is None:
        yield Journey(article_id, (Step("read", passed=False, because=NO_LONGER_HELD),))
    else:
        decision = _find_decision(tx, watch, article_id)
        facts = StoryFacts(enriched, decision, _deliveries_of(tx, decision))
        yield trace_story(watch, facts, sets)


def _trace_claims(
    tx: Transaction,
    watch: Watch,
    article_id: str,
    enriched: EnrichedArticle | None,
    sets: MembershipSets,
) -> Iterator[Journey]:
    judged = explanations.list_claim_facts(tx, article_id)
    known = {facts.claim.event_id for facts in judged}
    waiting = [
        ClaimFacts(claim)
        for claim in (enriched.claims if enriched else ())
        if claim.event_id not in known
    ]
    for facts in (*judged, *waiting):
        yield trace_claim(watch, _add_outcome(tx, watch, facts), sets)
    if not judged and not waiting:
        yield trace_unread(enriched) if enriched else _nothing_judged(article_id)


def _nothing_judged(article_id: str) -> Journey:
    because = "no claim of it has reached the ledger"
    return Journey(article_id, (Step("read", passed=False, because=because),))


def _add_outcome(tx: Transaction, watch: Watch, facts: ClaimFacts) -> ClaimFacts:
    """With the decision on its development and where its alert stands."""
    if facts.development is None:
        return facts
    decision = _find_decision(tx, watch, facts.development.development_id)
    return replace(facts, decision=decision, deliveries=_deliveries_of(tx, decision))


def _find_decision(tx: Transaction, watch: Watch, parent: str) -> MadeDecision | None:
    match = match_id(watch.id, parent)
    return explanations.find_decisions(tx, [match]).get(match)


def _deliveries_of(tx: Transaction, decision: MadeDecision | None) -> tuple[MadeDelivery, ...]:
    if decision is None or decision.alert_id is None:
        return ()
    found = explanations.list_alert_bodies(tx, [decision.alert_id])
    return tuple(one for alert in found.values() for one in _list_deliveries(tx, alert))


def _list_deliveries(tx: Transaction, alert: Alert) -> Sequence[MadeDelivery]:
    return explanations.list_deliveries_of(tx, notified_of(alert), alert.endpoints)


def _begin_with_intake(journey: Journey, versions: int) -> Journey:
    counted = "1 version" if versions == 1 else f"{versions} versions"
    because = f"{counted} taken in" if versions else "on the topic; its row is past its retention"
    first = Step("ingested", passed=True, because=because)
    return journey._replace(steps=(first, *journey.steps))


def sort_farthest(journeys: Iterable[Journey]) -> list[Journey]:
    """Those that came farthest first: they say most about why there was no alert."""
    return sorted(journeys, key=lambda journey: -len(journey.steps))
