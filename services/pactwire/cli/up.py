"""`pactwire up`: everything on this machine, supervised, until Ctrl-C."""

import signal
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import click

from pactwire.cli.help_text import show_examples
from pactwire.cli.ledger_opening import describe_opening
from pactwire.cli.option_types import Day
from pactwire.cli.preflight import check_up
from pactwire.cli.status_view import JsonDisplay, PlainDisplay, TerminalDisplay
from pactwire.cli.terminal import TerminalConsole
from pactwire.errors import Misconfigured
from pactwire.setting_values import MAX_PORT
from pactwire.settings import Settings, load
from pactwire.up.app import StatusDisplay, UpOptions, serve
from pactwire.up.plan import ADDRESSES
from pactwire.up.supervisor import SupervisorEvent

STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

PORT = click.IntRange(1, MAX_PORT)
SERVED_AT = {
    "ingest": "the API that takes articles",
    "desk": "the API that answers questions",
    "desk_probes": "the probes of desk",
}


def port_option(service: str, *names: str) -> Callable[[Any], Any]:
    """The option for a service's port."""
    served = SERVED_AT.get(service, f"the probes of {service}")
    return click.option(*names, service, type=PORT, help=f"Port of {served}.")


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
@port_option("ingest", "--port", "--ingest-port")
@port_option("enrich", "--enrich-port")
@port_option("alert", "--alert-port")
@port_option("deliver", "--deliver-port")
@port_option("desk", "--desk-port")
@port_option("desk_probes", "--desk-probes-port")
@click.option("--broker-port", type=PORT, help="Port of a broker that is started here.")
@click.option("--json", "as_json", is_flag=True, help="JSON lines, for programs.")
def up(
    broker: str | None,
    watches: Path | None,
    state: Path | None,
    opens: date | None,
    broker_port: int | None,
    *,
    as_json: bool,
    **ports: int | None,
) -> None:
    """Run broker and services on this machine; Ctrl-C stops all.

    A port that is not chosen is the one in the settings, or a free one when that is taken.
    """
    chosen = {name.replace("_", "-"): port for name, port in ports.items() if port is not None}
    settings = with_ports(with_options(load(), watches, opens), chosen)
    check_up(settings, {(*ADDRESSES[name], "port"): f"--{name}-port" for name in chosen})
    kind = broker or choose_broker(settings)
    if broker_port and ":" in kind:
        raise Misconfigured(f"--broker-port is for a broker that is started here, not for {kind}")
    options = UpOptions(settings, state or settings.state, kind, broker_port=broker_port)
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


def with_ports(settings: Settings, ports: Mapping[str, int]) -> Settings:
    """The settings with the ports that options choose for services."""
    for name, port in ports.items():
        outer, *inner = ADDRESSES[name]
        section = getattr(settings, outer)
        changed: Any = {"port": port}
        for part in inner:
            changed = {part: getattr(section, part).model_copy(update=changed)}
        settings = settings.model_copy(update={outer: section.model_copy(update=changed)})
    return settings


def choose_broker(settings: Settings) -> str:
    """The broker of the settings if one is set, else the embedded."""
    is_set = "bootstrap" in settings.broker.model_fields_set
    return settings.broker.bootstrap if is_set else "embedded"


def open_display(stack: ExitStack, *, as_json: bool) -> StatusDisplay:
    """The display that fits where the output goes."""
    console = TerminalConsole(stderr=False)
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
