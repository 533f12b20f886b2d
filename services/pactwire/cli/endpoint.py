"""`pactwire endpoint`: webhook receivers, their secrets, and a test of each."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import click

from pactwire.cli.change_log import log_change
from pactwire.cli.context import load_effective_settings, open_migrated_store
from pactwire.cli.endpoint_view import format_endpoint
from pactwire.cli.help_text import SentenceGroup, show_examples
from pactwire.cli.terminal import echo
from pactwire.cli.wiring.secrets import open_configured_box
from pactwire.deliver.app import open_webhook_session
from pactwire.desk.endpoints import (
    WantedEndpoint,
    check_endpoint_id,
    describe_endpoint,
    enable_endpoint,
    load_statuses,
    make_secret,
    pause_endpoint,
    retry_deliveries,
    rotate_secret,
    save_endpoint,
)
from pactwire.domain.delivery.addresses import mask_address
from pactwire.domain.delivery.retry import AttemptResult
from pactwire.domain.delivery.signature import sign_headers, validate_secret
from pactwire.domain.identity import content_id
from pactwire.edges.clock import now
from pactwire.edges.http.webhook import check_url, post_webhook
from pactwire.edges.store import Store, read_transaction, write_transaction
from pactwire.edges.store.endpoints import Endpoint, get_endpoint, remove_endpoint
from pactwire.errors import Misconfigured
from pactwire.settings import DeliverSettings, Settings
from pactwire_schemas import WebhookBody


@click.group(
    cls=SentenceGroup, epilog=show_examples("pactwire endpoint add desk https://example.org/hook")
)
def endpoint() -> None:
    """Add, list, test, rotate, retry, enable, pause and remove webhook endpoints."""


@contextmanager
def open_settings_and_store() -> Iterator[tuple[Settings, Store]]:
    """The settings and the store they name, with its tables."""
    settings = load_effective_settings()
    with open_migrated_store(settings, "deliver") as store:
        yield settings, store


OPTION_HELP = "A signing secret of yours, whsec_...: @FILE, or - for standard input."
AS_JSON = click.option("--json", "as_json", is_flag=True, help="For programs.")


@endpoint.command(
    epilog=show_examples(
        "pactwire endpoint add desk https://example.org/hook",
        "pactwire endpoint add desk https://example.org/hook --secret @desk.secret",
    )
)
@click.argument("endpoint_id", metavar="ID")
@click.argument("url")
@click.option("--secret", help=f"{OPTION_HELP} A new one is made without.")
@AS_JSON
def add(endpoint_id: str, url: str, secret: str | None, *, as_json: bool) -> None:
    """Add a receiver, or change the address of one; a new secret is shown once.

    A changed address keeps its secret, and what waits is sent there now. A watch sends to it with
    `deliver: [{endpoint: ID}]`.
    """
    check_endpoint_id(endpoint_id)
    given = read_secret(secret) if secret else None
    with open_settings_and_store() as (settings, store):
        check_url(url, settings.deliver.allow_private_targets)
        box = open_configured_box(settings)
        with write_transaction(store) as tx:
            saved = save_endpoint(tx, box, WantedEndpoint(endpoint_id, url, given), now())
            log_change(tx, "endpoint.saved", endpoint_id, "deliver")
    show_added(endpoint_id, url, saved.secret, new=saved.is_new, as_json=as_json)


def show_added(endpoint_id: str, url: str, key: str | None, *, new: bool, as_json: bool) -> None:
    """Show what was added or changed, with the secret if it is new."""
    shown = mask_address(url)
    if as_json:
        fields = {"endpoint_id": endpoint_id, "url": shown, "secret": key, "new": new}
        click.echo(json.dumps(fields))
        return
    click.echo(f"{'added' if new else 'changed'} {endpoint_id} -> {shown}")
    if key is None:
        click.echo(f"its secret stays; for a new one: pactwire endpoint rotate {endpoint_id}")
    else:
        show_secret(endpoint_id, key)


def show_secret(endpoint_id: str, key: str) -> None:
    """Show a secret, for the only time."""
    click.echo(f"secret {key}")
    click.echo(f"keep it now, it is not shown again; try it: pactwire endpoint test {endpoint_id}")


@endpoint.command(epilog=show_examples("pactwire endpoint rotate desk"))
@click.argument("endpoint_id", metavar="ID")
@click.option("--secret", help=f"{OPTION_HELP} One is made without.")
@AS_JSON
def rotate(endpoint_id: str, secret: str | None, *, as_json: bool) -> None:
    """Make a new secret and show it once; those before it sign beside it for a day."""
    key = read_secret(secret) if secret else make_secret()
    with open_settings_and_store() as (settings, store):
        box = open_configured_box(settings)
        with write_transaction(store) as tx:
            signing = rotate_secret(tx, box, endpoint_id, key, now())
            log_change(tx, "endpoint.rotated", endpoint_id, "deliver")
    if as_json:
        click.echo(json.dumps({"endpoint_id": endpoint_id, "secret": key, "signing": signing}))
        return
    click.echo(f"{endpoint_id} has a new secret; for a day {signing} secrets sign")
    show_secret(endpoint_id, key)


def read_secret(given: str) -> str:
    """The secret that `--secret` means: of a file, of standard input, or as it is.

    Raises:
        Misconfigured: it is no secret, or there is no such file.
    """
    if given == "-":
        return validate_secret(click.get_text_stream("stdin").readline().strip())
    if not given.startswith("@"):
        click.echo("a secret on the command line is seen by others: --secret @FILE or -", err=True)
        return validate_secret(given)
    try:
        return validate_secret(Path(given[1:]).read_text("ascii").strip())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is no text"
        raise Misconfigured(f"--secret {given}: {reason}") from None


@endpoint.command("list", epilog=show_examples("pactwire endpoint list --json"))
@click.option("--json", "as_json", is_flag=True, help="One endpoint a line, for programs.")
def list_(*, as_json: bool) -> None:
    """All receivers: state, what waits for them, last error, next attempt."""
    with open_settings_and_store() as (_, store), read_transaction(store) as tx:
        statuses = load_statuses(tx)
    for one in statuses:
        echo(json.dumps(describe_endpoint(one)) if as_json else format_endpoint(one, now()))
    if not statuses and not as_json:
        click.echo("no endpoints yet; add one: pactwire endpoint add ID https://...")


@endpoint.command(epilog=show_examples("pactwire endpoint remove desk"))
@click.argument("endpoint_id", metavar="ID")
@AS_JSON
def remove(endpoint_id: str, *, as_json: bool) -> None:
    """Forget a receiver; what is pending for it waits until one of that id is added again."""
    with open_settings_and_store() as (_, store), write_transaction(store) as tx:
        get_endpoint(tx, endpoint_id)
        remove_endpoint(tx, endpoint_id)
        log_change(tx, "endpoint.removed", endpoint_id, "deliver")
    report = {"endpoint_id": endpoint_id, "removed": True}
    click.echo(json.dumps(report) if as_json else f"removed {endpoint_id}")


@endpoint.command(epilog=show_examples("pactwire endpoint enable desk"))
@click.argument("endpoint_id", metavar="ID")
@AS_JSON
def enable(endpoint_id: str, *, as_json: bool) -> None:
    """Switch a receiver on again; what waits for it is sent now."""
    with open_settings_and_store() as (_, store), write_transaction(store) as tx:
        waiting = enable_endpoint(tx, endpoint_id)
        log_change(tx, "endpoint.enabled", endpoint_id, "deliver")
    report = {"endpoint_id": endpoint_id, "enabled": True, "waiting": waiting}
    said = f"enabled {endpoint_id}; {waiting} waiting, sent now"
    click.echo(json.dumps(report) if as_json else said)


@endpoint.command(epilog=show_examples("pactwire endpoint pause desk --why 'it moves house'"))
@click.argument("endpoint_id", metavar="ID")
@click.option("--why", default="it was paused", show_default=True, help="Shown by list.")
@AS_JSON
def pause(endpoint_id: str, why: str, *, as_json: bool) -> None:
    """Switch a receiver off; what comes for it waits until it is enabled."""
    with open_settings_and_store() as (_, store), write_transaction(store) as tx:
        pause_endpoint(tx, endpoint_id, why)
        log_change(tx, "endpoint.paused", endpoint_id, "deliver")
    report = {"endpoint_id": endpoint_id, "enabled": False}
    click.echo(json.dumps(report) if as_json else f"paused {endpoint_id}: {why}")


@endpoint.command(epilog=show_examples("pactwire endpoint retry desk"))
@click.argument("endpoint_id", metavar="ID")
@AS_JSON
def retry(endpoint_id: str, *, as_json: bool) -> None:
    """Send what waits for a receiver now, whenever its next attempts were due."""
    with open_settings_and_store() as (_, store), write_transaction(store) as tx:
        waiting = retry_deliveries(tx, endpoint_id)
        log_change(tx, "endpoint.retried", endpoint_id, "deliver")
    report = {"endpoint_id": endpoint_id, "waiting": waiting}
    click.echo(json.dumps(report) if as_json else f"{endpoint_id}: {waiting} waiting, sent now")


@endpoint.command(epilog=show_examples("pactwire endpoint test desk"))
@click.argument("endpoint_id", metavar="ID")
@AS_JSON
@click.pass_context
def test(ctx: click.Context, endpoint_id: str, *, as_json: bool) -> None:
    """Send a signed `endpoint.test` now and tell how it ended; exit code 1 when it failed."""
    with open_settings_and_store() as (settings, store), read_transaction(store) as tx:
        found = get_endpoint(tx, endpoint_id)
        box = open_configured_box(settings)
        secrets = [box.open(one) for one in found.secrets(now())]
    attempted = asyncio.run(send_test(found, secrets, settings.deliver, now()))
    if as_json:
        click.echo(json.dumps({"endpoint_id": endpoint_id, **asdict(attempted)}))
    else:
        status = attempted.status_code or attempted.error
        echo(f"{endpoint_id}: {attempted.outcome} ({status}) in {attempted.duration:.3f} s")
    ctx.exit(0 if attempted.outcome == "delivered" else 1)


async def send_test(
    found: Endpoint, secrets: list[str], settings: DeliverSettings, moment: datetime
) -> AttemptResult:
    """One signed test request."""
    body = WebhookBody(type="endpoint.test", timestamp=moment).model_dump_json().encode()
    message_id = content_id("test", found.endpoint_id, moment.isoformat())
    headers = sign_headers(secrets, message_id, moment, body)
    async with open_webhook_session(settings) as session:
        return await post_webhook(session, found.url, headers, body, moment)
