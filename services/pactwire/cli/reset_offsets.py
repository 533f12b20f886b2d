"""`pactwire topics reset`: the offsets of a consumer group set anew."""

import json
from dataclasses import asdict
from datetime import UTC, date, datetime, time

import click

from pactwire.cli.context import load_effective_settings
from pactwire.cli.help_text import show_examples
from pactwire.cli.service_help import STAGES
from pactwire.edges.kafka import group_offsets
from pactwire.edges.kafka.group_offsets import OffsetChange, ResetTarget

TOPIC_OF_STAGE = {
    stage: topic.name for stages in STAGES.values() for stage, topic in stages.items()
}

ENDS: dict[str, ResetTarget] = {"earliest": "earliest", "latest": "latest"}


@click.command(
    "reset",
    epilog=show_examples(
        "pactwire topics reset enrich --to earliest --dry-run",
        "pactwire topics reset alert.ledger --to 2026-03-01T12:00Z",
    ),
)
@click.argument("group")
@click.option("--to", required=True, metavar="earliest|latest|TIME", help="Where it goes on.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def reset(group: str, to: str, *, dry_run: bool, as_json: bool) -> None:
    """Set the offsets of a stage's consumer group anew, after its topic was made anew.

    GROUP is a stage (enrich, alert.ledger, alert.match, alert.match.changes, alert.notify,
    deliver) or its whole name with the prefix. Its services must not run. What is read again is
    told once all the same; what is passed over is lost to the group.
    """
    broker = load_effective_settings().broker
    stage = find_stage(group, broker.client_prefix)
    name = f"{broker.client_prefix}.{stage}"
    changes = group_offsets.reset_offsets(
        broker, name, TOPIC_OF_STAGE[stage], parse_target(to), dry_run=dry_run
    )
    if as_json:
        report = {"group": name, "dry_run": dry_run, "partitions": [asdict(one) for one in changes]}
        click.echo(json.dumps(report))
        return
    for one in changes:
        click.echo(describe_change(one))
    click.echo(f"{'would set' if dry_run else 'set'} {len(changes)} partitions of {name}")


def find_stage(group: str, prefix: str) -> str:
    """The stage of a group's name, with or without the prefix."""
    stage = group.removeprefix(f"{prefix}.")
    if stage not in TOPIC_OF_STAGE:
        raise click.UsageError(f"there is no group {group}; there are {', '.join(TOPIC_OF_STAGE)}")
    return stage


def parse_target(to: str) -> ResetTarget:
    """An end of the topic, or a moment; a day begins at midnight UTC."""
    if to in ENDS:
        return ENDS[to]
    try:
        if len(to) == len("2026-03-01"):
            return datetime.combine(date.fromisoformat(to), time(), UTC)
        moment = datetime.fromisoformat(to)
        if moment.timestamp() < 0:
            raise ValueError(to)
    except (ValueError, OverflowError):
        raise click.UsageError(
            f"--to {to}: give earliest, latest, or a time such as 2026-03-01T12:00Z"
        ) from None
    if moment.tzinfo is None:
        raise click.UsageError(f"--to {to}: give its time zone too, such as {to}Z")
    return moment


def describe_change(change: OffsetChange) -> str:
    """A partition on one line."""
    before = "no offset" if change.before is None else str(change.before)
    effects = {"passed over": change.passed_over, "again": change.again}
    what = ", ".join(f"{count:,} {name}" for name, count in effects.items() if count)
    line = f"{change.topic}/{change.partition}: {before} -> {change.after}"
    return f"{line}  ({what})" if what else line
