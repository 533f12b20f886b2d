"""A membership through time: intervals of one standing each, as they were known on a day.

Two times are kept apart. *Valid time* is when a standing held: an interval's `since` and `until`.
*Known time* is when we learnt of it: reference data counts as known from the start, an article's
development from the moment the ledger decided on it.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from pactwire.domain.ledger.entries import reported_at
from pactwire.domain.ledger.initial_state import STATUS, KnownMembershipPeriod, dated_fact
from pactwire_schemas import DatedFact, Development, MembershipState, Party, Value
from pactwire_schemas.base import Instant
from pactwire_schemas.enrichment import Action
from pactwire_schemas.ledger import Status

SAME_EVENT = timedelta(days=31)
"""So far from a change on record a report of the same change may be dated."""
ABSENT: frozenset[Status] = frozenset({"none", "former"})
"""Standings that are no interval: nothing, and a membership that has ended."""


class IntervalSource(Value):
    """Who says so: the reference data's source, or the claim of an article."""

    text: str
    """The publisher of the fact, or of the article."""
    url: str | None = None
    claim_id: str | None = None
    """Of the claim; None for reference data."""
    known_at: Instant | None = None
    """When the ledger learnt it; None for reference data, which counts as known from the start."""


class MembershipInterval(Value):
    """One standing, from `since`, the first day inside, to `until`, the first day outside."""

    status: Status
    since: DatedFact | None = None
    until: DatedFact | None = None
    sources: tuple[IntervalSource, ...] = ()
    ended_by: tuple[IntervalSource, ...] = ()
    """Who reported the end; empty when the next interval's sources tell it, or reference data."""
    ended_as: Action | None = None
    """Leave or expel, when an article told which."""


class MembershipHistory(Value):
    """All intervals of one member with one body, oldest first."""

    organisation: Party
    member: Party
    intervals: tuple[MembershipInterval, ...] = ()

    def on(self, day: date) -> MembershipInterval | None:
        """The interval that holds on a day."""
        return next((one for one in self.intervals if holds(one, day)), None)


class StatusChange(NamedTuple):
    """What an article made known: another status from a day on."""

    status: Status
    day: DatedFact
    action: Action | None
    sources: tuple[IntervalSource, ...]


def build_history(
    organisation: Party,
    member: Party,
    periods: Iterable[KnownMembershipPeriod],
    changes: Iterable[StatusChange] = (),
) -> MembershipHistory:
    """The history that reference data and the changes of articles make together.

    A change that the reference data has too adds its sources to it; any other one ends the
    interval of its day and, unless it is an end, begins one.
    """
    intervals = [
        MembershipInterval(
            status=STATUS[period.status],
            since=dated_fact(period.since, period.since_precision),
            until=dated_fact(period.until, period.until_precision),
            sources=(IntervalSource(text=period.source),),
        )
        for period in sorted(periods, key=lambda period: period.since or date.min)
    ]
    for change in sorted(changes, key=lambda change: change.day.on):
        intervals = insert_change(intervals, change)
    return MembershipHistory(organisation=organisation, member=member, intervals=tuple(intervals))


def read_changes(developments: Sequence[Development]) -> list[StatusChange]:
    """The changes of status that developments of one pair, in order, leave standing.

    A retraction takes back all of its change; a correction, what is said of its last status.
    """
    standing: dict[str, list[StatusChange]] = {}
    for development in developments:
        known = standing.setdefault(development.change_id, [])
        if development.reason == "retracted":
            known.clear()
        elif development.reason == "corrected" and known:
            known[-1:] = _correct_change(known[-1], development)
        elif development.status_after != development.status_before:
            known.append(_status_change(development))
        elif development.reason == "corroborated" and known:
            more = (*known[-1].sources, source_of(development))
            known[-1] = known[-1]._replace(sources=more)
    return [change for known in standing.values() for change in known]


def change_from_state(state: MembershipState) -> StatusChange | None:
    """The last change of a row whose developments are no longer kept; None when none is known."""
    day = state.until if state.status == "former" else state.since
    if not state.history or day is None:
        return None
    first = state.history[0]
    source = IntervalSource(
        text=first.source, url=first.url, claim_id=first.claim_id, known_at=first.at
    )
    return StatusChange(state.status, day, state.action, (source,))


def source_of(development: Development) -> IntervalSource:
    """The article behind a development, and when it became known by it."""
    article = development.claim.article
    return IntervalSource(
        text=article.source.name,
        url=article.url,
        claim_id=development.claim.claim_id,
        known_at=development.occurred_at,
    )


def insert_change(
    intervals: Sequence[MembershipInterval], change: StatusChange
) -> list[MembershipInterval]:
    """The intervals with a change among them."""
    day, kept = change.day.on, list(intervals)
    for place, one in enumerate(kept):
        if _is_same_event(one, change):
            kept[place] = _add_sources(one, change)
            return kept
    return _begin_interval(_end_interval(kept, change), change, day)


def holds(interval: MembershipInterval, day: date) -> bool:
    """Whether a day is inside; a date known to the month or year stands for its first day."""
    begun = interval.since is None or interval.since.on <= day
    return begun and (interval.until is None or day < interval.until.on)


def _is_same_event(one: MembershipInterval, change: StatusChange) -> bool:
    if change.status in ABSENT:
        return one.until is not None and abs(one.until.on - change.day.on) <= SAME_EVENT
    if one.status != change.status:
        return False
    near = one.since is not None and abs(one.since.on - change.day.on) <= SAME_EVENT
    return near or holds(one, change.day.on)


def _add_sources(one: MembershipInterval, change: StatusChange) -> MembershipInterval:
    if change.status in ABSENT:
        ended = {"ended_by": (*one.ended_by, *change.sources), "ended_as": change.action}
        return one.model_copy(update=ended)
    return one.model_copy(update={"sources": (*one.sources, *change.sources)})


def _end_interval(
    intervals: list[MembershipInterval], change: StatusChange
) -> list[MembershipInterval]:
    kept: list[MembershipInterval] = []
    for one in intervals:
        if not holds(one, change.day.on):
            kept.append(one)
        elif one.since is None or one.since.on < change.day.on:
            kept.append(_close(one, change))
    return kept


def _close(one: MembershipInterval, change: StatusChange) -> MembershipInterval:
    if change.status not in ABSENT:
        return one.model_copy(update={"until": change.day})
    ended = {"until": change.day, "ended_by": change.sources, "ended_as": change.action}
    return one.model_copy(update=ended)


def _begin_interval(
    intervals: list[MembershipInterval], change: StatusChange, day: date
) -> list[MembershipInterval]:
    if change.status in ABSENT:
        return intervals
    earlier = [one for one in intervals if one.since is None or one.since.on < day]
    later = intervals[len(earlier) :]
    begun = MembershipInterval(
        status=change.status,
        since=change.day,
        until=later[0].since if later else None,
        sources=change.sources,
    )
    return [*earlier, begun, *later]


def _status_change(development: Development) -> StatusChange:
    return StatusChange(
        development.status_after,
        _day_of(development),
        development.action,
        (source_of(development),),
    )


def _correct_change(change: StatusChange, development: Development) -> list[StatusChange]:
    """The change with its corrected day; none when its status is no longer said."""
    if development.status_after != change.status:
        return []
    day = development.effective_on or change.day
    return [change._replace(day=day, sources=(*change.sources, source_of(development)))]


def _day_of(development: Development) -> DatedFact:
    """The day the article gives, else the day it was published."""
    reported: datetime = reported_at(development.claim)
    return development.effective_on or DatedFact(on=reported.date())
