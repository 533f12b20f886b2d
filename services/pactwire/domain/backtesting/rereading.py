"""Articles read anew, held against how they were read then: what would be said otherwise.

Both readings go through the same ledger and the same watches from the same opening, so only what
was read differs, and a diff is empty where the readings are the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, NamedTuple, TypeVar

from pactwire.domain.backtesting.simulation import Simulation
from pactwire.domain.ledger import InMemoryLedger, LedgerRow, compare_claims
from pactwire.domain.watches import MembershipSets
from pactwire_schemas import Alert, Development, EnrichedArticle, MembershipClaim, Watch

T = TypeVar("T")
ATTRIBUTES = {"extractor_version", "dictionary_version", "confidence", "confidence_parts"}
"""What may differ between two readings of a claim that say the same."""


class Difference(NamedTuple, Generic[T]):
    """What two readings do not have in common."""

    appeared: tuple[T, ...]
    vanished: tuple[T, ...]
    changed: tuple[tuple[T, T], ...]
    """As then and as now."""

    @property
    def is_empty(self) -> bool:
        """Whether both say the same."""
        return not (self.appeared or self.vanished or self.changed)


class ReplayDiff(NamedTuple):
    """What would be said otherwise, from a moment on."""

    claims: Difference[MembershipClaim]
    developments: Difference[Development]
    alerts: Difference[Alert]

    @property
    def is_empty(self) -> bool:
        """Whether nothing would be said otherwise."""
        return all(part.is_empty for part in self)

    def list_promoted(self) -> tuple[MembershipClaim, ...]:
        """The claims that bring the ledger to the new reading: those read now, and withdrawals.

        A claim of which only details changed has been judged, and a ledger judges each once.
        """
        withdrawn = (one.model_copy(update={"withdrawn": True}) for one in self.claims.vanished)
        return (*self.claims.appeared, *withdrawn)


@dataclass(frozen=True)
class Opening:
    """Where ledger and watches begin."""

    rows: Sequence[LedgerRow]
    complete_bodies: frozenset[str]
    watches: Sequence[Watch]
    sets: MembershipSets


class Rereading:
    """One reading of the past: its claims, and what ledger and watches make of them."""

    def __init__(self, opening: Opening) -> None:
        """Begin with an empty past."""
        self._opening = opening
        self._simulation = Simulation(opening.watches, opening.sets)
        self._articles: list[EnrichedArticle] = []
        self.claims: dict[str, MembershipClaim] = {}
        self.developments: dict[str, Development] = {}
        self.alerts: dict[str, Alert] = {}

    def add(self, enriched: EnrichedArticle) -> None:
        """An article as it was read; in any order."""
        self._simulation.read_article(enriched)
        if enriched.claims or enriched.article.version > 1:
            self._articles.append(enriched)

    def finish(self) -> None:
        """Judge all claims in order of time, then decide on all matches."""
        ledger = InMemoryLedger(self._opening.rows, self._opening.complete_bodies)
        made: dict[str, tuple[MembershipClaim, ...]] = {}
        for enriched in sorted(self._articles, key=get_order):
            article = enriched.article
            claims = enriched.claims if article.pub_status == "usable" else ()
            compared = compare_claims(made.get(article.article_id, ()), claims, article)
            made[article.article_id] = compared.made
            for claim in (*claims, *compared.withdrawn):
                self.claims[claim.event_id] = claim
                self._judge(ledger, claim)
        self._simulation.finish()
        self.alerts = {alert.alert_id: alert for alert in self._simulation.list_alerts()}

    def _judge(self, ledger: InMemoryLedger, claim: MembershipClaim) -> None:
        development = ledger.add_claim(claim, claim.article.received_at)
        if development:
            self.developments[development.development_id] = development
            self._simulation.read_development(development)


def compare_readings(then: Rereading, now: Rereading, since: datetime) -> ReplayDiff:
    """What two finished readings say otherwise of what came since a moment."""
    return ReplayDiff(
        _compare(then.claims, now.claims, since, ATTRIBUTES),
        _compare(then.developments, now.developments, since, {"confidence", "claim"}),
        _compare(then.alerts, now.alerts, since, {"why", "development"}),
    )


def describe_diff(diff: ReplayDiff) -> dict[str, Any]:
    """The diff as JSON."""
    return {
        name: {
            "appeared": [_dump(one) for one in part.appeared],
            "vanished": [_dump(one) for one in part.vanished],
            "changed": [{"then": _dump(old), "now": _dump(new)} for old, new in part.changed],
        }
        for name, part in diff._asdict().items()
    }


def get_order(enriched: EnrichedArticle) -> tuple[datetime, int]:
    """The order in which articles came."""
    return enriched.article.received_at, enriched.article.version


Event = TypeVar("Event", MembershipClaim, Development, Alert)


def _compare(
    then: Mapping[str, Event], now: Mapping[str, Event], since: datetime, apart_from: set[str]
) -> Difference[Event]:
    def select(events: Iterable[Event]) -> tuple[Event, ...]:
        return tuple(one for one in events if _received(one) >= since)

    both = then.keys() & now.keys()
    pairs = ((then[key], now[key]) for key in sorted(both))
    return Difference(
        select(now[key] for key in now.keys() - both),
        select(then[key] for key in then.keys() - both),
        tuple(
            (old, new)
            for old, new in pairs
            if _received(new) >= since
            and old.model_dump(exclude=apart_from) != new.model_dump(exclude=apart_from)
        ),
    )


def _received(event: MembershipClaim | Development | Alert) -> datetime:
    if isinstance(event, Development):
        return event.claim.article.received_at
    return event.article.received_at


def _dump(event: MembershipClaim | Development | Alert) -> dict[str, Any]:
    return event.model_dump(mode="json", exclude_none=True)
