"""`pactwire desk`: the HTTP API, beside a running system or alone over its stores."""

import sys

import click

from pactwire import logs
from pactwire.cli.context import load_effective_settings
from pactwire.cli.help_text import show_examples
from pactwire.cli.wiring import desk as wiring
from pactwire.edges.local import process


@click.command(
    epilog=show_examples(
        "pactwire key create --owner ana --scope read --scope watches --scope alerts",
        "pactwire desk",
        'curl -H "Authorization: Bearer pw_..." http://127.0.0.1:8084/v1/watches',
    )
)
@click.option("--host", help="Default: the one in the settings, 127.0.0.1.")
@click.option("--port", type=click.IntRange(1, 65535), help="Default: 8084, or as set.")
def desk(host: str | None, port: int | None) -> None:
    """Answer questions over HTTP: memberships, alerts, why and why not, watches, back-tests."""
    settings = load_effective_settings()
    chosen = {name: value for name, value in (("host", host), ("port", port)) if value}
    settings = settings.model_copy(update={"desk": settings.desk.model_copy(update=chosen)})
    logs.configure("desk", settings.log.level, settings.log.format)
    sys.exit(process.run(lambda stop: wiring.serve(settings, stop)))
