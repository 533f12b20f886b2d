"""`pactwire watch`: add, list, show, remove watches, and try them on an article offline."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import yaml
from rich.table import Column, Table

from pactwire.alert.watch_files import SUFFIXES, list_watch_files, read_watch_file
from pactwire.cli import watch_backtest, watch_test
from pactwire.cli.change_log import log_change
from pactwire.cli.context import load_effective_settings, open_migrated_store
from pactwire.cli.effective_reference import load_effective_reference
from pactwire.cli.help_text import SentenceGroup, show_examples
from pactwire.cli.terminal import TerminalConsole, echo
from pactwire.cli.watch_in_force import wait_until_in_force
from pactwire.desk.backtest import BacktestRequest, run_backtest
from pactwire.desk.budgets import list_budget_warnings
from pactwire.domain.access import find_owner
from pactwire.domain.backtesting import describe_report
from pactwire.domain.reference import ReferenceData
from pactwire.domain.watches import ValidationIssue, parse_watches
from pactwire.domain.watches.name_resolver import NameResolver, build_resolver
from pactwire.edges import clock
from pactwire.edges.store import (
    Store,
    Transaction,
    read_transaction,
    stored_watches,
    write_transaction,
)
from pactwire.edges.store.endpoints import find_endpoints
from pactwire.edges.store.stored_watches import COMMAND_ORIGIN, StoredWatch
from pactwire.errors import Misconfigured
from pactwire.settings import LEDGER_OPENS
from pactwire_schemas import Watch
from pactwire_schemas.watch import ToEndpoint

Paths = tuple[Path, ...]
FILE = click.Path(path_type=Path, dir_okay=False)
PLACE = click.Path(path_type=Path)
EXIT_WRONG = 1
COLUMNS = ("name", "kind", "delivers to", "revision", "from")


@click.group(cls=SentenceGroup, epilog=show_examples("pactwire watch add seeds/watches"))
def watch() -> None:
    """Add, list, show, remove and try watches: what you want alerts about."""


@watch.command(
    epilog=show_examples("pactwire watch add my-watches.yaml", "pactwire watch add my-watches/")
)
@click.argument("files", nargs=-1, required=True, type=PLACE)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def add(files: Paths, *, as_json: bool) -> None:
    """Add the watches of FILES, or change those with the same id.

    A folder stands for the watch files in it. Beside a running `pactwire up` it waits until they
    are in force: what is sent afterwards is held against them.
    """
    watches = read_watches(files, build_resolver(load_effective_reference()))
    revisions = save_watches(watches)
    with open_configured_store() as store:
        in_force = wait_until_in_force(store)
    for one, revision in revisions:
        print_saved(one, revision, in_force=in_force, as_json=as_json)
    if not in_force:
        click.echo("they come into force once the alert service has read them", err=True)
    for name in find_missing_endpoints(watches):
        click.echo(f"no endpoint {name} yet: pactwire endpoint add {name} https://...", err=True)
    warn_of_budgets([one for one, revision in revisions if revision])


def save_watches(watches: list[Watch]) -> list[tuple[Watch, int | None]]:
    """Save watches; each with its revision, None where nothing of it changed.

    Raises:
        Misconfigured: one of them is kept by a watch file.
    """
    with open_configured_store() as store, write_transaction(store) as tx:
        for one in watches:
            refuse_foreign(tx, one.id)
        saved = [
            (one, stored_watches.save_watch(tx, one, COMMAND_ORIGIN, clock.now()))
            for one in watches
        ]
        for one, revision in saved:
            if revision:
                log_change(tx, "watch.saved", f"{one.id} revision {revision}")
    return saved


def refuse_foreign(tx: Transaction, watch_id: str) -> None:
    """Refuse to change what the command does not keep, or to take the id that was an owner's.

    Raises:
        Misconfigured: it is so.
    """
    stored = stored_watches.find_watch(tx, watch_id)
    if stored and stored.origin != COMMAND_ORIGIN:
        raise Misconfigured(f"{watch_id} is kept by {name_keeper(stored)}; change it there")
    if owner := find_owner(stored_watches.find_origin(tx, watch_id) or ""):
        raise Misconfigured(f"{watch_id} was {owner}'s, over the API; choose another id")


def print_saved(one: Watch, revision: int | None, *, in_force: bool, as_json: bool) -> None:
    """What became of a watch that was added."""
    if as_json:
        fields = {"id": one.id, "revision": revision, "changed": bool(revision)}
        click.echo(json.dumps(fields | {"in_force": in_force}))
    elif revision:
        click.echo(f"{one.id}: {'in force' if in_force else 'saved'}, revision {revision}")
    else:
        click.echo(f"{one.id}: unchanged")


def warn_of_budgets(watches: list[Watch]) -> None:
    """Say which watches would use up their own budgets."""
    broker = load_effective_settings().broker
    with open_configured_store() as store, watch_backtest.show_progress() as step:
        warnings = list(list_budget_warnings(store, broker, watches, clock.now(), step))
    for line in warnings:
        echo(line, err=True)


@watch.command("list", epilog=show_examples("pactwire watch list --json"))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a watch.")
def list_watches(*, as_json: bool) -> None:
    """List all watches."""
    with open_configured_store() as store, read_transaction(store) as tx:
        stored = stored_watches.list_watches(tx)
    if as_json:
        for one in stored:
            echo(json.dumps(describe_watch(one), ensure_ascii=False))
    elif stored:
        table = Table(Column("id", no_wrap=True), *COLUMNS, box=None)
        for one in stored:
            table.add_row(*format_row(one))
        TerminalConsole(soft_wrap=True).print(table)
    else:
        click.echo("there are no watches; add one: pactwire watch add FILE")


@watch.command(epilog=show_examples("pactwire watch show ID"))
@click.argument("watch_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def show(watch_id: str, *, as_json: bool) -> None:
    """Show a watch as it would be written, names resolved to ids."""
    with open_configured_store() as store, read_transaction(store) as tx:
        stored = stored_watches.find_watch(tx, watch_id) or refuse_unknown(watch_id)
    if as_json:
        echo(json.dumps(describe_watch(stored), ensure_ascii=False))
        return
    changed = f"{stored.changed_at:%Y-%m-%d %H:%M} UTC"
    click.echo(f"# revision {stored.revision}, from {stored.origin}, {changed}")
    echo(yaml.safe_dump(stored.watch.document(), sort_keys=False, allow_unicode=True).rstrip("\n"))


@watch.command(epilog=show_examples("pactwire watch remove ID"))
@click.argument("watch_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def remove(watch_id: str, *, as_json: bool) -> None:
    """Take a watch out of force."""
    with open_configured_store() as store, write_transaction(store) as tx:
        stored = stored_watches.find_watch(tx, watch_id) or refuse_unknown(watch_id)
        if stored.origin != COMMAND_ORIGIN:
            raise Misconfigured(f"{watch_id} is kept by {name_keeper(stored)}; remove it there")
        stored_watches.delete_watches(tx, [watch_id])
        log_change(tx, "watch.deleted", watch_id)
    click.echo(json.dumps({"id": watch_id, "removed": True}) if as_json else f"{watch_id}: removed")


@watch.command(
    epilog=show_examples(
        "pactwire watch test my-watches.yaml article.txt",
        "pactwire watch test my-watches.yaml --days 30",
    )
)
@click.argument("file", type=PLACE)
@click.argument("article", type=FILE, required=False)
@click.option("--days", type=click.IntRange(1, 366), help="Over what the topics hold of them.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a watch (and article).")
def test(file: Path, article: Path | None, days: int | None, *, as_json: bool) -> None:
    """Try the watches of FILE: on ARTICLE, clause by clause, or on the last days.

    On an article nothing that runs is needed; the ledger is the reference data's, and exit code 1
    says that no watch would fire. Over days it shows what would have been sent, folded, held and
    suppressed. Nothing is stored and nobody is told.
    """
    if (article is None) == (days is None):
        raise Misconfigured("name an article, or how many days: pactwire watch test FILE --days 30")
    reference = load_effective_reference()
    watches = read_watches((file,), build_resolver(reference))
    if article:
        try_article(watches, article, reference, as_json=as_json)
    elif days:
        try_days(watches, days, as_json=as_json)


def try_article(
    watches: list[Watch], article: Path, reference: ReferenceData, *, as_json: bool
) -> None:
    """Print the trials of an article; exit code 1 when no watch would fire."""
    opens = load_effective_settings().alert.ledger_opens or LEDGER_OPENS
    trials = watch_test.run_trials(watches, article, reference, opens)
    for trial in trials:
        if as_json:
            echo(json.dumps(watch_test.describe_trial(trial), ensure_ascii=False))
        else:
            watch_test.print_trial(trial, TerminalConsole(soft_wrap=True, highlight=False))
    if not any(trial.fires for trial in trials):
        sys.exit(EXIT_WRONG)


def try_days(watches: list[Watch], days: int, *, as_json: bool) -> None:
    """Print what watches would have sent in the last days."""
    settings, since = load_effective_settings(), clock.now() - timedelta(days=days)
    with open_configured_store() as store, watch_backtest.show_progress() as step:
        asked = BacktestRequest(watches, since)
        reports = run_backtest(store, settings.broker, asked, step)
    for report in reports:
        if as_json:
            echo(json.dumps(describe_report(report), ensure_ascii=False))
        else:
            watch_backtest.print_report(report, since.date(), days)


@contextmanager
def open_configured_store() -> Iterator[Store]:
    """The watches' store, of the settings or of what runs here."""
    with open_migrated_store(load_effective_settings(), "alert") as store:
        yield store


def find_missing_endpoints(watches: list[Watch]) -> list[str]:
    """The endpoints that watches deliver to and nobody has added."""
    named = list_endpoint_ids(watches)
    if not named:
        return []
    with (
        open_migrated_store(load_effective_settings(), "deliver") as store,
        read_transaction(store) as tx,
    ):
        return sorted(named - find_endpoints(tx, named).keys())


def read_watches(files: Paths, resolver: NameResolver) -> list[Watch]:
    """The watches of all files, and of the files of folders.

    Raises:
        Misconfigured: a folder holds none, or some are wrong; every mistake is a line
            `file:line: field: what to do`.
    """
    watches: list[Watch] = []
    mistakes: list[ValidationIssue] = []
    taken: dict[str, str] = {}
    for path in list_files(files):
        parsed = parse_watches(read_watch_file(path), str(path), resolver, taken)
        watches += parsed.watches
        mistakes += parsed.issues
        taken |= {one.id: str(path) for one in parsed.watches}
    if mistakes:
        counted = "1 mistake" if len(mistakes) == 1 else f"{len(mistakes)} mistakes"
        raise Misconfigured(
            "\n".join([f"nothing was taken in, for {counted}:", *map(str, mistakes)])
        )
    return watches


def list_files(places: Paths) -> Iterator[Path]:
    """The files, and the watch files of folders.

    Raises:
        Misconfigured: a folder can't be read, or holds no watch file.
    """
    for place in places:
        if not place.is_dir():
            yield place
            continue
        try:
            found = list_watch_files(place)
        except OSError as error:
            raise Misconfigured(f"{place}: {error.strerror}") from None
        if not found:
            raise Misconfigured(f"{place} holds no watch file ({', '.join(SUFFIXES)})")
        yield from found


def list_endpoint_ids(watches: list[Watch]) -> set[str]:
    """The endpoints that watches deliver to."""
    places = (place for one in watches for place in one.deliver)
    return {place.endpoint for place in places if isinstance(place, ToEndpoint)}


def refuse_unknown(watch_id: str) -> StoredWatch:
    """There is no such watch."""
    raise Misconfigured(f"there is no watch {watch_id!r}; see: pactwire watch list")


def name_keeper(stored: StoredWatch) -> str:
    """Who keeps a watch that no command keeps."""
    owner = find_owner(stored.origin)
    return f"{owner} over the API" if owner else f"the watch file {stored.origin}"


def describe_watch(stored: StoredWatch) -> dict[str, Any]:
    """A watch and how it is kept, as JSON."""
    return {
        "revision": stored.revision,
        "origin": stored.origin,
        "changed_at": stored.changed_at.isoformat(),
        "watch": stored.watch.document(),
    }


def format_row(stored: StoredWatch) -> tuple[str, ...]:
    """A watch as a row of the list."""
    asked = stored.watch
    kind = "changes" if asked.when.changed else "stories"
    places = [next(iter(place.model_dump().values())) for place in asked.deliver]
    state = kind if asked.enabled else f"{kind} (off)"
    return asked.id, asked.name, state, ", ".join(places), str(stored.revision), stored.origin
