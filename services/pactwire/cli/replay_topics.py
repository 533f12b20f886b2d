"""`pactwire replay --since DAY`: what the topics hold, read anew; and what to do with the diff."""

import json
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import click
from pydantic import ValidationError

from pactwire import __version__
from pactwire.alert.ledger_seed import read_initial_rows, read_opening_day
from pactwire.cli.context import load_effective_settings
from pactwire.cli.effective_reference import load_effective_reference
from pactwire.cli.search import begin_day
from pactwire.cli.terminal import echo
from pactwire.cli.watch import open_configured_store
from pactwire.desk.backtest import read_articles
from pactwire.domain.alerting.templates import VERBS
from pactwire.domain.backtesting import (
    Opening,
    ReplayDiff,
    Rereading,
    compare_readings,
    describe_diff,
)
from pactwire.domain.backtesting.rereading import Difference
from pactwire.domain.extraction.enrich import enrich
from pactwire.domain.reference import ReferenceData
from pactwire.domain.watches import MembershipSets
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.reader import load_reader
from pactwire.edges.store import ledgers, read_transaction, stored_watches
from pactwire.errors import Misconfigured
from pactwire.metrics import Metrics
from pactwire.settings import LEDGER_OPENS
from pactwire_schemas import CLAIMS, Alert, Development, MembershipClaim

CONFIRM_SECONDS = 60
NOTHING_NEW = "read anew, the topics say the same"


def replay_topics(since: date, written: Path | None, *, as_json: bool) -> None:
    """Read what the topics hold with today's rules, and print what would be said otherwise.

    The ledger opens as it did, and everything before `since` is read too, so that what is known
    by then is known here. Nothing is stored or sent.
    """
    reference = load_effective_reference()
    diff = read_anew(since, reference)
    if written:
        write_promotion(diff, written)
    if as_json:
        echo(json.dumps(describe_diff(diff), ensure_ascii=False))
    else:
        print_diff(diff)


def read_anew(since: date, reference: ReferenceData) -> ReplayDiff:
    """The diff between the readings of then and of now."""
    opening = load_opening(reference)
    then, now, installed = Rereading(opening), Rereading(opening), load_reader()
    articles = read_articles(load_effective_settings().broker, None)
    with click.progressbar(articles, label="reading", file=sys.stderr) as bar:
        for enriched in bar:
            then.add(enriched)
            now.add(enrich(enriched.article, reference, installed))
    then.finish()
    now.finish()
    moment = begin_day(since)
    assert moment is not None  # noqa: S101  a day has a first moment
    return compare_readings(then, now, moment)


def load_opening(reference: ReferenceData) -> Opening:
    """The ledger as it opened, and the watches in force."""
    with open_configured_store() as store:
        day = read_opening_day(store) or LEDGER_OPENS
        with read_transaction(store) as tx:
            watches = [one.watch for one in stored_watches.list_watches(tx) if one.watch.enabled]
            sets = MembershipSets(ledgers.list_present_members(tx))
    rows = read_initial_rows(reference, day)
    return Opening(rows, reference.complete_bodies, watches, sets)


def write_promotion(diff: ReplayDiff, file: Path) -> None:
    """Write the claims that would bring the ledger to the new reading, a line each."""
    lines = [claim.model_dump_json(exclude_none=True) + "\n" for claim in diff.list_promoted()]
    file.write_text("".join(lines), "utf-8")
    click.echo(
        f"{len(lines)} claims written; publish them: pactwire replay --promote {file}", err=True
    )


def promote(file: Path) -> None:
    """Publish the claims of a file, so that the running ledger judges them.

    Raises:
        Misconfigured: the file can't be read, or a line of it is no claim.
        Retryable: no broker answers.
    """
    claims = read_promotion(file)
    producer = EventProducer(
        load_effective_settings().broker, "replay", Metrics("replay", __version__)
    )
    try:
        for confirmed in [producer.publish(CLAIMS, claim) for claim in claims]:
            confirmed.result(CONFIRM_SECONDS)
    finally:
        producer.close()
    click.echo(f"{len(claims)} claims published; what follows from them is on its way")


def read_promotion(file: Path) -> list[MembershipClaim]:
    """The claims of a file; raises Misconfigured with the line that is none."""
    try:
        lines = file.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Misconfigured(f"{file} can't be read: {error}") from None
    found: list[MembershipClaim] = []
    for number, line in enumerate(lines, start=1):
        try:
            found.append(MembershipClaim.model_validate_json(line))
        except ValidationError:
            raise Misconfigured(f"{file}, line {number}: this is no claim") from None
    return found


def print_diff(diff: ReplayDiff) -> None:
    """The diff for people: a line for each thing, with its sign."""
    if diff.is_empty:
        click.echo(NOTHING_NEW)
    print_part("claims", diff.claims)
    print_part("developments", diff.developments)
    print_part("alerts", diff.alerts)


def print_part(
    name: str,
    part: Difference[MembershipClaim] | Difference[Development] | Difference[Alert],
) -> None:
    """What appears, vanishes or changes of one kind."""
    if part.is_empty:
        return
    counts = len(part.appeared), len(part.vanished), len(part.changed)
    click.echo("{}: {} appear, {} vanish, {} change".format(name, *counts))
    print_lines("+", part.appeared)
    print_lines("-", part.vanished)
    print_lines("~", (now for _, now in part.changed))


def print_lines(sign: str, events: Iterable[MembershipClaim | Development | Alert]) -> None:
    """A line for each."""
    for one in events:
        echo(f"  {sign} {format_event(one)}")


def format_event(event: MembershipClaim | Development | Alert) -> str:
    """What was said, in a line."""
    if isinstance(event, Alert):
        return f"{event.watch.watch_id}: {event.headline}"
    verb = VERBS[event.action, event.stage]
    return f"{event.member.name} {verb} {event.organisation.name}"
