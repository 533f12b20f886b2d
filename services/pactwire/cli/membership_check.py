"""Whether `news.memberships.v1` equals the store: the last event of each key is its row."""

import json
from collections.abc import Iterable

import click

from pactwire.cli.terminal import echo
from pactwire.domain.ledger.publishing import compare_states
from pactwire.edges.kafka.topic_consumer import TopicRecord, read_records
from pactwire.edges.store import Store, read_transaction
from pactwire.edges.store.ledger_history import list_published_states
from pactwire.errors import Misconfigured
from pactwire.settings import BrokerSettings
from pactwire_schemas import MEMBERSHIPS, MembershipState

FOUND_WRONG = 1


def show_check(store: Store, broker: BrokerSettings, *, as_json: bool) -> int:
    """Compare topic and store and say what differs; the exit code."""
    published = read_published_states(read_records(broker, [MEMBERSHIPS.name]))
    with read_transaction(store) as tx:
        stored = {state.subject: state for state in list_published_states(tx)}
    differences = compare_states(stored, published)
    if as_json:
        for one in differences:
            echo(json.dumps(one._asdict()))
        return FOUND_WRONG if differences else 0
    for one in differences:
        echo(f"{one.subject}: {one.reason}")
    click.echo(
        f"{len(differences)} of {len(stored.keys() | published.keys())} rows differ"
        if differences
        else f"{MEMBERSHIPS.name} equals the store: {len(stored)} rows"
    )
    return FOUND_WRONG if differences else 0


def read_published_states(records: Iterable[TopicRecord]) -> dict[str, MembershipState]:
    """The last state of every key; a key that was deleted has none.

    Raises:
        Misconfigured: a record is no membership.
    """
    found: dict[str, MembershipState] = {}
    for record in records:
        key = (record.key or b"").decode("utf-8", "replace")
        if record.value is None:
            found.pop(key, None)
            continue
        try:
            found[key] = MembershipState.model_validate_json(record.value)
        except ValueError:
            place = f"{record.topic}, partition {record.partition}, offset {record.offset}"
            raise Misconfigured(f"no membership stands at {place}") from None
    return found
