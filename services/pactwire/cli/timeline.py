"""`pactwire timeline`: memberships through the years, as a picture, a page or JSON."""

from datetime import date
from pathlib import Path

import click

from pactwire.cli.context import load_effective_settings
from pactwire.cli.effective_reference import load_effective_reference
from pactwire.cli.help_text import show_examples
from pactwire.cli.membership_questions import print_json
from pactwire.cli.memberships import parse_names
from pactwire.cli.option_types import Day
from pactwire.cli.terminal import TerminalConsole
from pactwire.cli.timeline_page import render_page
from pactwire.cli.timeline_view import Span, draw_timeline, find_span
from pactwire.cli.wiring.alert import prepared_store
from pactwire.domain.ledger import MembershipHistory
from pactwire.domain.watches import build_resolver
from pactwire.edges import clock
from pactwire.edges.store import read_transaction
from pactwire.edges.store.ledger_history import list_histories
from pactwire.errors import Misconfigured


@click.command(
    epilog=show_examples(
        "pactwire timeline SY",
        "pactwire timeline NATO",
        'pactwire timeline SY "Arab League"',
        "pactwire timeline NATO --html nato.html",
    )
)
@click.argument("who", nargs=-1, required=True, metavar="ORGANISATION|COUNTRY...")
@click.option("--known-on", type=Day(), help="As we knew it on that day.")
@click.option("--html", type=click.Path(path_type=Path), help="Write a page to this file.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object an interval.")
def timeline(
    who: tuple[str, ...], known_on: date | None, html: Path | None, *, as_json: bool
) -> None:
    """Draw who belonged to what through the years: a country's bodies, or a body's members.

    Below the picture stands every interval with its source.
    """
    today, histories = clock.now().date(), find_histories(who, known_on)
    if as_json:
        print_json(histories)
        return
    if not histories:
        click.echo("nobody on record")
        return
    title, span = " ".join(who), find_span(histories, today)
    if html:
        write_page(html, render_page(title, histories, span))
    else:
        print_timeline(histories, span)


def find_histories(who: tuple[str, ...], known_on: date | None) -> list[MembershipHistory]:
    """The histories that the names mean, those that begin first in front."""
    reference = load_effective_reference()
    pair = parse_names(who, build_resolver(reference))
    store = prepared_store(load_effective_settings(), reference)
    try:
        with read_transaction(store) as tx:
            histories = list_histories(tx, reference, pair, known_on)
    finally:
        store.dispose()
    return sorted(histories, key=begins)


def begins(history: MembershipHistory) -> date:
    """The first day of a history; the earliest where it isn't known."""
    since = history.intervals[0].since
    return since.on if since else date.min


def print_timeline(histories: list[MembershipHistory], span: Span) -> None:
    """The picture on the terminal, as wide as it is."""
    console = TerminalConsole(highlight=False)
    for line in draw_timeline(histories, span, console.width):
        console.print(line, markup=False, no_wrap=True, crop=True)


def write_page(path: Path, page: str) -> None:
    """Write a page to a file.

    Raises:
        Misconfigured: the file can't be written.
    """
    try:
        path.write_text(page, "utf-8")
    except OSError as error:
        raise Misconfigured(f"{path} can't be written: {error.strerror}") from None
    click.echo(f"wrote {path}")
