"""`pactwire config`: the settings in force, each with where it was set, secrets masked."""

import json
from typing import Any, NamedTuple

import click

from pactwire.cli.help_text import show_examples
from pactwire.cli.terminal import echo
from pactwire.edges.local import runfile
from pactwire.edges.local.runfile import RunInfo
from pactwire.setting_origins import SettingOrigins
from pactwire.setting_sources import load_origins
from pactwire.setting_values import flatten, mask_secrets, nest
from pactwire.settings import load

DEFAULT = "default"


class ShownSetting(NamedTuple):
    """A setting's dotted name, its value, and where it was set."""

    name: str
    value: Any
    origin: str


@click.command(epilog=show_examples("pactwire config --json"))
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def config(*, as_json: bool) -> None:
    """Print the settings in force and where each was set, secrets masked.

    Beside a running `pactwire up` these are the settings of its services, except what is set in
    this shell.
    """
    settings = load()
    rows = list_settings(
        flatten(mask_secrets(settings)), load_origins(), runfile.read(settings.state)
    )
    if as_json:
        values = nest({tuple(row.name.split(".")): row.value for row in rows})
        origins = {row.name: row.origin for row in rows}
        click.echo(json.dumps({**values, "origins": origins}, indent=2))
        return
    for row in rows:
        echo(f"{row.name} = {json.dumps(row.value, ensure_ascii=False)}  # {row.origin}")


def list_settings(
    own: list[tuple[str, Any]], origins: SettingOrigins, running: RunInfo | None
) -> list[ShownSetting]:
    """Every setting: a variable here comes first, then what runs, the file, the default."""
    rows = []
    for name, value in own:
        path = tuple(name.split("."))
        there = running.settings.get(name) if running else None
        if running and there and not origins.is_variable(path):
            rows.append(ShownSetting(name, there.value, f"{there.origin}, pid {running.pid}"))
        else:
            rows.append(ShownSetting(name, value, origins.find(path) or DEFAULT))
    return rows
