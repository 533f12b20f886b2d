"""`pactwire memberships`: the ledger, who belongs to what, since when, by which sources."""

import json
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from pactwire.alert.ledger_seed import read_opening_day
from pactwire.cli.context import load_effective_settings
from pactwire.cli.help_text import show_examples
from pactwire.cli.wiring.alert import prepared_store
from pactwire.domain.ledger import LedgerRow
from pactwire.domain.watches import NameResolver, ResolvableEntity, build_resolver
from pactwire.edges.reference import load_reference
from pactwire.edges.store import Transaction, ledgers, read_transaction
from pactwire.errors import Misconfigured
from pactwire_schemas import DatedFact

MAX_SHOWN_ENTRIES = 3
"""Newest entries of a history that people are shown; programs get them all."""


@click.command(
    epilog=show_examples("pactwire memberships NATO", "pactwire memberships SY --changed")
)
@click.argument("who", nargs=-1, metavar="[ORGANISATION|COUNTRY]...")
@click.option("--changed", is_flag=True, help="Only rows that an article has touched.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a row, with all claims.")
def memberships(who: tuple[str, ...], *, changed: bool, as_json: bool) -> None:
    """Show the ledger: all of a body, all of a country, or the one row of both.

    Names, ISO codes and ids will do: `pactwire memberships NATO`, `pactwire memberships SY`.
    """
    settings, reference = load_effective_settings(), load_reference()
    organisation, member = parse_names(who, build_resolver(reference))
    store = prepared_store(settings, reference)
    try:
        with read_transaction(store) as tx:
            rows = [
                row
                for row in ledgers.list_rows(tx, organisation, member)
                if row.state.revision or not changed
            ]
            if as_json:
                for row in rows:
                    click.echo(json.dumps(describe_row(tx, row), ensure_ascii=False))
                return
        day = read_opening_day(store)
    finally:
        store.dispose()
    print_rows(rows)
    click.echo(f"the ledger opened with the memberships of {day}; what came later is from articles")


def parse_names(who: tuple[str, ...], resolver: NameResolver) -> tuple[str | None, str | None]:
    """The organisation and the member that the names mean.

    Raises:
        Misconfigured: a name is unknown or means several, or two bodies or two members are named.
    """
    bodies: list[str] = []
    members: list[str] = []
    for written in who:
        listed = find_entity(written, resolver)
        (bodies if listed.body else members).append(listed.id)
    if len(bodies) == 2 and not members:  # a body that is a member of another
        return bodies[0], bodies[1]
    if len(bodies) > 1 or len(members) > 1:
        raise Misconfigured("name at most one organisation and one member")
    return next(iter(bodies), None), next(iter(members), None)


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
    Console(soft_wrap=True).print(table)
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
