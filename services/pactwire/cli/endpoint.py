"""`pactwire endpoint`: webhook receivers, their secrets, and a test of each."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from pactwire.cli.context import load_effective_settings, open_migrated_store
from pactwire.cli.help_text import SentenceGroup, show_examples
from pactwire.domain.delivery.retry import AttemptResult
from pactwire.domain.delivery.signature import encode_secret, sign_headers, validate_secret
from pactwire.domain.identity import content_id
from pactwire.edges.clock import now, secret_bytes
from pactwire.edges.http.guarded_session import open_session
from pactwire.edges.http.webhook import check_url, post_webhook
from pactwire.edges.store import Store, read_transaction, write_transaction
from pactwire.edges.store.deliveries import count_by_state
from pactwire.edges.store.endpoints import (
    Endpoint,
    add_endpoint,
    get_endpoint,
    list_endpoints,
    remove_endpoint,
    set_enabled,
)
from pactwire.errors import Misconfigured
from pactwire.settings import DeliverSettings, Settings
from pactwire_schemas import WebhookBody

SECRET_BYTES = 32
ID_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789-"


@click.group(
    cls=SentenceGroup, epilog=show_examples("pactwire endpoint add desk https://example.org/hook")
)
def endpoint() -> None:
    """Add, list, test, enable and remove webhook endpoints."""


@contextmanager
def open_settings_and_store() -> Iterator[tuple[Settings, Store]]:
    """The settings and the store they name, with its tables."""
    settings = load_effective_settings()
    with open_migrated_store(settings) as store:
        yield settings, store


@endpoint.command(epilog=show_examples("pactwire endpoint add desk https://example.org/hook"))
@click.argument("endpoint_id", metavar="ID")
@click.argument("url")
@click.option("--secret", help="A signing secret of yours, whsec_...; a new one is made without.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def add(endpoint_id: str, url: str, secret: str | None, *, as_json: bool) -> None:
    """Add a receiver, or change its address or secret; the secret is shown once.

    A watch sends to it with `deliver: [{endpoint: ID}]`.
    """
    if not endpoint_id.strip("-") or set(endpoint_id) - set(ID_CHARACTERS) or len(endpoint_id) > 63:
        raise Misconfigured("an endpoint's id has small letters, digits and hyphens, at most 63")
    with open_settings_and_store() as (settings, store):
        check_url(url, allow_private=settings.deliver.allow_private_targets)
        key = validate_secret(secret) if secret else encode_secret(secret_bytes(SECRET_BYTES))
        with write_transaction(store) as tx:
            new = add_endpoint(tx, endpoint_id, url, key, now())
    if as_json:
        click.echo(json.dumps({"endpoint_id": endpoint_id, "url": url, "secret": key, "new": new}))
        return
    click.echo(f"{'added' if new else 'changed'} {endpoint_id} -> {url}")
    click.echo(f"secret {key}")
    click.echo(f"keep it now, it is not shown again; try it: pactwire endpoint test {endpoint_id}")


@endpoint.command("list", epilog=show_examples("pactwire endpoint list --json"))
@click.option("--json", "as_json", is_flag=True, help="One endpoint a line, for programs.")
def list_(*, as_json: bool) -> None:
    """All receivers and what waits for them."""
    with open_settings_and_store() as (_, store), read_transaction(store) as tx:
        rows = [(one, count_by_state(tx, one.endpoint_id)) for one in list_endpoints(tx)]
    for one, states in rows:
        click.echo(
            json.dumps(describe_endpoint(one, states)) if as_json else format_endpoint(one, states)
        )
    if not rows and not as_json:
        click.echo("no endpoints yet; add one: pactwire endpoint add ID https://...")


@endpoint.command(epilog=show_examples("pactwire endpoint remove desk"))
@click.argument("endpoint_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def remove(endpoint_id: str, *, as_json: bool) -> None:
    """Forget a receiver; what is pending for it waits until one of that id is added again."""
    with open_settings_and_store() as (_, store), write_transaction(store) as tx:
        get_endpoint(tx, endpoint_id)
        remove_endpoint(tx, endpoint_id)
    report = {"endpoint_id": endpoint_id, "removed": True}
    click.echo(json.dumps(report) if as_json else f"removed {endpoint_id}")


@endpoint.command(epilog=show_examples("pactwire endpoint enable desk"))
@click.argument("endpoint_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def enable(endpoint_id: str, *, as_json: bool) -> None:
    """Switch a receiver on again; what is pending for it is sent."""
    with open_settings_and_store() as (_, store), write_transaction(store) as tx:
        get_endpoint(tx, endpoint_id)
        set_enabled(tx, endpoint_id, None)
    report = {"endpoint_id": endpoint_id, "enabled": True}
    click.echo(json.dumps(report) if as_json else f"enabled {endpoint_id}")


@endpoint.command(epilog=show_examples("pactwire endpoint test desk"))
@click.argument("endpoint_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@click.pass_context
def test(ctx: click.Context, endpoint_id: str, *, as_json: bool) -> None:
    """Send a signed `endpoint.test` now and tell how it ended; exit code 1 when it failed."""
    with open_settings_and_store() as (settings, store), read_transaction(store) as tx:
        found = get_endpoint(tx, endpoint_id)
    attempted = asyncio.run(send_test(found, settings.deliver, now()))
    if as_json:
        click.echo(json.dumps({"endpoint_id": endpoint_id, **asdict(attempted)}))
    else:
        status = attempted.status_code or attempted.error
        click.echo(f"{endpoint_id}: {attempted.outcome} ({status}) in {attempted.duration:.3f} s")
    ctx.exit(0 if attempted.outcome == "delivered" else 1)


async def send_test(found: Endpoint, settings: DeliverSettings, moment: datetime) -> AttemptResult:
    """One signed test request."""
    body = WebhookBody(type="endpoint.test", timestamp=moment).model_dump_json().encode()
    message_id = content_id("test", found.endpoint_id, moment.isoformat())
    headers = sign_headers(found.secrets(moment), message_id, moment, body)
    async with open_session(
        allow_private=settings.allow_private_targets,
        connect_timeout=settings.connect_timeout,
        total_timeout=settings.total_timeout,
    ) as session:
        return await post_webhook(session, found.url, headers, body, moment)


def describe_endpoint(one: Endpoint, states: dict[str, int]) -> dict[str, Any]:
    """An endpoint as JSON, without its secret."""
    return {
        "endpoint_id": one.endpoint_id,
        "url": one.url,
        "enabled": one.enabled,
        "disabled_because": one.disabled_because,
        "failing_since": one.failing_since.isoformat() if one.failing_since else None,
        "deliveries": states,
    }


def format_endpoint(one: Endpoint, states: dict[str, int]) -> str:
    """An endpoint in a line."""
    state = "on" if one.enabled else f"off ({one.disabled_because})"
    numbers = ", ".join(f"{number} {name}" for name, number in sorted(states.items())) or "nothing"
    return f"{one.endpoint_id:<20} {state}  {one.url}  {numbers}"
