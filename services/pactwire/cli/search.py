"""`pactwire alerts`, `developments` and `articles`: lists of what came, newest first."""

import csv
import io
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time
from functools import reduce
from itertools import islice
from typing import Any, TypeVar

import click

from pactwire.cli.context import load_effective_settings
from pactwire.cli.effective_reference import load_effective_reference
from pactwire.cli.help_text import show_examples
from pactwire.cli.memberships import find_entity
from pactwire.cli.option_types import Day
from pactwire.cli.terminal import echo
from pactwire.cli.watch import open_configured_store
from pactwire.domain.ledger.exports import protect_cell
from pactwire.domain.watches import build_resolver
from pactwire.edges.kafka.article_search import list_articles
from pactwire.edges.store import read_transaction, search
from pactwire.edges.store.search import SearchFilter
from pactwire_schemas import Alert, Development, EnrichedArticle

Row = dict[str, str | None]
LIMIT = 20
E = TypeVar("E", Alert, Development, EnrichedArticle)


def search_options(command: Callable[..., None]) -> Callable[..., None]:
    """The options that all three lists share."""
    options = (
        click.option("--since", type=Day(), help="From this day on (UTC)."),
        click.option("--until", type=Day(), help="Before this day (UTC)."),
        click.option("--entity", metavar="NAME", help="Only what is about this country or body."),
        click.option("--limit", type=click.IntRange(min=1), default=LIMIT, show_default=True),
        click.option("--json", "as_json", is_flag=True, help="One whole event a line."),
        click.option("--csv", "as_csv", is_flag=True, help="As a table for spreadsheets."),
    )
    return reduce(lambda decorated, option: option(decorated), reversed(options), command)


@click.command(epilog=show_examples("pactwire alerts --watch ID --since 2026-01-01"))
@click.option("--watch", metavar="ID", help="Only alerts of this watch.")
@click.option("--kind", type=click.Choice(["mentioned", "changed"]), help="Only this kind.")
@click.option("--state", type=click.Choice(["alert", "update", "cancel"]), help="Only these.")
@search_options
def alerts(
    watch: str | None, kind: str | None, state: str | None, *, limit: int,
    as_json: bool, as_csv: bool, **asked: Any,
) -> None:  # fmt: skip
    """List alerts, newest first; `pactwire why` explains each."""
    wanted = build_filter(**asked, watch=watch, kind=kind, msg_type=state)
    with (
        open_configured_store() as store,
        read_transaction(store) as tx,
    ):
        found = list(islice(search.search_alerts(tx, wanted), limit))
    print_rows(found, list_alert_cells, as_json=as_json, as_csv=as_csv)


@click.command(epilog=show_examples("pactwire developments --entity SY --csv"))
@search_options
def developments(*, limit: int, as_json: bool, as_csv: bool, **asked: Any) -> None:
    """List what became known of memberships, newest first."""
    wanted = build_filter(**asked)
    with (
        open_configured_store() as store,
        read_transaction(store) as tx,
    ):
        found = list(islice(search.search_developments(tx, wanted), limit))
    print_rows(found, list_development_cells, as_json=as_json, as_csv=as_csv)


@click.command(epilog=show_examples('pactwire articles --text "foreign fighters" --entity SY'))
@click.option("--text", metavar="WORDS", help="Only articles with these words.")
@search_options
def articles(text: str | None, *, limit: int, as_json: bool, as_csv: bool, **asked: Any) -> None:
    """List the articles that news.enriched.v1 holds, newest first."""
    wanted = build_filter(**asked)
    broker = load_effective_settings().broker
    every = list_articles(broker, wanted.since, wanted.until, wanted.entity)
    found = [one for one in every if text is None or text.casefold() in one.article.text.casefold()]
    print_rows(found[:limit], list_article_cells, as_json=as_json, as_csv=as_csv)


def build_filter(
    since: date | None, until: date | None, entity: str | None, **columns: Any
) -> SearchFilter:
    """The filter of the options; raises Misconfigured for an entity that is unknown."""
    named = find_entity(entity, build_resolver(load_effective_reference())).id if entity else None
    return SearchFilter(begin_day(since), begin_day(until), entity=named, **columns)


def begin_day(day: date | None) -> datetime | None:
    """The first moment of a day in UTC."""
    return datetime.combine(day, time(), UTC) if day else None


def list_alert_cells(alert: Alert) -> Row:
    """An alert as a row."""
    return {
        "alerted_at": f"{alert.alerted_at:%Y-%m-%d %H:%M}",
        "alert": alert.alert_id,
        "watch": alert.watch.watch_id,
        "state": alert.msg_type,
        "severity": alert.severity,
        "headline": alert.headline,
        "url": alert.article.url,
    }


def list_development_cells(development: Development) -> Row:
    """A development as a row."""
    article = development.claim.article
    return {
        "occurred_at": f"{development.occurred_at:%Y-%m-%d %H:%M}",
        "development": development.development_id,
        "organisation": development.organisation.name,
        "member": development.member.name,
        "change": f"{development.action} {development.stage}",
        "reason": development.reason,
        "source": article.source.name,
        "url": article.url,
    }


def list_article_cells(enriched: EnrichedArticle) -> Row:
    """An article as a row."""
    article = enriched.article
    return {
        "received_at": f"{article.received_at:%Y-%m-%d %H:%M}",
        "article": article.article_id,
        "version": str(article.version),
        "claims": str(len(enriched.claims)),
        "source": article.source.name,
        "headline": article.headline or article.body[:60],
        "url": article.url,
    }


def print_rows(
    found: Iterable[E], cells: Callable[[E], Row], *, as_json: bool, as_csv: bool
) -> None:
    """The events as they are, as CSV, or in lines for people."""
    if as_json:
        for event in found:
            echo(event.model_dump_json(exclude_none=True))
        return
    rows = [cells(event) for event in found]
    if as_csv:
        click.echo(format_csv(rows), nl=False)
        return
    for row in rows:
        echo("  ".join(value for value in row.values() if value))
    if not rows:
        click.echo("there is nothing to list")


def format_csv(rows: list[Row]) -> str:
    """Rows as CSV with a head; a cell that a spreadsheet would run begins with an apostrophe."""
    written = io.StringIO()
    writer = csv.DictWriter(written, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    if rows:
        writer.writeheader()
    for row in rows:
        writer.writerow({name: protect_cell(value or "") for name, value in row.items()})
    return written.getvalue()
