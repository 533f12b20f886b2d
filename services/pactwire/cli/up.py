"""`pactwire up`: everything on this machine, supervised, until Ctrl-C."""

import signal
from contextlib import ExitStack
from pathlib import Path
from types import FrameType

import click
from rich.console import Console

from pactwire.cli.help_text import show_examples
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
@click.option("--json", "as_json", is_flag=True, help="JSON lines, for programs.")
def up(broker: str | None, watches: Path | None, state: Path | None, *, as_json: bool) -> None:
    """Run broker and services on this machine; Ctrl-C stops all."""
    settings = load()
    if watches:
        followed = settings.alert.model_copy(update={"watches": watches.resolve()})
        settings = settings.model_copy(update={"alert": followed})
    check_up(settings)
    options = UpOptions(settings, state or settings.state, broker or choose_broker(settings))
    for signal_number in STOP_SIGNALS:
        signal.signal(signal_number, interrupt_once)
    with ExitStack() as stack:
        display = open_display(stack, as_json=as_json)
        try:
            serve(options, display, done=lambda status: False)
        except KeyboardInterrupt:
            display.show_event(SupervisorEvent("stopped", "up", "all stopped"))


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
