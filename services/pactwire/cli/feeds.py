"""`pactwire feeds`: which feeds are polled and how that went; add, remove, and poll one now."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from pactwire.cli.change_log import log_change
from pactwire.cli.context import load_effective_settings, open_migrated_store
from pactwire.cli.feeds_view import format_result, print_feeds
from pactwire.cli.help_text import SentenceGroup, show_examples
from pactwire.cli.submissions import read_bytes
from pactwire.cli.terminal import echo
from pactwire.desk.feeds import (
    FollowedFeed,
    describe_feed,
    identify_feed,
    list_followed,
    remove_feeds,
    save_feeds,
    to_settings,
)
from pactwire.domain.intake.feed_address import (
    is_feed_address,
    mask_feed_address,
    parse_feed_address,
)
from pactwire.domain.intake.opml import ListedFeed, read_opml, write_opml
from pactwire.edges import clock
from pactwire.edges.store import (
    Store,
    Transaction,
    feed_subscriptions,
    read_transaction,
    write_transaction,
)
from pactwire.errors import InvalidEvent, Misconfigured
from pactwire.settings import FeedSettings, Settings

EXIT_WRONG = 1
LOOK_INTERVAL = 0.3
"""Seconds between looks whether a poll has ended."""

json_option = click.option("--json", "as_json", is_flag=True, help="One feed a line, for programs.")


@click.group(cls=SentenceGroup, epilog=show_examples("pactwire feeds add https://example.org/rss"))
def feeds() -> None:
    """List, add, remove and poll feeds: RSS, Atom and JSON Feed, and lists of them as OPML."""


@contextmanager
def open_settings_and_store() -> Iterator[tuple[Settings, Store]]:
    """The settings and the store they name, with its tables."""
    settings = load_effective_settings()
    with open_migrated_store(settings, "ingest") as store:
        yield settings, store


@feeds.command(
    "list", epilog=show_examples("pactwire feeds list", "pactwire feeds list --opml > feeds.opml")
)
@json_option
@click.option("--opml", is_flag=True, help="As OPML; it holds the whole addresses, keys too.")
def list_(*, as_json: bool, opml: bool) -> None:
    """Show every feed, and how its last poll ended."""
    with open_settings_and_store() as (settings, store):
        followed = load_followed(settings, store)
    if opml:
        click.echo(write_opml(to_listed(one.feed) for one in followed), nl=False)
    elif as_json:
        for one in followed:
            echo(json.dumps(describe_feed(one), ensure_ascii=False))
    elif followed:
        print_feeds(followed)
    else:
        click.echo("there are no feeds; add one: pactwire feeds add https://... or a list in OPML")


@feeds.command(
    epilog=show_examples(
        "pactwire feeds add https://example.org/rss --name 'The Paper'",
        "pactwire feeds add subscriptions.opml",
    )
)
@click.argument("places", nargs=-1, required=True, metavar="URL|FILE...")
@click.option("--name", help="Name of the source; the feed's own title when left out.")
@click.option("--interval", type=float, help="Seconds between polls; 300 when left out.")
@click.option("--tier", type=click.IntRange(1, 5), help="Rank of the source, 1 the highest.")
@click.option("--owner", help="Who owns the source; sources of one owner count once.")
@click.option("--language", help="For entries that name none (BCP 47).")
@json_option
def add(places: tuple[str, ...], *, as_json: bool, **given: Any) -> None:
    """Add feeds by address, or all of an OPML list (- is standard input); polled at once.

    One that is there already is changed. Exit code 1 when some of a list were left out.
    """
    if given["name"] and len(places) > 1:
        raise Misconfigured("--name is for one feed")
    listed, left_out = read_places(places)
    chosen = {name: value for name, value in given.items() if value is not None}
    wanted = [to_settings(one, chosen) for one in listed]
    with open_settings_and_store() as (settings, store), write_transaction(store) as tx:
        outcomes = save_feeds(settings.ingest.feeds, tx, wanted, clock.now())
        log_saved(tx, wanted, outcomes)
    for feed, outcome in zip(wanted, outcomes, strict=True):
        print_saved(feed, outcome, as_json=as_json)
    for reason in left_out:
        echo(f"left out {reason}", err=True)
    sys.exit(EXIT_WRONG if left_out else 0)


def log_saved(tx: Transaction, feeds: list[FeedSettings], outcomes: list[str]) -> None:
    """Log the feeds that were added or changed."""
    for feed, outcome in zip(feeds, outcomes, strict=True):
        if outcome in {"added", "changed"}:
            log_change(tx, f"feed.{outcome}", identify_feed(feed), "ingest")


def print_saved(feed: FeedSettings, outcome: str, *, as_json: bool) -> None:
    """What became of a feed that was to be added."""
    shown = mask_feed_address(str(feed.url))
    report = {"url": shown, "name": feed.name, "outcome": outcome}
    echo(json.dumps(report) if as_json else f"{outcome} {feed.name or ''} {shown}")


@feeds.command(epilog=show_examples("pactwire feeds remove https://example.org/rss"))
@click.argument("which", nargs=-1, required=True, metavar="NAME|URL...")
@json_option
def remove(which: tuple[str, ...], *, as_json: bool) -> None:
    """Poll feeds no more; what they brought stays."""
    with open_settings_and_store() as (settings, store):
        chosen = select_feeds(load_followed(settings, store), which)
        with write_transaction(store) as tx:
            remove_feeds(tx, chosen)
            for one in chosen:
                log_change(tx, "feed.removed", one.feed_id, "ingest")
    for one in chosen:
        report = {"url": mask_feed_address(one.url), "removed": True}
        echo(json.dumps(report) if as_json else f"removed {one.label}")


@feeds.command(epilog=show_examples("pactwire feeds poll", "pactwire feeds poll 'The Paper'"))
@click.argument("which", nargs=-1, metavar="[NAME|URL]...")
@click.option("--timeout", type=float, default=60, show_default=True, help="Seconds to wait.")
@json_option
def poll(which: tuple[str, ...], timeout: float, *, as_json: bool) -> None:
    """Let the running ingest service poll feeds now (all by default), and say what came of it.

    Exit code 1 when a poll failed, or no service took it up in time.
    """
    with open_settings_and_store() as (settings, store):
        chosen = select_feeds(load_followed(settings, store), which)
        numbers = request_polls(store, chosen)
        ended = list(await_polls(store, chosen, numbers, timeout, as_json=as_json))
    silent = [one for one in chosen if one.url not in {done.url for done in ended}]
    for one in silent:
        echo(f"{one.label}: no ingest service polled it within {timeout:g} s", err=True)
    if silent:
        click.echo("is one running? `pactwire up` starts it", err=True)
    sys.exit(EXIT_WRONG if silent or any(one.poll.why for one in ended) else 0)


def request_polls(store: Store, chosen: list[FollowedFeed]) -> dict[str, int]:
    """Ask for a poll of each feed; gives the number of each request."""
    with write_transaction(store) as tx:
        for one in chosen:
            log_change(tx, "feed.polled", one.feed_id, "ingest")
        return feed_subscriptions.request_polls(tx, [one.url for one in chosen])


def print_poll(one: FollowedFeed, *, as_json: bool) -> None:
    """How a poll ended, and what was left out of the feed."""
    if as_json:
        echo(json.dumps(describe_feed(one), ensure_ascii=False))
        return
    echo(f"{one.label}: {format_result(one.poll)}")
    for reason in one.poll.left_out:
        echo(f"  left out: {reason}")


def await_polls(
    store: Store,
    chosen: list[FollowedFeed],
    numbers: dict[str, int],
    timeout: float,
    *,
    as_json: bool,
) -> Iterator[FollowedFeed]:
    """Print each feed when its request is answered, until all are or the time is over."""
    waiting = {one.url: one for one in chosen}
    deadline = clock.monotonic() + timeout
    while waiting and clock.monotonic() < deadline:
        with read_transaction(store) as tx:
            polls = feed_subscriptions.list_polls(tx)
        ended = [url for url in waiting if polls[url].answered >= numbers[url]]
        for url in ended:
            one = waiting.pop(url)._replace(poll=polls[url])
            print_poll(one, as_json=as_json)
            yield one
        if not ended:
            time.sleep(LOOK_INTERVAL)


def load_followed(settings: Settings, store: Store) -> list[FollowedFeed]:
    """The feeds of the settings, then those added by command or through the API."""
    with read_transaction(store) as tx:
        return list_followed(settings.ingest.feeds, tx)


def select_feeds(followed: list[FollowedFeed], which: tuple[str, ...]) -> list[FollowedFeed]:
    """The feeds of these names or addresses, all when none is named.

    Raises:
        Misconfigured: there are none, or one of them isn't there.
    """
    if not followed:
        raise Misconfigured("there are no feeds; add one: pactwire feeds add https://...")
    chosen: list[FollowedFeed] = []
    for word in which:
        found = [one for one in followed if word in names_of(one)]
        if not found:
            raise Misconfigured(f"there is no feed {word!r}; see: pactwire feeds list")
        chosen += [one for one in found if one not in chosen]
    return chosen if which else followed


def names_of(one: FollowedFeed) -> set[str | None]:
    """What a feed may be called by: with or without the slash that ends an address."""
    return {one.url, one.url.rstrip("/"), mask_feed_address(one.url), one.feed.name}


def read_places(places: tuple[str, ...]) -> tuple[list[ListedFeed], list[str]]:
    """The feeds of all addresses and files, and why others were left out."""
    found = [read_place(place) for place in places]
    return [one for feeds, _ in found for one in feeds], [one for _, out in found for one in out]


def read_place(place: str) -> tuple[list[ListedFeed], list[str]]:
    """The feeds of an address or an OPML file, and why others were left out.

    Raises:
        Misconfigured: it is neither.
    """
    try:
        if is_feed_address(place):
            return [ListedFeed(parse_feed_address(place))], []
        found = read_opml(read_bytes(Path(place)))
    except InvalidEvent as error:
        raise Misconfigured(f"{place}: {error}") from None
    return list(found.feeds), list(found.left_out)


def to_listed(feed: FeedSettings) -> ListedFeed:
    """The feed as a list has it."""
    values = feed.model_dump(exclude={"url"})
    return ListedFeed(url=str(feed.url), **values)
