"""`pactwire memberships`: the ledger, who belongs to what, since when, by which sources."""

import json
import re
import shlex
from datetime import date
from typing import Any

import click
from rich.table import Table

from pactwire.alert.ledger_seed import read_initial_rows, read_opening_day
from pactwire.cli.context import load_effective_settings
from pactwire.cli.help_text import show_examples
from pactwire.cli.option_types import Day
from pactwire.cli.terminal import TerminalConsole, echo
from pactwire.cli.wiring.alert import prepared_store
from pactwire.domain.ledger import LedgerRow
from pactwire.domain.reference import ReferenceData
from pactwire.domain.watches import NameResolver, ResolvableEntity, build_resolver
from pactwire.edges.reference import load_reference
from pactwire.edges.store import Store, Transaction, ledgers, read_transaction
from pactwire.errors import Misconfigured
from pactwire_schemas import DatedFact

Pair = tuple[str | None, str | None]
"""Ids of an organisation and a member; None stands for all."""
DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
MAX_SHOWN_ENTRIES = 3
"""Newest entries of a history that people are shown; programs get them all."""


@click.command(
    epilog=show_examples(
        "pactwire memberships NATO",
        "pactwire memberships SY --changed",
        "pactwire memberships NATO --on 2003-01-01",
    )
)
@click.argument("who", nargs=-1, metavar="[ORGANISATION|COUNTRY]...")
@click.option("--changed", is_flag=True, help="Only rows that an article has touched.")
@click.option("--on", type=Day(), help="The memberships of a day, by the reference data alone.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a row, with all claims.")
def memberships(who: tuple[str, ...], on: date | None, *, changed: bool, as_json: bool) -> None:
    """Show the ledger: all of a body, all of a country, or the one row of both.

    Names, ISO codes and ids will do: `pactwire memberships NATO`, `pactwire memberships SY`.
    """
    if changed and on:
        raise Misconfigured("--changed asks the ledger, and --on the reference data: name one")
    reference = load_reference()
    pair = parse_names(who, build_resolver(reference))
    if on:
        show_day(reference, on, pair, as_json=as_json)
        return
    store = prepared_store(load_effective_settings(), reference)
    try:
        show_ledger(store, pair, changed=changed, as_json=as_json)
    finally:
        store.dispose()


def show_ledger(store: Store, pair: Pair, *, changed: bool, as_json: bool) -> None:
    """The ledger's rows as they are now."""
    with read_transaction(store) as tx:
        rows = [row for row in ledgers.list_rows(tx, *pair) if row.state.revision or not changed]
        if as_json:
            for row in rows:
                echo(json.dumps(describe_row(tx, row), ensure_ascii=False))
            return
    print_rows(rows)
    day = read_opening_day(store)
    click.echo(f"the ledger opened with the memberships of {day}; what came later is from articles")


def show_day(reference: ReferenceData, on: date, pair: Pair, *, as_json: bool) -> None:
    """The memberships that the reference data has for a day."""
    organisation, member = pair
    rows = [
        row
        for row in read_initial_rows(reference, on)
        if organisation in (None, row.state.organisation.entity_id)
        and member in (None, row.state.member.entity_id)
    ]
    if as_json:
        for row in rows:
            state = row.state.model_dump(mode="json", exclude_none=True)
            echo(json.dumps(state, ensure_ascii=False))
        return
    print_rows(rows)
    click.echo(f"as the reference data has it for {on}; the ledger's own rows: without --on")


def parse_names(who: tuple[str, ...], resolver: NameResolver) -> tuple[str | None, str | None]:
    """The organisation and the member that the names mean.

    Raises:
        Misconfigured: a name is unknown or means several, or two bodies or two members are named.
    """
    bodies: list[str] = []
    members: list[str] = []
    refuse_days(who)
    for written in who:
        listed = find_entity(written, resolver)
        (bodies if listed.body else members).append(listed.id)
    if len(bodies) == 2 and not members:  # a body that is a member of another
        return bodies[0], bodies[1]
    if len(bodies) > 1 or len(members) > 1:
        raise Misconfigured("name at most one organisation and one member")
    return next(iter(bodies), None), next(iter(members), None)


def refuse_days(who: tuple[str, ...]) -> None:
    """A day among the names is a question for `--on`."""
    days = [written for written in who if DAY.fullmatch(written)]
    if not days:
        return
    names = " ".join(shlex.quote(written) for written in who if written not in days)
    day = f"{days[0]}-01-01"[: len("2003-01-01")]
    raise Misconfigured(
        f"{days[0]} is a date: ask `{f'pactwire memberships {names}'.strip()} --on {day}`"
    )


def find_entity(written: str, resolver: NameResolver) -> ResolvableEntity:
    """The entity of a name, code or id; raises Misconfigured with what is alike."""
    found = resolver.resolve(written)
    if found.reason == "found":
        return found.entities[0]
    near = ", ".join(f"{listed.id} ({listed.name})" for listed in found.entities)
    if found.reason == "several":
        raise Misconfigured(f"{written!r} means several: {near}")
    raise Misconfigured(f"{written!r} is unknown" + (f"; did you mean {near}?" if near else ""))


def describe_row(tx: Transaction, row: LedgerRow) -> dict[str, Any]:
    """A row as JSON: the public state, its developments, and every claim with its verdict."""
    state = row.state
    pair = state.organisation.entity_id, state.member.entity_id
    developments = ledgers.list_developments(tx, *pair) if state.revision else []
    claims = ledgers.list_claims(tx, *pair) if state.revision else []
    why = ledgers.list_explanations(tx, *pair) if claims else {}
    return {
        **state.model_dump(mode="json", exclude_none=True),
        "developments": [
            development.model_dump(mode="json", exclude_none=True, exclude={"claim"})
            for development in developments
        ],
        "claims": [
            {
                "verdict": verdict,
                "explanation": why[claim.event_id],
                **claim.model_dump(mode="json", exclude_none=True),
            }
            for verdict, claim in claims
        ],
    }


def print_rows(rows: list[LedgerRow]) -> None:
    """The rows as a table for people."""
    if not rows:
        click.echo("the ledger has nothing on that")
        return
    table = Table("organisation", "member", "status", "since", "until", "says who", box=None)
    for row in rows:
        state = row.state
        table.add_row(
            state.organisation.name,
            state.member.name,
            state.status + (f" ({state.action} {state.stage})" if state.stage else ""),
            format_date(state.since),
            format_date(state.until),
            format_sources(row),
        )
    TerminalConsole(soft_wrap=True).print(table)
    click.echo("1 row" if len(rows) == 1 else f"{len(rows)} rows")


def format_date(fact: DatedFact | None) -> str:
    """A date as exact as it is known."""
    return fact.on.isoformat()[: {"year": 4, "month": 7, "day": 10}[fact.precision]] if fact else ""


def format_sources(row: LedgerRow) -> str:
    """The newest entries of the history, or the reference data's source."""
    state = row.state
    if not state.history:
        return state.source or ""
    newest = [f"{entry.source}: {entry.verdict}" for entry in state.history[-MAX_SHOWN_ENTRIES:]]
    earlier = len(state.history) - len(newest)
    return "; ".join(newest) + (f"; {earlier} earlier" if earlier else "")
