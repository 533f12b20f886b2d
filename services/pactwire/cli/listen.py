"""`pactwire listen`: alerts as they come, for people or as NDJSON."""

import contextlib
import itertools
from collections.abc import Iterable, Iterator
from datetime import datetime

import click
from rich.text import Text

from pactwire.cli.context import load_effective_settings
from pactwire.cli.help_text import show_examples
from pactwire.cli.terminal import TerminalConsole, echo
from pactwire.domain.alerting.matches import notified_of
from pactwire.edges.kafka.topic_consumer import TopicRecord, read_batches, read_records
from pactwire.errors import Misconfigured
from pactwire.settings import BrokerSettings
from pactwire_schemas import ALERTS, Alert, NotOfThisTopic, alerts_topic
from pactwire_schemas.topics import Topic

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
    """Print alerts as they come, until Ctrl-C.

    What is there already comes in order of time. A development that several watches ask for is
    printed once, with their names; --json gives each alert as it is.
    """
    console = TerminalConsole(soft_wrap=True)
    printed: set[str] = set()
    alerts = follow_alerts(topic, watch_id, from_beginning=from_beginning)
    with contextlib.suppress(KeyboardInterrupt):
        for alert in itertools.islice(alerts, count):
            if as_json:
                echo(alert.model_dump_json(exclude_none=True))
            elif notified_of(alert) in printed:
                console.print(format_repeat(alert), highlight=False)
            else:
                console.print(format_alert(alert), highlight=False)
            printed.add(notified_of(alert))


def follow_alerts(
    topic: str | None, watch_id: str | None, *, from_beginning: bool
) -> Iterator[Alert]:
    """The alerts of a topic and watch, each once; other records are reported on standard error."""
    seen: set[str] = set()
    read_from = alerts_topic(topic) if topic else ALERTS
    broker = load_effective_settings().broker
    for batch in read_topic(broker, read_from.name, from_beginning=from_beginning):
        for alert in sorted(decode_alerts(read_from, batch), key=get_moment):
            if watch_id in (None, alert.watch.watch_id) and alert.alert_id not in seen:
                seen.add(alert.alert_id)
                yield alert
    raise Misconfigured(f"the broker has no topic {read_from.name}; see `pactwire topics list`")


def read_topic(
    broker: BrokerSettings, name: str, *, from_beginning: bool
) -> Iterator[list[TopicRecord]]:
    """The records of a topic as they come; from the beginning, the first batch is what is there."""
    if from_beginning:
        yield from read_batches(broker, (name,), never_stop)
    else:
        yield from ([record] for record in read_records(broker, (name,), "end", never_stop))


def decode_alerts(topic: Topic[Alert], records: Iterable[TopicRecord]) -> Iterator[Alert]:
    """The alerts; records that are none are reported on standard error."""
    for record in records:
        try:
            if why := record.unreadable:
                raise NotOfThisTopic(f"the batch can't be read: {why}")
            yield topic.decode(record.value, record.headers)
        except NotOfThisTopic as reason:
            position = f"{record.topic} {record.partition}:{record.offset}"
            echo(f"pactwire: left out {position}: {reason}", err=True)


def get_moment(alert: Alert) -> datetime:
    """When the alert was made."""
    return alert.alerted_at


def never_stop() -> bool:
    """Follow without end."""
    return False


def format_repeat(alert: Alert) -> Text:
    """That a further watch asks for what was printed already."""
    return Text(f"         also: watch {alert.watch.watch_id}; {alert.alert_id}", style="dim")


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
