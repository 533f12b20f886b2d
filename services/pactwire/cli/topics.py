"""`pactwire topics`: make the declared topics, list what is there, say what differs."""

import json
import sys
from dataclasses import asdict
from typing import Any

import click
from rich.table import Table

from pactwire.cli.context import load_effective_settings
from pactwire.cli.help_text import SentenceGroup, show_examples
from pactwire.cli.reset_offsets import reset
from pactwire.cli.terminal import TerminalConsole
from pactwire.edges.kafka import topics as kafka_topics
from pactwire_schemas import TOPICS

EXIT_WRONG = 1


def extra_option(command: Any) -> Any:
    """The option for topics of watches."""
    return click.option(
        "--extra",
        multiple=True,
        metavar="alerts.NAME",
        help="Also a topic that watches route to; may be given again.",
    )(command)


def json_option(command: Any) -> Any:
    """The option for programs."""
    return click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")(command)


@click.group(cls=SentenceGroup, epilog=show_examples("pactwire topics create"))
def topics() -> None:
    """Make, list and check the broker's topics; set a group's offsets anew."""


topics.add_command(reset)


@topics.command(epilog=show_examples("pactwire topics create --extra alerts.desk"))
@extra_option
@json_option
def create(extra: tuple[str, ...], *, as_json: bool) -> None:
    """Make the topics that are missing; leave the others as they are."""
    report = kafka_topics.ensure_topics(load_effective_settings().broker, extra)
    if as_json:
        click.echo(json.dumps(asdict(report)))
        return
    for name in report.created:
        click.echo(f"made     {name}")
    click.echo(f"{len(report.created)} made, {len(report.present)} there already")


@topics.command("list", epilog=show_examples("pactwire topics list --json"))
@json_option
def list_topics(*, as_json: bool) -> None:
    """List the topics with their partitions and the records they hold now."""
    found = kafka_topics.list_topics(load_effective_settings().broker)
    if as_json:
        click.echo(json.dumps([asdict(row) for row in found], indent=2))
        return
    known = {topic.name: topic for topic in TOPICS}
    table = Table(box=None, pad_edge=False)
    for name in ("topic", "partitions", "records", "key", "written by"):
        right = name in {"partitions", "records"}
        table.add_column(name, justify="right" if right else "left", no_wrap=name == "topic")
    for row in found:
        topic = known.get(row.name)
        table.add_row(
            row.name, str(row.partitions), str(row.records),
            topic.key_is if topic else "", ", ".join(topic.writers) if topic else "",
        )  # fmt: skip
    TerminalConsole().print(table)


@topics.command(epilog=show_examples("pactwire topics check"))
@extra_option
@json_option
def check(extra: tuple[str, ...], *, as_json: bool) -> None:
    """Compare the broker's topics with their declarations; exit 1 when they differ."""
    differences = kafka_topics.find_differences(load_effective_settings().broker, extra)
    if as_json:
        click.echo(json.dumps([asdict(row) for row in differences], indent=2))
    elif not differences:
        click.echo("every topic is as declared")
    for row in [] if as_json else differences:
        click.echo(f"{row.topic}: {row.reason} is {row.found}, declared is {row.declared}")
    if any(row.reason == "missing" for row in differences) and not as_json:
        click.echo("`pactwire topics create` makes what is missing")
    sys.exit(EXIT_WRONG if differences else 0)
