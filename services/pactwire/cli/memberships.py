"""`pactwire memberships`: the ledger, who belongs to what, since when, by which sources."""

import json
import re
import shlex
from datetime import date
from typing import Any, NamedTuple

import click
from rich.table import Table

from pactwire.alert.ledger_seed import read_opening_day
from pactwire.cli.context import load_effective_settings
from pactwire.cli.effective_reference import load_effective_reference
from pactwire.cli.help_text import show_examples
from pactwire.cli.membership_check import show_check
from pactwire.cli.membership_doubts import show_doubts
from pactwire.cli.membership_export import EXPORTS
from pactwire.cli.membership_questions import (
    export_histories,
    format_note,
    print_json,
    print_table,
    restrict_to_day,
)
from pactwire.cli.option_types import Day
from pactwire.cli.terminal import TerminalConsole, echo
from pactwire.cli.wiring.alert import prepared_store
from pactwire.domain.ledger import LedgerRow
from pactwire.domain.ledger.exports import format_fact
from pactwire.domain.reference import ReferenceData
from pactwire.domain.watches import NameResolver, ResolvableEntity, build_resolver
from pactwire.edges.store import Store, Transaction, ledgers, read_transaction
from pactwire.edges.store.ledger_history import Pair, list_histories
from pactwire.errors import Misconfigured

DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
MAX_SHOWN_ENTRIES = 3
"""Newest entries of a history that people are shown; programs get them all."""


@click.command(
    epilog=show_examples(
        "pactwire memberships NATO",
        "pactwire memberships SY --changed",
        "pactwire memberships NATO --on 2003-01-01",
        'pactwire memberships "Arab League" --member SY --history',
        "pactwire memberships NATO --on 2026-01-01 --known-on 2025-06-30",
        "pactwire memberships EU --history --export csv",
        "pactwire memberships SY --doubts",
        "pactwire memberships --check",
    )
)
@click.argument("who", nargs=-1, metavar="[ORGANISATION|COUNTRY]...")
@click.option("--member", help="A country or body as member; the same as naming it.")
@click.option("--changed", is_flag=True, help="Only rows that an article has touched.")
@click.option("--on", type=Day(), help="Who belonged on that day.")
@click.option("--history", is_flag=True, help="All intervals: joined, suspended, back, left.")
@click.option("--known-on", type=Day(), help="With --on or --history: as we knew it on that day.")
@click.option("--export", type=click.Choice(sorted(EXPORTS)), help="In the format of others.")
@click.option("--doubts", is_flag=True, help="Claims that were held back, and what became of them.")
@click.option("--check", is_flag=True, help="Whether news.memberships.v1 equals the store.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a row, with all claims.")
@click.pass_context
def memberships(ctx: click.Context, /, who: tuple[str, ...], **options: Any) -> None:
    """Show the ledger: all of a body, all of a country, or the one row of both.

    Names, ISO codes and ids will do: `pactwire memberships NATO`, `pactwire memberships SY`.
    With --on or --history, reference data and articles answer together. --check exits with 1
    where the topic and the store differ.
    """
    question = Question(**options)
    refuse_mixed(question)
    settings, reference = load_effective_settings(), load_effective_reference()
    named = (*who, question.member) if question.member else who
    pair = parse_names(named, build_resolver(reference))
    store = prepared_store(settings, reference)
    try:
        if question.check:
            ctx.exit(show_check(store, settings.broker, as_json=question.as_json))
        if question.doubts:
            show_doubts(store, pair, as_json=question.as_json)
        elif question.asks_history:
            answer_question(store, reference, pair, question)
        else:
            show_ledger(store, pair, changed=question.changed, as_json=question.as_json)
    finally:
        store.dispose()


class Question(NamedTuple):
    """The options of one call."""

    member: str | None
    changed: bool
    on: date | None
    history: bool
    known_on: date | None
    export: str | None
    doubts: bool
    check: bool
    as_json: bool

    @property
    def asks_history(self) -> bool:
        """Whether reference data and articles answer together, and not the ledger's rows."""
        return bool(self.on or self.history or self.known_on or self.export)


def refuse_mixed(question: Question) -> None:
    """Options that ask different things are a misuse."""
    if question.changed and question.asks_history:
        raise Misconfigured("--changed asks the ledger as it is now: leave out --on and --history")
    if question.export and question.as_json:
        raise Misconfigured("--export has a format of its own: leave out --json")
    if (question.check or question.doubts) and (question.asks_history or question.changed):
        raise Misconfigured("--check and --doubts are questions of their own: ask one at a time")


def answer_question(store: Store, reference: ReferenceData, pair: Pair, question: Question) -> None:
    """Histories, of a day or of all times, from reference data and articles together."""
    with read_transaction(store) as tx:
        histories = list_histories(tx, reference, pair, question.known_on)
    if question.on:
        histories = restrict_to_day(histories, question.on)
    if question.export:
        export_histories(histories, reference, question.export)
    elif question.as_json:
        print_json(histories)
    else:
        print_table(histories, format_note(question.on, question.known_on))


def show_ledger(store: Store, pair: Pair, *, changed: bool, as_json: bool) -> None:
    """The ledger's rows as they are now."""
    with read_transaction(store) as tx:
        rows = [row for row in ledgers.list_rows(tx, *pair) if is_shown(row, changed=changed)]
        if as_json:
            for row in rows:
                echo(json.dumps(describe_row(tx, row), ensure_ascii=False))
            return
    print_rows(rows)
    day = read_opening_day(store)
    click.echo(f"the ledger opened with the memberships of {day}; what came later is from articles")


def is_shown(row: LedgerRow, *, changed: bool) -> bool:
    """Whether a row says something: what only came to nothing is kept, but never shown."""
    if row.state.revision:
        return True
    return not changed and (row.state.status != "none" or row.state.source is not None)


def parse_names(who: tuple[str, ...], resolver: NameResolver) -> Pair:
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
            format_fact(state.since),
            format_fact(state.until),
            format_sources(row),
        )
    TerminalConsole(soft_wrap=True).print(table)
    click.echo("1 row" if len(rows) == 1 else f"{len(rows)} rows")


def format_sources(row: LedgerRow) -> str:
    """The newest entries of the history, or the reference data's source."""
    state = row.state
    if not state.history:
        return state.source or ""
    newest = [f"{entry.source}: {entry.verdict}" for entry in state.history[-MAX_SHOWN_ENTRIES:]]
    earlier = len(state.history) - len(newest)
    return "; ".join(newest) + (f"; {earlier} earlier" if earlier else "")
