"""What is known of a membership as evidence: why to doubt a claim the record speaks against.

Only bodies whose members are all listed have a say, and only on texts with a date. The record never
refuses a claim: lists have gaps, and the ledger can wait for a second source. Of a member that
joins or a suspended one that is suspended the ledger knows by itself that it is no news.
"""

from datetime import date, timedelta
from typing import NamedTuple

from pactwire.domain.reference import MembershipPeriod, ReferenceData
from pactwire_schemas.enrichment import Action, Stage

SETTLED = timedelta(days=120)
"""How long something must have been on record: what is news today may be in the data already."""


class ReportedChange(NamedTuple):
    """A change as a text tells it."""

    organisation: str
    member: str
    action: Action
    stage: Stage = "effective"


def contradict_change(
    reference: ReferenceData, reported: ReportedChange, on: date | None
) -> str | None:
    """Why the record speaks against a change that is reported on a day; None where it doesn't."""
    if on is None or reported.organisation not in reference.membership_periods:
        return None
    period = reference.membership(reported.organisation, reported.member, on - SETTLED)
    if period is None and reported.organisation not in reference.complete_bodies:
        return None
    if reported.member not in reference.ever_members(reported.organisation):
        return None if reported.action == "join" else "it was never a member, as far as is known"
    return _contradict_standing(period, reported)


def _contradict_standing(period: MembershipPeriod | None, reported: ReportedChange) -> str | None:
    """The same by the standing it had shortly before."""
    status, action = period.status if period else "none", reported.action
    refused = action == "join" and reported.stage == "rejected"
    if status == "member" and (refused or action == "reinstate"):
        return f"its membership was in force{_format_since(period)}"
    if action in {"leave", "expel", "suspend"} and status == "none":
        return "it was no member shortly before, as far as is known"
    return None


def _format_since(period: MembershipPeriod | None) -> str:
    return f" since {period.since.year}" if period and period.since else ""
