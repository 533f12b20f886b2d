"""The commands that run one service each; how a service is wired is in `wiring.<service>`."""

import importlib
import sys

import click

from pactwire import logs
from pactwire.edges.local import process
from pactwire.settings import load


@click.command()
def ingest() -> None:
    """Take articles in over HTTP and from feeds."""
    start("ingest")


@click.command()
def enrich() -> None:
    """Read mentions and membership claims out of articles."""
    start("enrich")


@click.command()
def alert() -> None:
    """Keep the ledger, match watches, make alerts."""
    start("alert")


@click.command()
def deliver() -> None:
    """Send alerts to webhook endpoints."""
    start("deliver")


def start(service: str) -> None:
    """Run the service's `serve(settings, stop)` as this process and exit with its code."""
    settings = load()
    logs.configure(service, settings.log.level, settings.log.format)
    wiring = importlib.import_module(f"pactwire.cli.wiring.{service}")
    sys.exit(process.run(lambda stop: wiring.serve(settings, stop)))
