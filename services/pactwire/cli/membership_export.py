"""Histories of memberships written in the formats of others, one record a line."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence

import click

from pactwire.cli.terminal import echo
from pactwire.domain.ledger import MembershipHistory
from pactwire.domain.ledger.exports import (
    build_wikidata_statements,
    list_csv_rows,
    list_ftm_entities,
    list_plover_events,
)
from pactwire.domain.reference import ReferenceData

Histories = Sequence[MembershipHistory]


def write_csv(histories: Histories, reference: ReferenceData) -> None:
    """Comma-separated values with a header; no cell is run as a formula."""
    del reference
    lines = io.StringIO()
    csv.writer(lines, lineterminator="\n").writerows(list_csv_rows(histories))
    click.echo(lines.getvalue(), nl=False)


def write_ftm(histories: Histories, reference: ReferenceData) -> None:
    """FollowTheMoney entities."""
    _write_json(list_ftm_entities(histories, lambda entity: find_wikidata(reference, entity)))


def write_plover(histories: Histories, reference: ReferenceData) -> None:
    """PLOVER events."""
    del reference
    _write_json(list_plover_events(histories))


def write_wikidata(histories: Histories, reference: ReferenceData) -> None:
    """QuickStatements; what could not be said is named on standard error."""
    statements = build_wikidata_statements(
        histories, lambda entity: find_wikidata(reference, entity)
    )
    for line in statements.lines:
        click.echo(line)
    for reason in sorted(set(statements.left_out)):
        echo(f"left out: {reason}", err=True)


def find_wikidata(reference: ReferenceData, entity_id: str) -> str | None:
    """The Wikidata id of an entity, when it is on record."""
    entity = reference.entity(entity_id)
    return entity.wikidata if entity else None


def _write_json(records: Iterable[object]) -> None:
    for record in records:
        click.echo(json.dumps(record, ensure_ascii=False))


EXPORTS: Mapping[str, Callable[[Histories, ReferenceData], None]] = {
    "csv": write_csv,
    "ftm": write_ftm,
    "plover": write_plover,
    "wikidata": write_wikidata,
}
"""The formats by name."""
