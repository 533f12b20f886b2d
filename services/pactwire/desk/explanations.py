"""Why and why not, from what the stores hold; the same for the command and the API."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pactwire.desk.stores import DeskStores, Records, read_records
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
from pactwire.edges.store import Transaction, explanations, ledgers, read_transaction
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


def load_alert_facts(stores: DeskStores, prefix: str) -> AlertFacts:
    """All that is known of an alert; raises as `find_alert` does."""
    with read_records(stores) as records:
        alert = find_alert(records.alert, prefix)
        deliveries = tuple(_list_deliveries(records, alert))
        development = alert.development
        if development is None:
            folded = tuple(explanations.list_folded(records.alert, alert.alert_id))
            return AlertFacts(alert, (), deliveries, folded)
        pair = development.organisation.entity_id, development.member.entity_id
        reports = tuple(explanations.list_reports(records.alert, *pair))
        return AlertFacts(alert, reports, deliveries)


def trace_article(
    stores: DeskStores, watch: Watch, article_id: str, enriched: EnrichedArticle | None
) -> list[Journey]:
    """The way of an article, or of each of its claims, towards the alert of a watch.

    `enriched` is what was read of it, where that is still held.
    """
    with read_transaction(stores.ingest) as tx:
        versions = explanations.count_versions(tx, article_id)
    if not versions and enriched is None:
        return [Journey(article_id, (Step("ingested", passed=False, because=NEVER_SEEN),))]
    with read_records(stores) as records:
        traced = list(_trace(records, watch, article_id, enriched))
    return [_begin_with_intake(journey, versions) for journey in traced]


def _trace(
    records: Records, watch: Watch, article_id: str, enriched: EnrichedArticle | None
) -> Iterator[Journey]:
    sets = MembershipSets(ledgers.list_present_members(records.alert))
    if watch.when.changed:
        yield from _trace_claims(records, watch, article_id, enriched, sets)
    elif enriched is None:
        yield Journey(article_id, (Step("read", passed=False, because=NO_LONGER_HELD),))
    else:
        decision = _find_decision(records, watch, article_id)
        facts = StoryFacts(enriched, decision, _deliveries_of(records, decision))
        yield trace_story(watch, facts, sets)


def _trace_claims(
    records: Records,
    watch: Watch,
    article_id: str,
    enriched: EnrichedArticle | None,
    sets: MembershipSets,
) -> Iterator[Journey]:
    judged = explanations.list_claim_facts(records.alert, article_id)
    known = {facts.claim.event_id for facts in judged}
    waiting = [
        ClaimFacts(claim)
        for claim in (enriched.claims if enriched else ())
        if claim.event_id not in known
    ]
    for facts in (*judged, *waiting):
        yield trace_claim(watch, _add_outcome(records, watch, facts), sets)
    if not judged and not waiting:
        yield trace_unread(enriched) if enriched else _nothing_judged(article_id)


def _nothing_judged(article_id: str) -> Journey:
    because = "no claim of it has reached the ledger"
    return Journey(article_id, (Step("read", passed=False, because=because),))


def _add_outcome(records: Records, watch: Watch, facts: ClaimFacts) -> ClaimFacts:
    """With the decision on its development and where its alert stands."""
    if facts.development is None:
        return facts
    decision = _find_decision(records, watch, facts.development.development_id)
    return replace(facts, decision=decision, deliveries=_deliveries_of(records, decision))


def _find_decision(records: Records, watch: Watch, parent: str) -> MadeDecision | None:
    match = match_id(watch.id, parent)
    return explanations.find_decisions(records.alert, [match]).get(match)


def _deliveries_of(records: Records, decision: MadeDecision | None) -> tuple[MadeDelivery, ...]:
    if decision is None or decision.alert_id is None:
        return ()
    found = explanations.list_alert_bodies(records.alert, [decision.alert_id])
    return tuple(one for alert in found.values() for one in _list_deliveries(records, alert))


def _list_deliveries(records: Records, alert: Alert) -> Sequence[MadeDelivery]:
    return explanations.list_deliveries_of(records.deliver, notified_of(alert), alert.endpoints)


def _begin_with_intake(journey: Journey, versions: int) -> Journey:
    counted = "1 version" if versions == 1 else f"{versions} versions"
    because = f"{counted} taken in" if versions else "on the topic; its row is past its retention"
    first = Step("ingested", passed=True, because=because)
    return journey._replace(steps=(first, *journey.steps))


def sort_farthest(journeys: Iterable[Journey]) -> list[Journey]:
    """Those that came farthest first: they say most about why there was no alert."""
    return sorted(journeys, key=lambda journey: -len(journey.steps))
