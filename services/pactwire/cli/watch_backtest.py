"""How a back-test looks in a terminal: a bar a day, what became of the rest, and samples."""

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import click

from pactwire.cli.terminal import echo
from pactwire.domain.backtesting import WatchReport

BARS = " ▁▂▃▄▅▆▇█"
EVENTS_A_STEP = 500
"""Events between two changes of the progress line."""


@contextmanager
def show_progress() -> Iterator[Callable[[], object]]:
    """A count of the events that were read, on standard error when that is a terminal."""
    count = 0

    def step() -> None:
        nonlocal count
        count += 1
        if count % EVENTS_A_STEP == 0 and sys.stderr.isatty():
            click.echo(f"\r{count:,} events read", nl=False, err=True)

    yield step
    if count and sys.stderr.isatty():
        click.echo(f"\r{count:,} events read", err=True)


def print_report(report: WatchReport, since: date, days: int) -> None:
    """What a watch would have sent, for people."""
    weekly = report.messages * 7 / days
    echo(f"{report.watch.id}: {report.messages} messages in {days} days ({weekly:.1f} a week)")
    echo(f"  {draw_days(report.per_day, since, days)}  from {since}, a bar a day")
    for line in list_remarks(report):
        echo(f"  {line}")
    for sample in report.samples:
        echo(f"  {sample.alerted_at:%Y-%m-%d %H:%M}  {sample.headline}")


def list_remarks(report: WatchReport) -> Iterator[str]:
    """What else there is to say of a report, a line each."""
    night = f", {report.at_night} messages between 00:00 and 07:00" if report.at_night else ""
    yield f"{report.alerts} alerts in them{night}"
    if report.passing:
        yield f"{report.noise:.0%} of the alerts name what is watched once, not in the headline"
    if report.folded.total():
        yield f"folded: {format_counts(report.folded)}"
    if report.held.total():
        yield f"held: {format_counts(report.held)}"
    if report.suppressed.total():
        yield f"suppressed: {format_counts(report.suppressed)}"
    if report.over_budget:
        budget = report.watch.notify.at_most
        yield f"its budget of {budget} would have been used up: raise it, or narrow the watch"


def draw_days(per_day: Counter[date], since: date, days: int) -> str:
    """A bar for each day, the highest for the most messages."""
    counts = [per_day[since + timedelta(days=number)] for number in range(days + 1)]
    most = max(counts)
    if not most:
        return "·" * len(counts)
    return "".join(BARS[-(-count * (len(BARS) - 1) // most)] for count in counts)


def format_counts(counted: Counter[str]) -> str:
    """Reasons with their numbers, the most frequent first."""
    return ", ".join(f"{count} {reason}" for reason, count in counted.most_common() if count)
