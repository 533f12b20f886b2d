"""`pactwire config`: the effective settings with secrets masked."""

import json
from typing import Any

import click

from pactwire.cli.help_text import show_examples
from pactwire.cli.terminal import echo
from pactwire.domain.delivery.addresses import mask_address
from pactwire.settings import Settings, load


@click.command(epilog=show_examples("pactwire config --json"))
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def config(*, as_json: bool) -> None:
    """Print the effective settings, secrets masked."""
    settings = load()
    if as_json:
        click.echo(json.dumps(mask_secrets(settings), indent=2))
        return
    for name, value in flatten(mask_secrets(settings)):
        echo(f"{name} = {json.dumps(value, ensure_ascii=False)}")


def mask_secrets(settings: Settings) -> dict[str, Any]:
    """The settings as plain values; secrets are stars, and so are those that addresses hold."""
    values = settings.model_dump(mode="json")
    values["store"]["url"] = mask_password(settings.store.url.get_secret_value())
    for feed in values["ingest"]["feeds"]:
        feed["url"] = mask_address(feed["url"])
    return values


def mask_password(url: str) -> str:
    """The URL of a store with its password, and all that follows its name, as stars."""
    rest, _, query = url.partition("?")
    head, at, tail = rest.rpartition("@")
    user = head.rsplit(":", 1)[0] if head.count(":") > 1 else head
    shown = f"{user}:***@{tail}" if at else rest
    return f"{shown}?***" if query else shown


def flatten(values: dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """Nested values as dotted names."""
    rows: list[tuple[str, Any]] = []
    for name, value in values.items():
        if isinstance(value, dict):
            rows += flatten(value, f"{prefix}{name}.")
        else:
            rows.append((prefix + name, value))
    return rows
