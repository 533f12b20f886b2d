"""Questions to the ledger about other days than today: who belonged to what, as known when."""

import json
from datetime import date
from typing import Any

import click
from rich.table import Table

from pactwire.cli.membership_export import EXPORTS
from pactwire.cli.terminal import TerminalConsole, echo
from pactwire.domain.ledger import IntervalSource, MembershipHistory, MembershipInterval
from pactwire.domain.ledger.exports import format_fact
from pactwire.domain.reference import ReferenceData

HistoryRow = tuple[MembershipHistory, MembershipInterval]


def restrict_to_day(histories: list[MembershipHistory], day: date) -> list[MembershipHistory]:
    """The histories cut down to the interval that holds on a day."""
    found = [(history, history.on(day)) for history in histories]
    return [
        history.model_copy(update={"intervals": (interval,)})
        for history, interval in found
        if interval is not None
    ]


def export_histories(
    histories: list[MembershipHistory], reference: ReferenceData, form: str
) -> None:
    """Write the histories in one of the formats of others."""
    EXPORTS[form](histories, reference)


def print_json(histories: list[MembershipHistory]) -> None:
    """One object an interval."""
    for history, interval in list_rows(histories):
        echo(json.dumps(describe_interval(history, interval), ensure_ascii=False))


def describe_interval(history: MembershipHistory, interval: MembershipInterval) -> dict[str, Any]:
    """An interval with its parties, as JSON."""
    parties = history.model_dump(mode="json", exclude={"intervals"}, exclude_none=True)
    return {**parties, **interval.model_dump(mode="json", exclude_none=True)}


def print_table(histories: list[MembershipHistory], note: str) -> None:
    """The intervals as a table for people, and what they are as of."""
    rows = list_rows(histories)
    if not rows:
        click.echo(f"nobody on record {note}")
        return
    table = Table("organisation", "member", "status", "since", "until", "says who", box=None)
    for history, interval in rows:
        table.add_row(
            history.organisation.name,
            history.member.name,
            interval.status,
            format_fact(interval.since),
            format_fact(interval.until),
            "; ".join(format_source(one) for one in (*interval.sources, *interval.ended_by)),
        )
    TerminalConsole(soft_wrap=True).print(table)
    click.echo(f"{len(rows)} {'row' if len(rows) == 1 else 'rows'}, {note}")


def list_rows(histories: list[MembershipHistory]) -> list[HistoryRow]:
    """Every interval with the history it is of."""
    return [(history, interval) for history in histories for interval in history.intervals]


def format_source(source: IntervalSource) -> str:
    """Who says so, and for an article, when the ledger learnt it and by which claim."""
    if source.known_at is None:
        return source.text
    claim = f", claim {source.claim_id}" if source.claim_id else ""
    return f"{source.text} (known {source.known_at:%Y-%m-%d}{claim})"


def format_note(on: date | None, known_on: date | None) -> str:
    """What an answer is as of."""
    held = f"as of {on}" if on else "of all times"
    return held + (f", as it was known on {known_on}" if known_on else "")
