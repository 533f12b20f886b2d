"""Whether an alert is sent now, later or not at all, and why: silences, quiet hours, budgets.

Decided anew whenever a held alert is due, so a restart or a change of the watch changes nothing but
the moment.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from pactwire.domain.alerting.quiet import find_end, is_quiet
from pactwire_schemas import Alert, Watch
from pactwire_schemas.notify import Notify, find_next_digest, parse_duration, parse_rate

CalmReason = Literal[
    "now", "expired", "silenced", "inhibited", "waiting", "quiet_hours", "over_budget", "digest"
]

MEMBERSHIP_WAIT = timedelta(seconds=2)
"""How long a plain mention waits for the membership alert that its article may make."""


@dataclass(frozen=True)
class Silence:
    """Alerts that somebody does not want until a moment."""

    silence_id: str
    until: datetime
    created_by: str
    because: str
    watch_id: str | None = None
    entity_id: str | None = None
    """Either or both; what is not given is any."""
    since: datetime | None = None
    """When it was made; None counts as ever."""


class CalmDecision(NamedTuple):
    """What becomes of an alert for now."""

    outcome: Literal["send", "hold", "suppress"]
    reason: CalmReason
    because: str
    due_at: datetime | None = None
    """When what is held is decided on again."""


@dataclass(frozen=True)
class CalmFacts:
    """What the decision looks at besides alert and watch."""

    silences: Sequence[Silence] = ()
    inhibitor: str | None = None
    """A membership alert of the same story that went to the same recipient."""
    sent: Sequence[datetime] = ()
    """When messages of the watch were sent, within the window of its budget."""
    arrived_at: datetime | None = None
    """When the first alert of the group that is waiting arrived."""
    awaits_membership: bool = False
    """Whether a membership alert of the same story may follow within moments."""


SEND = CalmDecision("send", "now", "nothing holds it")


def decide_calm(alert: Alert, watch: Watch, facts: CalmFacts, at: datetime) -> CalmDecision:
    """The first thing that suppresses the alert, else the one that holds it longest."""
    suppressed = next(_find_suppressions(alert, watch.notify, facts, at), None)
    if suppressed:
        return suppressed
    holds = list(_find_holds(alert, watch.notify, facts, at))
    return max(holds, key=_due, default=SEND)


def covers(silence: Silence, alert: Alert, at: datetime) -> bool:
    """Whether a silence is about an alert."""
    if at >= silence.until or (silence.since and at < silence.since):
        return False
    of_watch = silence.watch_id in {None, alert.watch.watch_id}
    return of_watch and (silence.entity_id is None or silence.entity_id in list_entities(alert))


def list_entities(alert: Alert) -> set[str]:
    """The entities that an alert is about."""
    found = {mention.entity_id for mention in alert.mentions}
    if alert.development:
        found |= {alert.development.organisation.entity_id, alert.development.member.entity_id}
    return found


def _find_suppressions(
    alert: Alert, notify: Notify, facts: CalmFacts, at: datetime
) -> Iterator[CalmDecision]:
    today = at.astimezone(ZoneInfo(notify.tz)).date()
    if notify.expires and today > notify.expires:
        yield CalmDecision("suppress", "expired", f"the watch expired on {notify.expires}")
    for silence in facts.silences:
        if covers(silence, alert, at):
            because = f"silenced by {silence.created_by} until {silence.until:%Y-%m-%d %H:%M} UTC"
            yield CalmDecision("suppress", "silenced", f"{because}: {silence.because}")
    if facts.inhibitor:
        because = f"the membership alert {facts.inhibitor} tells of the same story"
        yield CalmDecision("suppress", "inhibited", because)


def _find_holds(
    alert: Alert, notify: Notify, facts: CalmFacts, at: datetime
) -> Iterator[CalmDecision]:
    since = facts.arrived_at or at
    if facts.awaits_membership and at < alert.alerted_at + MEMBERSHIP_WAIT:
        because = "a membership alert of the same story may follow"
        yield _hold("waiting", because, alert.alerted_at + MEMBERSHIP_WAIT)
    yield from _find_group_holds(notify, since, at)
    if notify.quiet_hours:
        zone = notify.quiet_hours.tz or notify.tz
        if is_quiet(notify.quiet_hours, zone, at):
            end = find_end(notify.quiet_hours, zone, at)
            yield _hold("quiet_hours", f"quiet until {notify.quiet_hours.to} {zone}", end)
    if notify.at_most:
        yield from _find_budget_hold(notify.at_most, facts.sent, at)


def _find_group_holds(notify: Notify, since: datetime, at: datetime) -> Iterator[CalmDecision]:
    """What makes a group wait that began at a moment: its own time, or that of the digest."""
    wait_ends = since + parse_duration(notify.wait)
    if wait_ends > at:
        yield _hold("waiting", f"grouped for {notify.wait}", wait_ends)
    if notify.digest:
        due = find_next_digest(notify.digest, notify.tz, since)
        if due > at:
            yield _hold("digest", f"the digest is due {notify.digest}", due)


def _find_budget_hold(
    budget: str, sent: Sequence[datetime], at: datetime
) -> Iterator[CalmDecision]:
    most, window = parse_rate(budget)
    recent = sorted(moment for moment in sent if moment > at - window)
    if len(recent) >= most:
        free = recent[-most] + window
        because = f"{len(recent)} were sent within the {_name(window)}, and {budget} is the budget"
        yield _hold("over_budget", because, free)


def _hold(reason: CalmReason, because: str, due_at: datetime) -> CalmDecision:
    return CalmDecision("hold", reason, because, due_at)


def _due(decision: CalmDecision) -> datetime:
    if decision.due_at is None:
        raise ValueError("only what is held has a due time")
    return decision.due_at


def _name(window: timedelta) -> str:
    return {60: "minute", 3600: "hour", 86400: "day"}[int(window.total_seconds())]
