"""`pactwire listen`: alerts as they come, for people or as NDJSON."""

import contextlib
from collections.abc import Iterator
from typing import Literal

import click
from rich.text import Text

from pactwire.cli.context import load_effective_settings
from pactwire.cli.help_text import show_examples
from pactwire.cli.terminal import TerminalConsole, echo
from pactwire.edges.kafka.topic_consumer import read_records
from pactwire.errors import Misconfigured
from pactwire_schemas import ALERTS, Alert, NotOfThisTopic, alerts_topic

COLOURS = {"high": "bold red", "medium": "yellow", "low": "cyan"}


@click.command(
    epilog=show_examples(
        "pactwire listen --from-beginning --count 10", "pactwire listen --watch ID --json"
    )
)
@click.option("--watch", "watch_id", metavar="ID", help="Only the alerts of this watch.")
@click.option("--topic", metavar="T", help="A routed topic, alerts.<name>, instead of all alerts.")
@click.option("--json", "as_json", is_flag=True, help="One alert a line (NDJSON), for programs.")
@click.option("--from-beginning", is_flag=True, help="Also what is on the topic already.")
@click.option("--count", type=click.IntRange(min=1), help="Stop after so many alerts.")
def listen(
    watch_id: str | None,
    topic: str | None,
    *,
    as_json: bool,
    from_beginning: bool,
    count: int | None,
) -> None:
    """Print alerts as they come, until Ctrl-C."""
    console = TerminalConsole(soft_wrap=True)
    left = count
    with contextlib.suppress(KeyboardInterrupt):
        for alert in follow_alerts(topic, watch_id, from_beginning=from_beginning):
            if as_json:
                echo(alert.model_dump_json(exclude_none=True))
            else:
                console.print(format_alert(alert), highlight=False)
            left = left - 1 if left else None
            if left == 0:
                return


def follow_alerts(
    topic: str | None, watch_id: str | None, *, from_beginning: bool
) -> Iterator[Alert]:
    """The alerts of a topic and watch, each once; other records are reported on standard error."""
    seen: set[str] = set()
    read_from = alerts_topic(topic) if topic else ALERTS
    start: Literal["beginning", "end"] = "beginning" if from_beginning else "end"
    for record in read_records(
        load_effective_settings().broker, (read_from.name,), start, never_stop
    ):
        try:
            alert = read_from.decode(record.value, record.headers)
        except NotOfThisTopic as reason:
            position = f"{record.topic} {record.partition}:{record.offset}"
            echo(f"pactwire: left out {position}: {reason}", err=True)
            continue
        if watch_id in (None, alert.watch.watch_id) and alert.alert_id not in seen:
            seen.add(alert.alert_id)
            yield alert
    raise Misconfigured(f"the broker has no topic {read_from.name}; see `pactwire topics list`")


def never_stop() -> bool:
    """Follow without end."""
    return False


def format_alert(alert: Alert) -> Text:
    """An alert as a person reads it: what, how sure, the words, and why it came."""
    text = Text()
    text.append(f"{alert.alerted_at:%H:%M:%S} ", style="dim")
    text.append(f"{alert.severity.upper():<6} ", style=COLOURS[alert.severity])
    text.append(f"{alert.headline}\n", style="bold")
    text.append(f"         {alert.summary}\n")
    for quote in alert.evidence[:3]:
        text.append(f"         “{quote.quote}”", style="italic")
        text.append(f" {quote.source} {quote.url or ''}\n", style="dim")
    reason = f"{alert.reason}; watch {alert.watch.watch_id}"
    rule = f"; rule {alert.why.rule}" if alert.why.rule else ""
    text.append(f"         why: {reason}{rule}; {alert.alert_id}\n", style="dim")
    return text
