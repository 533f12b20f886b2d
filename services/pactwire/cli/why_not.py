"""`pactwire why-not WATCH ARTICLE`: the first thing that stopped an alert."""

import json
import re
import sys
from pathlib import Path

import click

from pactwire.cli.context import load_effective_settings, open_stores
from pactwire.cli.effective_reference import load_effective_reference
from pactwire.cli.help_text import show_examples
from pactwire.cli.journeys import print_journey
from pactwire.cli.submissions import (
    STDIN,
    parse_entries,
    read_submissions,
    select_submissions,
)
from pactwire.cli.terminal import TerminalConsole, echo
from pactwire.cli.watch import refuse_unknown
from pactwire.cli.wiring.alert import prepared_store
from pactwire.desk.explanations import sort_farthest, trace_article
from pactwire.desk.hypotheses import Desk
from pactwire.desk.reading import read_hypothesis
from pactwire.desk.stores import DeskStores
from pactwire.domain.explaining import Journey, describe_journey
from pactwire.domain.intake import Submission
from pactwire.domain.reference import ReferenceData
from pactwire.edges import clock
from pactwire.edges.kafka.article_search import find_article
from pactwire.edges.store import Store, read_transaction, stored_watches
from pactwire.errors import InvalidEvent, Misconfigured
from pactwire.settings import BrokerSettings
from pactwire_schemas import Watch

MAX_TEXT = 1_000_000
ARTICLE_ID = re.compile(r"[0-9a-f]{6,32}")
STOPPED = 1


@click.command(
    "why-not",
    epilog=show_examples(
        "pactwire why-not coalition-changes 5be1c02a",
        "pactwire why-not coalition-changes article.txt",
        'pactwire why-not coalition-changes "Fiji has asked to join ASEAN."',
    ),
)
@click.argument("watch_id", metavar="WATCH")
@click.argument("article", metavar="ARTICLE|FILE|TEXT")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a story or claim.")
def why_not(watch_id: str, article: str, *, as_json: bool) -> None:
    """Show what stopped an article on its way to an alert of WATCH.

    ARTICLE is an article's id (how it begins will do) or address; its way is looked up. A FILE or
    a TEXT is read as if it came now; nothing is kept or sent. Exit code 1 when it was stopped.
    """
    settings, reference = load_effective_settings(), load_effective_reference()
    prepared_store(settings, reference).dispose()
    with open_stores(settings) as stores:
        watch = find_watch(stores.alert, watch_id)
        if is_known_by_name(article):
            journeys = trace_named(stores, settings.broker, watch, article)
        else:
            journeys = trace_texts(stores.alert, watch, read_texts(article), reference)
    print_journeys(sort_farthest(journeys), as_json=as_json)
    if any(journey.obstacle for journey in journeys):
        sys.exit(STOPPED)


def find_watch(store: Store, watch_id: str) -> Watch:
    """The stored watch; raises Misconfigured when there is none of that id."""
    with read_transaction(store) as tx:
        stored = stored_watches.find_watch(tx, watch_id) or refuse_unknown(watch_id)
    return stored.watch


def is_known_by_name(article: str) -> bool:
    """Whether it is an id or an address, neither a file nor a text."""
    is_address = article.startswith(("http://", "https://")) and " " not in article
    return not Path(article).is_file() and (bool(ARTICLE_ID.fullmatch(article)) or is_address)


def trace_named(
    stores: DeskStores, broker: BrokerSettings, watch: Watch, named: str
) -> list[Journey]:
    """The way of an article that has come."""
    enriched = find_article(broker, named)
    article_id = enriched.article.article_id if enriched else named
    return trace_article(stores, watch, article_id, enriched)


def read_texts(article: str) -> list[Submission]:
    """The articles of a file, or the text itself as one.

    Raises:
        Misconfigured: the file can't be read, or nothing in it is an article.
    """
    if Path(article).is_file():
        return read_submissions(Path(article), MAX_TEXT)
    return select_submissions(parse_entries(Path(STDIN), article.encode(), MAX_TEXT))


def trace_texts(
    store: Store, watch: Watch, submissions: list[Submission], reference: ReferenceData
) -> list[Journey]:
    """The way each article would take if it came now."""
    now = clock.now()
    desk = Desk(store, now, reference.complete_bodies)
    try:
        read = [read_hypothesis(one, reference, now) for one in submissions]
    except InvalidEvent as error:
        raise Misconfigured(str(error)) from None
    return [journey for one in read for journey in desk.trace_text(watch, one)]


def print_journeys(journeys: list[Journey], *, as_json: bool) -> None:
    """All journeys, for programs or people."""
    console = TerminalConsole(soft_wrap=True, highlight=False)
    for journey in journeys:
        if as_json:
            echo(json.dumps(describe_journey(journey), ensure_ascii=False))
        else:
            print_journey(journey, console)
