"""`pactwire key`: keys of the API, shown once, listed without their secrets, revoked for good."""

import json
from datetime import timedelta

import click
from pydantic import ValidationError

from pactwire.cli.change_log import log_change
from pactwire.cli.help_text import SentenceGroup, show_examples
from pactwire.cli.terminal import echo
from pactwire.cli.watch import open_configured_store
from pactwire.desk.api.keeping_routes import PER_MINUTE, NewKey, describe_key, make_key
from pactwire.domain.access import SCOPES
from pactwire.edges import clock
from pactwire.edges.store import api_keys, read_transaction, write_transaction
from pactwire.errors import Misconfigured


@click.group(
    cls=SentenceGroup, epilog=show_examples("pactwire key create --owner ana --scope read")
)
def key() -> None:
    """Make, list and revoke keys of the API."""


@key.command(epilog=show_examples("pactwire key create --owner ana --scope read --days 90"))
@click.option("--owner", required=True, help="Whose watches and alerts it opens: [a-z0-9]+.")
@click.option("--scope", "scopes", type=click.Choice(SCOPES), multiple=True, required=True)
@click.option("--days", type=click.IntRange(1, 3650), help="How long it holds; else for ever.")
@click.option(
    "--per-minute", type=click.IntRange(1, 100_000), default=PER_MINUTE, show_default=True
)
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def create(
    owner: str, scopes: tuple[str, ...], days: int | None, per_minute: int, *, as_json: bool
) -> None:
    """Make a key and print its token, this once."""
    now = clock.now()
    ends = now + timedelta(days=days) if days else None
    try:
        asked = NewKey.model_validate(
            {"owner": owner, "scopes": scopes, "per_minute": per_minute, "expires_at": ends}
        )
    except ValidationError:
        raise Misconfigured("an owner is named by small letters and digits, 30 at most") from None
    made, token = make_key(asked, now)
    with open_configured_store() as store, write_transaction(store) as tx:
        api_keys.add_key(tx, made)
        log_change(tx, "key.made", f"{made.key_id} for {made.owner}")
    if as_json:
        click.echo(json.dumps({"key_id": made.key_id, "token": token}))
    else:
        click.echo(
            f"{token}\nkeep it: it can't be shown again; it is sent as Authorization: Bearer"
        )


@key.command("list", epilog=show_examples("pactwire key list"))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a key.")
def list_keys(*, as_json: bool) -> None:
    """List all keys, without their secrets."""
    with open_configured_store() as store, read_transaction(store) as tx:
        found = api_keys.list_keys(tx)
    for one in found:
        if as_json:
            echo(json.dumps(describe_key(one), default=str))
            continue
        state = "revoked" if one.revoked_at else "in force"
        until = f" until {one.expires_at:%Y-%m-%d}" if one.expires_at else ""
        echo(f"{one.key_id}  {one.owner}  {' '.join(sorted(one.scopes))}  {state}{until}")
    if not found and not as_json:
        click.echo("there are no keys: pactwire key create --owner NAME --scope read")


@key.command(epilog=show_examples("pactwire key revoke 3f9c12ab34cd"))
@click.argument("key_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def revoke(key_id: str, *, as_json: bool) -> None:
    """Revoke a key for good."""
    with open_configured_store() as store, write_transaction(store) as tx:
        now = clock.now()
        if not api_keys.revoke_key(tx, key_id, now):
            raise Misconfigured(f"there is no key {key_id!r} in force; see: pactwire key list")
        log_change(tx, "key.revoked", key_id)
    click.echo(json.dumps({"key_id": key_id}) if as_json else f"{key_id}: revoked")
