"""The commands that run one room each; how a room is wired is in `wiring.<room>`."""

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


def start(room: str) -> None:
    """Run the room's `serve(settings, stop)` as this process and exit with its code."""
    settings = load()
    logs.configure(room, settings.log.level, settings.log.format)
    wiring = importlib.import_module(f"pactwire.cli.wiring.{room}")
    sys.exit(process.run(lambda stop: wiring.serve(settings, stop)))
