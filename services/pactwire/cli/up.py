"""`pactwire up`: everything on this machine, supervised, until Ctrl-C."""

import signal
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import click
from rich.console import Console

from pactwire.cli.help_text import show_examples
from pactwire.cli.ledger_opening import describe_opening
from pactwire.cli.option_types import Day
from pactwire.cli.preflight import check_up
from pactwire.cli.status_view import JsonDisplay, PlainDisplay, TerminalDisplay
from pactwire.settings import Settings, load
from pactwire.up.app import StatusDisplay, UpOptions, serve
from pactwire.up.supervisor import SupervisorEvent

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@click.command(
    epilog=show_examples(
        "pactwire up --watches seeds/watches",
        "pactwire up --broker kafka --state /var/lib/pactwire",
    )
)
@click.option(
    "--broker",
    metavar="embedded|kafka|HOST:PORT",
    help="Embedded (in memory), Apache Kafka from Maven, or your own. Default: the one in the"
    " settings, else embedded.",
)
@click.option(
    "--watches",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="A folder of watch files to load and follow.",
)
@click.option(
    "--state",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder for data, logs and addresses. Default: .pactwire",
)
@click.option(
    "--opens",
    type=Day(),
    help="The day whose memberships the ledger begins with: what came later is news. Chosen at the"
    " first start; 2025-01-01 when left out.",
)
@click.option("--json", "as_json", is_flag=True, help="JSON lines, for programs.")
def up(
    broker: str | None,
    watches: Path | None,
    state: Path | None,
    opens: date | None,
    *,
    as_json: bool,
) -> None:
    """Run broker and services on this machine; Ctrl-C stops all."""
    settings = with_options(load(), watches, opens)
    check_up(settings)
    options = UpOptions(settings, state or settings.state, broker or choose_broker(settings))
    for signal_number in STOP_SIGNALS:
        signal.signal(signal_number, interrupt_once)
    with ExitStack() as stack:
        display = open_display(stack, as_json=as_json)
        display.show_event(describe_opening(settings, options.state))
        try:
            serve(options, display, done=lambda status: False)
        except KeyboardInterrupt:
            display.show_event(SupervisorEvent("stopped", "up", "all stopped"))


def with_options(settings: Settings, watches: Path | None, opens: date | None) -> Settings:
    """The settings with what the options choose for the alert service."""
    chosen: dict[str, Any] = {
        "watches": watches.resolve() if watches else settings.alert.watches,
        "ledger_opens": opens or settings.alert.ledger_opens,
    }
    return settings.model_copy(update={"alert": settings.alert.model_copy(update=chosen)})


def choose_broker(settings: Settings) -> str:
    """The broker of the settings if one is set, else the embedded."""
    is_set = "bootstrap" in settings.broker.model_fields_set
    return settings.broker.bootstrap if is_set else "embedded"


def open_display(stack: ExitStack, *, as_json: bool) -> StatusDisplay:
    """The display that fits where the output goes."""
    console = Console(stderr=False)
    if as_json:
        return JsonDisplay(console)
    if console.is_terminal:
        return stack.enter_context(TerminalDisplay(console))
    return PlainDisplay(console)


def interrupt_once(number: int, frame: FrameType | None) -> None:
    """Begin the end, once: while everything stops, further signals are heard and ignored."""
    del number, frame
    for signal_number in STOP_SIGNALS:
        signal.signal(signal_number, signal.SIG_IGN)
    raise KeyboardInterrupt
