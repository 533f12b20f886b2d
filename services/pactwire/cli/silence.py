"""`pactwire silence`: what nobody wants to hear of for a while, who said so and why."""

import getpass
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import click

from pactwire.cli.change_log import log_change
from pactwire.cli.effective_reference import load_effective_reference
from pactwire.cli.help_text import SentenceGroup, show_examples
from pactwire.cli.memberships import find_entity
from pactwire.cli.terminal import echo
from pactwire.cli.watch import open_configured_store, refuse_unknown
from pactwire.domain.alerting.calm import Silence
from pactwire.domain.identity import content_id
from pactwire.domain.watches import build_resolver
from pactwire.edges import clock
from pactwire.edges.store import read_transaction, stored_watches, write_transaction
from pactwire.edges.store.silences import add_silence, list_silences, remove_silence
from pactwire.errors import Misconfigured
from pactwire_schemas.notify import parse_duration

ID_LENGTH = 8


class Until(click.ParamType):
    """A moment in UTC as `2026-01-31T18:00`, or how long from now: `30m`, `2h`, `7d`."""

    name = "moment"

    def convert(
        self, value: str | datetime, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """The moment; anything else is a misuse."""
        if isinstance(value, datetime):
            return value
        try:
            return clock.now() + parse_duration(value)
        except ValueError:
            pass
        try:
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is no moment; write 2h, 7d or 2026-01-31T18:00", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@click.group(
    cls=SentenceGroup,
    epilog=show_examples("pactwire silence add --watch ID --until 2h --why drill"),
)
def silence() -> None:
    """Silence watches or entities for a while; what is silenced stays on record."""


@silence.command(
    epilog=show_examples('pactwire silence add --entity SY --until 7d --why "exercise"')
)
@click.option("--watch", "watch_id", metavar="ID", help="Only the alerts of this watch.")
@click.option("--entity", metavar="NAME", help="Only alerts on this country or body.")
@click.option("--until", required=True, type=Until(), help="30m, 2h, 7d, or a moment in UTC.")
@click.option("--why", "because", required=True, help="The reason; every alert shows it.")
@click.option("--by", "created_by", metavar="WHO", help="Who wants it; you when left out.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def add(
    watch_id: str | None, entity: str | None, until: datetime, because: str,
    created_by: str | None, *, as_json: bool,
) -> None:  # fmt: skip
    """Silence the alerts of a watch, on an entity, or both together."""
    at = clock.now()
    if watch_id is None and entity is None:
        raise Misconfigured("name what to silence: --watch ID, --entity NAME, or both")
    if until <= at + timedelta(seconds=1):
        raise Misconfigured(f"{until:%Y-%m-%d %H:%M} UTC is over; name a moment to come")
    named = find_entity(entity, build_resolver(load_effective_reference())).id if entity else None
    who = created_by or getpass.getuser()
    silence_id = content_id("silence", who, because, at.isoformat())[:ID_LENGTH]
    made = Silence(silence_id, until, who, because, watch_id, named, at)
    with (
        open_configured_store() as store,
        write_transaction(store) as tx,
    ):
        if watch_id and stored_watches.find_watch(tx, watch_id) is None:
            refuse_unknown(watch_id)
        add_silence(tx, made, at)
        log_change(tx, "silence.added", silence_id)
    print_silence(made, as_json=as_json)


@silence.command("list", epilog=show_examples("pactwire silence list"))
@click.option("--json", "as_json", is_flag=True, help="One JSON object a silence.")
def list_all(*, as_json: bool) -> None:
    """List the silences in force."""
    with (
        open_configured_store() as store,
        read_transaction(store) as tx,
    ):
        found = list_silences(tx, clock.now())
    for one in found:
        print_silence(one, as_json=as_json)
    if not found and not as_json:
        click.echo("nothing is silenced")


@silence.command(epilog=show_examples("pactwire silence remove 3f9c12ab"))
@click.argument("silence_id", metavar="ID")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
def remove(silence_id: str, *, as_json: bool) -> None:
    """End a silence now; what it suppressed stays suppressed."""
    with open_configured_store() as store, write_transaction(store) as tx:
        if not remove_silence(tx, silence_id):
            raise Misconfigured(f"there is no silence {silence_id!r}; see: pactwire silence list")
        log_change(tx, "silence.removed", silence_id)
    click.echo(json.dumps({"silence_id": silence_id}) if as_json else f"{silence_id}: ended")


def print_silence(one: Silence, *, as_json: bool) -> None:
    """A silence for programs or people."""
    if as_json:
        echo(json.dumps(describe_silence(one), ensure_ascii=False))
        return
    what = " and ".join(filter(None, (one.watch_id and f"watch {one.watch_id}", one.entity_id)))
    until = f"{one.until.astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    echo(f"{one.silence_id}  {what} until {until}, by {one.created_by}: {one.because}")


def describe_silence(one: Silence) -> dict[str, Any]:
    """A silence as JSON."""
    return {
        "silence_id": one.silence_id,
        "watch": one.watch_id,
        "entity": one.entity_id,
        "until": one.until.isoformat(),
        "created_by": one.created_by,
        "because": one.because,
    }
