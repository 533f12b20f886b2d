"""`pactwire dead`: dead letters, listed, shown, published again or dropped."""

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

import click

from pactwire import __version__
from pactwire.cli.context import load_effective_settings
from pactwire.cli.help_text import SentenceGroup, show_examples
from pactwire.cli.terminal import echo
from pactwire.edges.kafka import dlq
from pactwire.edges.kafka.producer import EventProducer
from pactwire.edges.kafka.topic_consumer import TopicRecord
from pactwire.errors import PactwireError
from pactwire.metrics import Metrics
from pactwire.settings import BrokerSettings

topic_option = click.option(
    "--topic", help="Only dead letters of this topic, e.g. news.articles.v1."
)
json_option = click.option("--json", "as_json", is_flag=True, help="One JSON value a line.")
every_option = click.option("--every", is_flag=True, help="All open dead letters (of --topic).")

HEAD_BYTES = 200
"""Bytes of the content `show` prints."""


@click.group(cls=SentenceGroup, epilog=show_examples("pactwire dead list"))
def dead() -> None:
    """Look at dead letters, publish them again, or drop them."""


@dead.command("list", epilog=show_examples("pactwire dead list --topic news.articles.v1"))
@topic_option
@click.option("--all", "settled", is_flag=True, help="Replayed and dropped ones too.")
@json_option
def list_dead_letters(topic: str | None, *, settled: bool, as_json: bool) -> None:
    """Show what is there, oldest first."""
    found = dlq.list_dead_letters(load_effective_settings().broker, topic, include_resolved=settled)
    for dead_letter in found:
        click.echo(
            json.dumps({"id": dead_letter.id, **asdict(dead_letter)})
            if as_json
            else format_line(dead_letter)
        )
    if not as_json:
        click.echo(f"{len(found)} dead letters" if found else "no dead letters")


@dead.command(epilog=show_examples("pactwire dead show ID --raw"))
@click.argument("dead_letter")
@click.option("--raw", is_flag=True, help="Write the content as it is, byte for byte.")
@json_option
def show(dead_letter: str, *, raw: bool, as_json: bool) -> None:
    """Show one dead letter: where it was, why it is here, and the head of its content."""
    record = dlq.fetch_dead_letter(load_effective_settings().broker, dead_letter)
    if raw:
        sys.stdout.buffer.write(record.value or b"")
        return
    description = describe_record(record)
    if as_json:
        click.echo(json.dumps(description))
        return
    for name, value in description.items():
        echo(f"{name:12} {json.dumps(value, ensure_ascii=False)}")


@dead.command(epilog=show_examples("pactwire dead replay --every --topic news.articles.v1"))
@click.argument("dead_letters", nargs=-1)
@topic_option
@every_option
@json_option
def replay(dead_letters: tuple[str, ...], topic: str | None, *, every: bool, as_json: bool) -> None:
    """Publish dead letters to the topic they came from, as they were; at most five times each."""
    with open_producer() as (broker, producer):
        results = apply_to_each(
            select_records(broker, dead_letters, topic, every=every),
            lambda record: {"replayed": dlq.replay_dead_letter(producer, record)},
        )
        print_results(results, "replayed", as_json=as_json)


@dead.command(epilog=show_examples("pactwire dead drop ID"))
@click.argument("dead_letters", nargs=-1)
@topic_option
@every_option
@json_option
def drop(dead_letters: tuple[str, ...], topic: str | None, *, every: bool, as_json: bool) -> None:
    """Mark dead letters as done with: `list` no longer shows them.

    The record itself goes with the retention of the dead-letter topic, 14 days.
    """

    def mark_dropped(record: TopicRecord) -> dict[str, Any]:
        dlq.resolve_dead_letter(producer, record, "dropped")
        return {"dropped": True}

    with open_producer() as (broker, producer):
        print_results(
            apply_to_each(select_records(broker, dead_letters, topic, every=every), mark_dropped),
            "dropped",
            as_json=as_json,
        )


def select_records(
    broker: BrokerSettings, ids: tuple[str, ...], topic: str | None, *, every: bool
) -> Iterator[TopicRecord]:
    """The records asked for; naming none, or some and all, is a misuse."""
    if bool(ids) == every:
        raise click.UsageError("name dead letters, or give --every")
    return dlq.select_dead_letters(broker, ids, topic, select_all=every)


def apply_to_each(
    records: Iterator[TopicRecord], act: Callable[[TopicRecord], dict[str, Any]]
) -> Any:
    """Act on each record; one that fails gives its error, and the others go on."""
    for record in records:
        name = dlq.summarise(record).id
        try:
            yield {"id": name, **act(record)}
        except PactwireError as error:
            yield {"id": name, "error": str(error)}


def print_results(results: Iterator[dict[str, Any]], verb: str, *, as_json: bool) -> None:
    """Print each result; exit 1 when one failed."""
    failed = 0
    for result in results:
        failed += "error" in result
        text = f"{result['id']}  {result.get('error', verb)}"
        echo(json.dumps(result) if as_json else text)
    if failed:
        sys.exit(1)


@contextmanager
def open_producer() -> Iterator[tuple[BrokerSettings, EventProducer]]:
    """The broker's settings and a producer, closed again."""
    broker = load_effective_settings().broker
    producer = EventProducer(broker, "dead", Metrics("dead", __version__))
    try:
        yield broker, producer
    finally:
        producer.close()


def format_line(dead_letter: dlq.DeadLetter) -> str:
    """A dead letter on one line, whatever its headers hold."""
    state = "" if dead_letter.state == "open" else f"  [{dead_letter.state}]"
    failure = f"{dead_letter.stage}: {dead_letter.error}: {dead_letter.message}"
    text = f"{dead_letter.id}  {dead_letter.failed_at}  {failure}"
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in text + state)


def describe_record(record: TopicRecord) -> dict[str, Any]:
    """A dead letter for reading; content that is not UTF-8 shows replacement signs."""
    dead_letter = dlq.summarise(record)
    description = {"id": dead_letter.id, **asdict(dead_letter)}
    del description["state"]
    description["key"] = (
        None if record.key is None else record.key.decode("utf-8", "backslashreplace")
    )
    description["headers"] = dlq.decode_headers(record.headers)
    description["head"] = (record.value or b"")[:HEAD_BYTES].decode("utf-8", "backslashreplace")
    return description
