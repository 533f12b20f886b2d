"""The commands that run one service each; how a service is wired is in `wiring.<service>`.

They share a file because they differ only in name and help: `start` is all they do.
"""

import importlib
import sys

import click

from pactwire import logs
from pactwire.cli.help_text import show_examples
from pactwire.cli.preflight import check_service
from pactwire.cli.service_help import ServiceCommand
from pactwire.edges.local import process
from pactwire.settings import load


@click.command(
    cls=ServiceCommand, epilog=show_examples("PACTWIRE_INGEST__PORT=8090 pactwire ingest")
)
def ingest() -> None:
    """Take articles in over HTTP and from feeds."""
    run_service("ingest")


@click.command(
    cls=ServiceCommand,
    epilog=show_examples("PACTWIRE_BROKER__BOOTSTRAP=kafka:9092 pactwire enrich"),
)
def enrich() -> None:
    """Read mentions and membership claims out of articles."""
    run_service("enrich")


@click.command(
    cls=ServiceCommand, epilog=show_examples("PACTWIRE_ALERT__WATCHES=seeds/watches pactwire alert")
)
def alert() -> None:
    """Keep the ledger, match watches, make alerts."""
    run_service("alert")


@click.command(
    cls=ServiceCommand, epilog=show_examples("PACTWIRE_DELIVER__CONCURRENCY=20 pactwire deliver")
)
def deliver() -> None:
    """Send alerts to webhook endpoints."""
    run_service("deliver")


def run_service(service: str) -> None:
    """Run the service's `serve(settings, stop)` as this process and exit with its code."""
    settings = load()
    check_service(settings, service)
    logs.configure(service, settings.log.level, settings.log.format)
    wiring = importlib.import_module(f"pactwire.cli.wiring.{service}")
    sys.exit(process.run(lambda stop: wiring.serve(settings, stop)))
